"""Third-party modules that the modules of a repository require in different versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.checks.changes import told
from goworkdoctor.checks.place import own_workspace, parsed_uses, under, work_replaces
from goworkdoctor.checks.words import count, listed
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.golang.versions import semver_key
from goworkdoctor.model.facts import Change, Facts, Module, WorkSync
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity, Unexamined

BY_HAND = "Raise one dependency at a time in each module, where it matters."


class Drift(Struct, frozen=True):
    """A module, and who requires which version of it: (version, module, line)."""

    path: str
    required: tuple[tuple[str, Module, int], ...]

    @property
    def selected(self) -> str:
        """What a build of all of them takes: the highest that any requires (minimal version selection)."""
        return max((version for version, _, _ in self.required), key=semver_key)

    @property
    def behind(self) -> tuple[tuple[str, Module, int], ...]:
        """Those that require less, and that `go work sync` would raise."""
        return tuple(one for one in self.required if one[0] != self.selected)


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for the whole repository, with a line for each module that differs.

    Where go was asked what `go work sync` rewrites, its answer takes the place of the estimate.
    """
    found = sorted(drifts(facts, built_together(facts)), key=lambda drift: drift.path)
    sync = facts.work_sync or WorkSync()
    if sync.asked and not sync.why:
        yield from _answer(found, sync.changes)
    elif found:
        yield _estimate(found, facts, sync)
    elif sync.why:
        raise Unexamined(f"what `go work sync` would change is unknown: {sync.why}")


def _answer(found: list[Drift], changes: tuple[Change, ...]) -> Iterator[Observation]:
    """What go did in the copy; nothing where all agree, and sums alone are no difference."""
    mods = [change for change in changes if change.path.rpartition("/")[2] == "go.mod"]
    others = [change for change in changes if change not in mods]
    if not found and not mods:
        return
    differ = f"{_differ(found)}: the workspace takes the highest, and " if found else ""
    shown = tuple(map(told, (*mods, *others)))
    first = shown[0] if mods else None
    yield Observation(
        "versions",
        f"{differ}`go work sync` {_rewrites(changes)}",
        first.path if first else found[0].behind[0][1].file,
        first.line if first else found[0].behind[0][2],
        (*shown, *map(_evidence, found)),
        cure="" if mods else BY_HAND,
    )


def _rewrites(changes: tuple[Change, ...]) -> str:
    """`rewrites 2 go.mod files (a and c), 1 go.sum file and go.work.sum`."""
    dirs: dict[str, list[str]] = {}
    for change in changes:
        dir, _, name = change.path.rpartition("/")
        dirs.setdefault(name, []).append(dir or ".")
    mods = dirs.pop("go.mod", [])
    others = [count(len(where), f"{name} file") if name == "go.sum" else name for name, where in dirs.items()]
    named = [f"{count(len(mods), 'go.mod file')} ({listed(mods)})"] if mods else []
    says = listed([*named, *others], most=4)
    return f"rewrites {'' if mods else 'no go.mod file, but '}{says}" if says else "changes nothing"


def _estimate(found: list[Drift], facts: Facts, sync: WorkSync) -> Observation:
    """What the go.mod files make likely."""
    in_workspace = bool(parsed_uses(facts.workspace))
    behind = sorted({module.dir for drift in found for _, module, _ in drift.behind})
    takes, would = ("the workspace takes", "may") if in_workspace else ("a workspace would take", "could")
    ask = (
        f", as go could not tell: {sync.why}"
        if sync.why
        else "; `--deep` asks go"
        if own_workspace(facts)
        else ""
    )
    _, module, line = found[0].behind[0]
    return Observation(
        "versions",
        f"{_differ(found)}: {takes} the highest, and `go work sync` {would} rewrite "
        f"{count(len(behind), 'go.mod file')} ({listed(behind)}), an estimate from the go.mod files{ask}",
        module.file,
        line,
        tuple(map(_evidence, found)),
        cure="" if in_workspace else BY_HAND,
        confidence=Confidence.LIKELY,
    )


def _differ(found: list[Drift]) -> str:
    return f"{count(len(found), 'requirement')} differ{'s' if len(found) == 1 else ''} between modules"


def built_together(facts: Facts) -> tuple[Module, ...]:
    """The used modules of the repository; without a workspace all but those with a go.work of their own."""
    used = {use.dir for use in parsed_uses(facts.workspace)}
    if used:
        return tuple(module for module in facts.counted_modules if module.dir in used)
    strays = facts.workspaces.stray if facts.workspaces else ()
    own = [stray.dir for stray in strays if stray.dir != "."]
    return tuple(module for module in facts.counted_modules if not any(under(module.dir, dir) for dir in own))


def drifts(facts: Facts, modules: tuple[Module, ...]) -> Iterator[Drift]:
    """What these modules require in different versions, but for each other and what they replace."""
    required: defaultdict[str, list[tuple[str, Module, int]]] = defaultdict(list)
    siblings = {module.path for module in facts.counted_modules}
    work = work_replaces(facts.workspace) if parsed_uses(facts.workspace) else ()
    for module in modules:
        if module.mod is None:
            continue
        replaces = (*Member(module.dir, module.mod).replaces, *work)
        for line in module.mod.requires:
            if line.path not in siblings and applies(replaces, line.path, line.version) is None:
                required[line.path].append((line.version, module, line.line))
    for path, lines in required.items():
        if len({version for version, _, _ in lines}) > 1:
            yield Drift(path, tuple(sorted(lines, key=lambda line: (semver_key(line[0]), line[1].dir))))


def _evidence(drift: Drift) -> Evidence:
    """`lib: v1.0.0 (a, b), v1.2.0 (c)`, at the first line that is behind."""
    who: dict[str, list[str]] = {}
    for version, module, _ in drift.required:
        who.setdefault(version, []).append(module.dir)
    matrix = ", ".join(f"{version} ({listed(dirs)})" for version, dirs in who.items())
    _, module, line = drift.behind[0]
    return Evidence(f"{drift.path}: {matrix}", module.file, line)


RULE = Rule(
    code="GM310",
    title="Dependencies differ between modules",
    severity=Severity.INFO,
    why=(
        "A workspace builds all modules with one version of each dependency: the highest that any of them "
        "requires. A module that requires less is tested with another version than its users get, and with "
        "GOWORK=off. `go work sync` raises what each module needs to the workspace's versions, in one change "
        "that may touch many files. Whom it changes also depends on what is imported, and on what the "
        "required modules require in turn: the go.mod files allow no more than an estimate. With --deep go "
        "is asked, in a copy, offline, with what the module cache holds."
    ),
    example=(
        "$ grep -h golang.org/x/net */go.mod\n"
        "\tgolang.org/x/net v0.30.0\n"
        "\tgolang.org/x/net v0.38.0\n"
        "$ go list -m golang.org/x/net\n"
        "golang.org/x/net v0.38.0"
    ),
    cure="Raise them together with `go work sync`, or one dependency at a time in each module.",
    needs=frozenset({"modules", "workspaces", "work_sync"}),
    check=check,
    sources=(
        ("Go Modules Reference: go work sync", "https://go.dev/ref/mod#go-work-sync"),
        ("Minimal version selection", "https://go.dev/ref/mod#minimal-version-selection"),
    ),
)
