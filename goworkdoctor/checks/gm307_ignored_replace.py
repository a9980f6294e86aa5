"""Replace and exclude lines that do not count for a module of the repository that depends on their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from goworkdoctor.checks.place import members, work_replaces
from goworkdoctor.checks.words import listed
from goworkdoctor.golang.modfile import ModFile, Replace
from goworkdoctor.golang.replacements import Member, Placed, applies
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


class _Mains(Struct, frozen=True):
    """The main modules of a build, and all replace lines that count in it."""

    mods: tuple[ModFile, ...]
    dirs: frozenset[str]
    replaces: tuple[Placed, ...]

    @staticmethod
    def of(members: tuple[Member, ...], more: tuple[Placed, ...]) -> _Mains:
        return _Mains(
            tuple(member.mod for member in members),
            frozenset(member.dir for member in members),
            (*(line for member in members for line in member.replaces), *more),
        )


class _Build(Struct, frozen=True):
    """What go looks at when it builds a module."""

    module: Module
    mains: _Mains
    versions: Mapping[str, str]

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(mod.module for mod in self.mains.mods)

    def version(self, path: str) -> str:
        """The version of a module that the built module's go.mod requires, "" where it does not."""
        return self.versions.get(path, "")

    def excludes(self, path: str, version: str) -> bool:
        return any(
            (line.path, line.version) == (path, version) for mod in self.mains.mods for line in mod.excludes
        )


def check(facts: Facts) -> Iterator[Observation]:
    """Every line by which a sibling is built otherwise than by itself, with those that depend on it."""
    used = members(facts.workspace)
    together = _Mains.of(used, work_replaces(facts.workspace))
    inside = {member.dir for member in used}
    builds = [
        _build(module, module.mod, together if module.dir in inside else None)
        for module in facts.counted_modules
        if module.mod
    ]
    siblings = {module.path for module in facts.counted_modules}
    for module in facts.counted_modules:
        depending = [
            build for build in builds if module.dir not in build.mains.dirs and build.version(module.path)
        ]
        for line in module.mod.replaces if module.mod and depending else ():
            if ignoring := [build for build in depending if _replaced_in_vain(line, build)]:
                yield _of_replace(module, line, ignoring, line.old_path in siblings)
        for exclude in module.mod.excludes if module.mod and depending else ():
            path, version = exclude.path, exclude.version
            if ignoring := [
                build
                for build in depending
                if build.version(path) == version and not build.excludes(path, version)
            ]:
                text = f"exclude {path} {version}"
                message = f"{module.file} excludes {path} {version}, but {_who(ignoring)} with it"
                yield _observation(module, f"{path}@{version}", message, text, exclude.line, ignoring, False)


def _build(module: Module, mod: ModFile, together: _Mains | None) -> _Build:
    """In a workspace all used modules are main modules, and their lines count for each other."""
    mains = together or _Mains.of((Member(module.dir, mod),), ())
    versions = {line.path: line.version for line in reversed(mod.requires)}
    return _Build(module, mains, versions)


def _replaced_in_vain(line: Replace, build: _Build) -> bool:
    """Whether the build has that module, in a version that this line is about, and as it is published."""
    version = build.version(line.old_path)
    if not version or line.old_path in build.paths or line.old_version not in ("", version):
        return False
    if (line.new_path, line.new_version) == (line.old_path, version):
        return False
    return applies(build.mains.replaces, line.old_path, version) is None


def _of_replace(module: Module, line: Replace, ignoring: list[_Build], sibling: bool) -> Observation:
    target = f"{line.new_path} {line.new_version}".strip()
    old = f"{line.old_path} {line.old_version}".strip()
    version = ignoring[0].version(line.old_path)
    message = f"{module.file} replaces {old} by {target}, but {_who(ignoring)} with {line.old_path} {version}"
    text = f"replace {old} => {target}"
    subject = f"{line.old_path}@{line.old_version}" if line.old_version else line.old_path
    return _observation(module, subject, message, text, line.line, ignoring, sibling)


def _who(ignoring: list[_Build]) -> str:
    dirs = [build.module.dir for build in ignoring]
    verbs = ("depends", "is") if len(dirs) == 1 else ("depend", "are")
    return f"{listed(dirs)} {verbs[0]} on that module and {verbs[1]} built"


def _observation(
    module: Module, subject: str, message: str, text: str, line: int, ignoring: list[_Build], sibling: bool
) -> Observation:
    return Observation(
        f"{module.file}: {subject}",
        message,
        module.file,
        line,
        (Evidence(text, module.file, line), *(_requirement(build, module.path) for build in ignoring)),
        severity=Severity.INFO if sibling else None,
    )


def _requirement(build: _Build, path: str) -> Evidence:
    requires = build.module.mod.requires if build.module.mod else ()
    line = next(line for line in requires if line.path == path)
    return Evidence(f"require {path} {line.version}", build.module.file, line.line)


RULE = Rule(
    code="GM307",
    title="Replace or exclude is ignored by a dependent module",
    severity=Severity.WARNING,
    why=(
        "Replace and exclude lines count only in main modules: the one that go runs in, and, in a workspace, "
        "all that it uses. A module that depends on another one gets none of its lines. It is then built "
        "with the published module instead of the fork, or with the very version that was excluded, and what "
        "the tests of the one have shown does not hold for the other. A line about a sibling of which the "
        "dependent module takes a released version is only noted."
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
