"""Replace and exclude lines that do not count for a module of the repository that depends on their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from goworkdoctor.checks.builds import Build, active_build, other_builds
from goworkdoctor.checks.staged import leads_to
from goworkdoctor.checks.words import listed
from goworkdoctor.golang.modfile import Exclude, Replace, Require
from goworkdoctor.golang.replacements import Member
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


class _Dependent(Struct, frozen=True, eq=False, dict=True):
    """A main module of a build, and the line by which it requires a sibling that is none there.

    `published`: it takes the sibling as it was published, not from its folder.
    """

    member: Member
    build: Build
    line: Require
    published: bool

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """What its go.mod requires."""
        return {line.path: line.version for line in reversed(self.member.mod.requires)}

    def ignores(self, line: Replace | Exclude) -> bool:
        """Whether it has what the line is about, and no line of its own build does the same for it."""
        path, concerned = _about(line)
        version = self.versions.get(path, "")
        if not version or path in self.build.paths or concerned not in ("", version):
            return False
        if isinstance(line, Exclude):
            return not self.build.excludes(path, version)
        as_it_is = (line.new_path, line.new_version) == (path, version)
        return not as_it_is and self.build.replacement(path, version) is None


class _Ignored(Struct, frozen=True):
    """A line, and those for whom it does not count; `built` is the version that they have instead."""

    line: Replace | Exclude
    built: str
    dependents: tuple[_Dependent, ...]

    @property
    def dirs(self) -> tuple[str, ...]:
        return tuple(one.member.dir for one in self.dependents)

    @property
    def published(self) -> bool:
        return all(one.published for one in self.dependents)


def check(facts: Facts) -> Iterator[Observation]:
    """The lines by which a module is built otherwise than by itself, together for those that depend on it."""
    siblings = {module.path for module in facts.counted_modules}
    requiring = _requiring(facts)
    for module in facts.counted_modules:
        groups: dict[tuple[tuple[str, ...], bool], list[_Ignored]] = {}
        for ignored in _ignored(module, requiring.get(module.dir, [])):
            note = ignored.published or _about(ignored.line)[0] in siblings
            groups.setdefault((ignored.dirs, note), []).append(ignored)
        for (_, note), lines in groups.items():
            yield _observation(module, lines, Severity.INFO if note else None)


def _requiring(facts: Facts) -> dict[str, list[_Dependent]]:
    """Who requires the module in a directory without being built together with it."""
    modules: dict[str, list[Module]] = {}
    for module in facts.counted_modules:
        modules.setdefault(module.path, []).append(module)
    counted = {module.dir for module in facts.counted_modules}
    found: dict[str, list[_Dependent]] = {}
    for build in (active_build(facts), *other_builds(facts)):
        for member in build.members:
            for line in member.mod.requires if member.dir in counted else ():
                if line.path not in modules or line.path in build.paths:
                    continue
                by = build.replacement(line.path, line.version)
                for module in modules[line.path]:
                    if by is None or leads_to(facts, by, module.dir):
                        dependent = _Dependent(member, build, line, published=by is None)
                        found.setdefault(module.dir, []).append(dependent)
    return found


def _ignored(module: Module, dependents: list[_Dependent]) -> Iterator[_Ignored]:
    if module.mod is None or not dependents:
        return
    lines: tuple[Replace | Exclude, ...] = (*module.mod.replaces, *module.mod.excludes)
    for line in lines:
        if ignoring := tuple(one for one in dependents if one.ignores(line)):
            yield _Ignored(line, ignoring[0].versions[_about(line)[0]], ignoring)


def _observation(module: Module, lines: list[_Ignored], severity: Severity | None) -> Observation:
    first = lines[0]
    alone = len(lines) == 1
    subject = "@".join(filter(None, _about(first.line))) if alone else ", ".join(first.dirs)
    return Observation(
        f"{module.file}: {subject}",
        _one(module, first) if alone else _several(module, lines),
        module.file,
        first.line.line,
        (*(_evidence(module, line) for line in lines), *(_requirement(one) for one in first.dependents)),
        cure=""
        if alone
        else "Repeat the lines in the go.mod of the module that depends on it, or in go.work.",
        severity=severity,
    )


def _one(module: Module, ignored: _Ignored) -> str:
    line, dirs = ignored.line, ignored.dirs
    name = " ".join(filter(None, _about(line)))
    says = f"replaces {name} by {_target(line)}" if isinstance(line, Replace) else f"excludes {name}"
    verbs = ("depends", "is") if len(dirs) == 1 else ("depend", "are")
    instead = f"{_about(line)[0]} {ignored.built}"
    return (
        f"{module.file} {says}, but {listed(dirs)} {verbs[0]} on that module and {verbs[1]} built "
        f"with {instead}"
    )


def _several(module: Module, lines: list[_Ignored]) -> str:
    about = listed([_about(one.line)[0] for one in lines])
    dirs = lines[0].dirs
    return (
        f"{len(lines):,} replace or exclude lines of {module.file}, about {about}, do not count for "
        f"{listed(dirs)}, which {'depends' if len(dirs) == 1 else 'depend'} on that module"
    )


def _about(line: Replace | Exclude) -> tuple[str, str]:
    """The module, and the version of it, "" for every one, that a line is about."""
    return (line.old_path, line.old_version) if isinstance(line, Replace) else (line.path, line.version)


def _target(line: Replace) -> str:
    return f"{line.new_path} {line.new_version}".strip()


def _evidence(module: Module, ignored: _Ignored) -> Evidence:
    line = ignored.line
    name = " ".join(filter(None, _about(line)))
    text = f"replace {name} => {_target(line)}" if isinstance(line, Replace) else f"exclude {name}"
    return Evidence(text, module.file, line.line)


def _requirement(dependent: _Dependent) -> Evidence:
    line = dependent.line
    return Evidence(f"require {line.path} {line.version}", dependent.member.file, line.line)


RULE = Rule(
    code="GM307",
    title="Replace or exclude is ignored by a dependent module",
    severity=Severity.WARNING,
    why=(
        "Replace and exclude lines count only in main modules: the one that go runs in, and, in a workspace, "
        "all that it uses. A module that depends on another one gets none of its lines. It is then built "
        "with the published module instead of the fork, or with the very version that was excluded, and what "
        "the tests of the one have shown does not hold for the other. Two cases are only notes: a line about "
        "a sibling of which the dependent module takes a released version, and the lines of a module that is "
        "itself taken as it was published, perhaps without them."
    ),
    example=(
        "$ cat lib/go.mod        # app requires lib, and example.com/dep v1.0.0\n"
        "replace example.com/dep => example.com/fork v1.0.1\n"
        "$ cd app && go list -m example.com/dep\n"
        "example.com/dep v1.0.0"
    ),
    cure="Repeat the line in the go.mod of the module that depends on it, or put it into go.work.",
    needs=frozenset({"modules", "workspaces"}),
    check=check,
    sources=(
        ("Go Modules Reference: replace directive", "https://go.dev/ref/mod#go-mod-file-replace"),
        ("Go Modules Reference: exclude directive", "https://go.dev/ref/mod#go-mod-file-exclude"),
    ),
)
