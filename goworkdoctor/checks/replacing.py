"""Local replace lines that nothing overrides: where each leads, and whether anything needs it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from msgspec import Struct

from goworkdoctor.checks.builds import Build, active_build, other_builds
from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.replacements import Conflict, Placed, applies, place
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence


class Need(IntEnum):
    """How much a replaced module is asked for: a replacement that nobody requires has no effect."""

    NONE = 0
    INDIRECT = 1
    DIRECT = 2


class LocalReplace(Struct, frozen=True):
    """A replace line with a directory for target; `target` is relative to the root."""

    line: Placed
    target: str
    need: Need

    @property
    def name(self) -> str:
        """The module, or module version, that is replaced."""
        replace = self.line.replace
        return f"{replace.old_path}@{replace.old_version}" if replace.old_version else replace.old_path


def local_replaces(facts: Facts) -> Iterator[LocalReplace]:
    """Every local replace line that go would follow, in the workspace and in the modules outside it.

    A line of a used module counts for all used modules; go.work's own lines and the used modules
    themselves stand above it (https://go.dev/ref/mod#go-work-file-replace). Of another go.work than the
    active one only that it stands above a line is of interest.
    """
    active = active_build(facts)
    required = [line for member in active.members for line in member.mod.requires]
    yield from _local(active.work, required, facts)
    for build in (active, *other_builds(facts)):
        yield from _of_members(build, facts)


def _of_members(build: Build, facts: Facts) -> Iterator[LocalReplace]:
    required = [line for member in build.members for line in member.mod.requires]
    for member in build.members:
        free = (line for line in member.replaces if line.replace.old_path not in build.paths)
        yield from _local([line for line in free if not _above(build.work, line)], required, facts)


def lines(conflict: Conflict) -> tuple[Evidence, ...]:
    """The lines that disagree, each with its target as it is written."""
    return tuple(Evidence(line.written, line.file, line.replace.line) for line in conflict.placed)


def _above(own: Sequence[Placed], line: Placed) -> bool:
    return applies(own, line.replace.old_path, line.replace.old_version) is not None


def _local(file: Sequence[Placed], required: Iterable[Require], facts: Facts) -> Iterator[LocalReplace]:
    required = tuple(required)
    for line in file:
        if line.replace.local:
            target = posixpath.normpath(place(line.dir, line.replace.new_path, str(facts.root)))
            yield LocalReplace(line, target, _need(line, file, required))


def _need(line: Placed, file: Sequence[Placed], required: Iterable[Require]) -> Need:
    asking = [one for one in required if applies(file, one.path, one.version) is line]
    return max((Need.INDIRECT if one.indirect else Need.DIRECT for one in asking), default=Need.NONE)
