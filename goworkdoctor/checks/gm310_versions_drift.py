"""Third-party modules that the modules of a repository require in different versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.checks.place import parsed_uses, under, work_replaces
from goworkdoctor.checks.words import count, listed
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.golang.versions import semver_key
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


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
    """One observation for the whole repository, with a line for each module that differs."""
    modules = built_together(facts)
    found = sorted(drifts(facts, modules), key=lambda drift: drift.path)
    if not found:
        return
    behind = {module.dir: module for drift in found for _, module, _ in drift.behind}
    in_workspace = bool(parsed_uses(facts.workspace))
    takes, would = ("the workspace takes", "may") if in_workspace else ("a workspace would take", "could")
    first = found[0].behind[0]
    yield Observation(
        "versions",
        f"{count(len(found), 'requirement')} differ{'s' if len(found) == 1 else ''} between modules: "
        f"{takes} the highest, and `go work sync` {would} rewrite {count(len(behind), 'go.mod file')} "
        f"({listed(sorted(behind))})",
        first[1].file,
        first[2],
        tuple(_evidence(drift) for drift in found),
        cure="" if in_workspace else "Raise one dependency at a time in each module, where it matters.",
    )


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
        "that may touch many files: those below, as far as the go.mod files tell, and their go.sum; which "
        "indirect requirements it adds besides, only go can tell."
    ),
    example=(
        "$ grep -h golang.org/x/net */go.mod\n"
        "\tgolang.org/x/net v0.30.0\n"
        "\tgolang.org/x/net v0.38.0\n"
        "$ go list -m golang.org/x/net\n"
        "golang.org/x/net v0.38.0"
    ),
    cure="Raise them together with `go work sync`, or one dependency at a time in each module.",
    needs=frozenset({"modules", "workspaces"}),
    check=check,
    sources=(
        ("Go Modules Reference: go work sync", "https://go.dev/ref/mod#go-work-sync"),
        ("Minimal version selection", "https://go.dev/ref/mod#minimal-version-selection"),
    ),
)
