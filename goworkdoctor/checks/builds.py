"""Which modules go builds together, and what counts there: in a workspace all of them, else one alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from goworkdoctor.checks.place import home, members, work_replaces
from goworkdoctor.golang.replacements import Member, Placed, applies
from goworkdoctor.model.facts import Facts, Module, StrayWorkspace


class Build(Struct, frozen=True, eq=False, dict=True):
    """The main modules of a build, and go.work's own replace lines, which stand above theirs."""

    members: tuple[Member, ...]
    work: tuple[Placed, ...] = ()

    @cached_property
    def dirs(self) -> frozenset[str]:
        return frozenset(member.dir for member in self.members)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Their module paths: a replacement of one of them has no effect."""
        return frozenset(member.mod.module for member in self.members)

    def replacement(self, path: str, version: str) -> Placed | None:
        """The line that replaces a module version, whichever member it is in; go.work's goes first."""
        return next(filter(None, (applies(lines, path, version) for lines in self._files)), None)

    @cached_property
    def _files(self) -> tuple[tuple[Placed, ...], ...]:
        return (self.work, *(member.replaces for member in self.members))

    def excludes(self, path: str, version: str) -> bool:
        lines = (line for member in self.members for line in member.mod.excludes)
        return any((line.path, line.version) == (path, version) for line in lines)


def active_build(facts: Facts) -> Build:
    """What go builds together at the root; without members where there is no workspace."""
    return Build(members(facts.workspace), work_replaces(facts.workspace))


def other_builds(facts: Facts) -> Iterator[Build]:
    """What the active workspace does not use: by the go.work that is its home, or each module alone."""
    used = active_build(facts).dirs
    at_home: dict[str, tuple[StrayWorkspace, list[Module]]] = {}
    for module in facts.counted_modules:
        if module.dir in used:
            continue
        stray = home(facts, module.dir)
        if stray and module.dir in stray.used_dirs:
            at_home.setdefault(stray.file, (stray, []))[1].append(module)
        else:
            yield Build(_members([module]))
    for stray, modules in at_home.values():
        yield Build(_members(modules), work_replaces(stray))


def _members(modules: list[Module]) -> tuple[Member, ...]:
    return tuple(Member(module.dir, module.mod) for module in modules if module.mod)
