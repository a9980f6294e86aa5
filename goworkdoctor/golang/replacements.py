"""Which replacement go applies in a workspace, and which sets of them it refuses.

Every used module's replacements count for all of them. Go decides in two places of
cmd/go/internal/modload: `makeMainModules` refuses two members that replace the same thing (a module, or
one version of it) differently, and `replacementFrom` looks up each required version in the order of the
`use` lines, where a later line silently wins unless it names that very version: then go refuses.
A module that go.work replaces, in whatever version, is left out of the first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from goworkdoctor.golang.modfile import ModFile, Replace


class Placed(Struct, frozen=True):
    """A replace line, the file it stands in, and that file's directory; both relative to the root."""

    replace: Replace
    file: str
    dir: str

    @property
    def written(self) -> str:
        """The target as the file has it: `../x` or `example.com/x v1.0.0`."""
        return f"{self.replace.new_path} {self.replace.new_version}".strip()

    def target(self, root: str) -> str:
        """The target as go compares it; a directory becomes relative to `root`, the checkout."""
        if self.replace.local:
            return place(self.dir, self.replace.new_path, root)
        return f"{self.replace.new_path}@{self.replace.new_version}"


class Member(Struct, frozen=True):
    """A used module: its directory relative to the root, and its go.mod."""

    dir: str
    mod: ModFile

    @property
    def file(self) -> str:
        return posixpath.normpath(posixpath.join(self.dir, "go.mod"))

    @property
    def replaces(self) -> tuple[Placed, ...]:
        return tuple(Placed(line, self.file, self.dir) for line in self.mod.replaces)


class Conflict(Struct, frozen=True):
    """Replacements that disagree about a module ("" for every version), in the order of the use lines."""

    path: str
    version: str
    placed: tuple[Placed, ...]

    @property
    def name(self) -> str:
        return f"{self.path}@{self.version}" if self.version else self.path


def place(dir: str, path: str, root: str) -> str:
    """Where a path written in a file of `dir` leads, relative to the root where it lies inside.

    An absolute path keeps its spelling, as go keeps it: `/x/` and `/x` differ.
    """
    if not posixpath.isabs(path):
        return posixpath.normpath(posixpath.join(dir, path))
    if path == root:
        return "."
    return path.removeprefix(root.rstrip("/") + "/")


def contradictions(lines: Iterable[Placed]) -> Iterator[Conflict]:
    """What one file replaces twice, by targets spelled differently: go refuses the file."""
    for (path, version), same in _by_old(lines).items():
        if len({line.written for line in same}) > 1:
            yield Conflict(path, version, tuple(same))


def refused(members: Sequence[Member], work: Sequence[Placed], root: str) -> Iterator[Conflict]:
    """Conflicts that go refuses, so that any command fails: in one file, or between members.

    Only versions that members require are looked up: what else is in the module graph is not known here.
    """
    found = set()
    for conflict in _at_once(members, work, root):
        if (conflict.path, conflict.version) not in found:
            found.add((conflict.path, conflict.version))
            yield conflict
    for conflict in _looked_up(members, work):
        if not found & {(conflict.path, conflict.version), (conflict.path, "")} and _errs(conflict.placed):
            yield conflict


def silent(members: Sequence[Member], work: Sequence[Placed], root: str) -> Iterator[Conflict]:
    """Conflicts that the order of the use lines decides without a word: the last of `placed` wins.

    A used module wins over all its replacements: no conflict about it is left to decide.
    """
    used = {member.mod.module for member in members}
    refusals = {(conflict.path, conflict.version) for conflict in refused(members, work, root)}
    for conflict in _looked_up(members, work):
        known = {(conflict.path, conflict.version), (conflict.path, "")} & refusals
        unclear = len({line.target(root) for line in conflict.placed}) > 1
        if unclear and not known and conflict.path not in used:
            yield conflict


def applies(lines: Iterable[Placed], path: str, version: str) -> Placed | None:
    """The line of one file that replaces this module version: one for that very version goes first."""
    same = [line for line in lines if line.replace.old_path == path]
    exact = next((line for line in same if line.replace.old_version == version), None)
    return exact or next((line for line in same if not line.replace.old_version), None)


def _by_old(lines: Iterable[Placed]) -> dict[tuple[str, str], list[Placed]]:
    groups: dict[tuple[str, str], list[Placed]] = {}
    for line in lines:
        groups.setdefault((line.replace.old_path, line.replace.old_version), []).append(line)
    return groups


def _at_once(members: Sequence[Member], work: Sequence[Placed], root: str) -> Iterator[Conflict]:
    """What go sees while it reads the files, whatever is required."""
    for lines in (work, *(member.replaces for member in members)):
        yield from contradictions(lines)
    overridden = {line.replace.old_path for line in work}
    lines = [
        line for member in members for line in member.replaces if line.replace.old_path not in overridden
    ]
    for (path, version), same in _by_old(lines).items():
        if len({line.target(root) for line in same}) > 1:
            yield Conflict(path, version, tuple(same))


def _looked_up(members: Sequence[Member], work: Sequence[Placed]) -> Iterator[Conflict]:
    """Every module version that members require and replace, with those lines, unless go.work does."""
    files = [member.replaces for member in members]
    replaced = {line.replace.old_path for lines in files for line in lines}
    excluded = {(line.path, line.version) for member in members for line in member.mod.excludes}
    requires = (line for member in members for line in member.mod.requires if line.path in replaced)
    required = {(line.path, line.version) for line in requires}
    for path, version in sorted(required - excluded):
        if applies(work, path, version) is None:
            found = (applies(lines, path, version) for lines in files)
            yield Conflict(path, version, tuple(line for line in found if line))


def _errs(lines: Sequence[Placed]) -> bool:
    """Whether a line after the first names the version and is spelled unlike the one before it.

    Go compares the spelling here, not the place: `../x` in two members counts as the same.
    """
    return any(later.replace.old_version and later.written != line.written for line, later in pairwise(lines))
