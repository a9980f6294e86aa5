"""What a migration stands on: who is in the workspace, who could be, and who must stay out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from goworkdoctor.checks.gw101_module_outside_workspace import on_purpose
from goworkdoctor.checks.place import own_workspace, parsed_uses, work_replaces
from goworkdoctor.doctor.migration.order import Graph, groups, module_graph
from goworkdoctor.doctor.migration.session import Session
from goworkdoctor.golang.modfile import Replace
from goworkdoctor.golang.replacements import Member, Placed
from goworkdoctor.model.facts import Facts, IgnoredBecause, Module, UsedModule, Workspace
from goworkdoctor.model.migration import StayOut
from goworkdoctor.model.reach import tests_by_module

OWN = "it has a go.work of its own"
IGNORED = {
    IgnoredBecause.VENDOR: "it lies in a vendor directory: a copy of somebody else's module",
    IgnoredBecause.TESTDATA: "it lies in testdata: food for tests, which go passes by",
    IgnoredBecause.UNDERSCORE: "its path has a folder that begins with `_`, which go passes by",
    IgnoredBecause.DOT: "its path has a folder that begins with `.`, which go passes by",
    IgnoredBecause.GITIGNORED: "git ignores it: others do not have it",
}


class Ground(Struct, frozen=True, dict=True):
    """The facts of an examination, and the session, as the steps need them."""

    facts: Facts
    session: Session

    @cached_property
    def workspace(self) -> Workspace | None:
        """The repository's own go.work, where it is active and parses."""
        return own_workspace(self.facts)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The modules in the workspace, in the order of the use lines."""
        return tuple(Member(use.dir, use.mod) for use in parsed_uses(self.workspace) if use.mod)

    @cached_property
    def used(self) -> frozenset[str]:
        return self.workspace.used_dirs if self.workspace else frozenset()

    @cached_property
    def by_dir(self) -> Mapping[str, Module]:
        return {module.dir: module for module in self.facts.modules or ()}

    @cached_property
    def stay_out(self) -> tuple[StayOut, ...]:
        """Modules outside the workspace that do not belong into it, with the reason."""
        modules = (module for module in self.facts.modules or () if module.dir not in self.used)
        reasons = ((module.dir, self._reason(module)) for module in modules)
        return tuple(StayOut(dir, why) for dir, why in reasons if why)

    def _reason(self, module: Module) -> str:
        strays = self.facts.workspaces.stray if self.facts.workspaces else ()
        if module.dir != "." and any(stray.dir == module.dir for stray in strays):
            return OWN
        if module.ignored_because:
            return IGNORED[module.ignored_because]
        if module.dir in self.session.split:
            return "it was split out in this migration"
        return on_purpose(self.facts, module) if module.path else ""

    @cached_property
    def candidates(self) -> tuple[Module, ...]:
        """Modules that could enter the workspace, broken ones too, by directory."""
        out = {one.dir for one in self.stay_out} | self.used
        return tuple(module for module in self.facts.counted_modules if module.dir not in out)

    @cached_property
    def skipped(self) -> tuple[Module, ...]:
        """Candidates that the user leaves out."""
        return tuple(module for module in self.candidates if module.dir in self.session.skipped)

    @cached_property
    def dead(self) -> tuple[UsedModule, ...]:
        """Uses that lead to no go.mod, or to a directory that was used before: go refuses either."""
        uses = self.workspace.uses if self.workspace else ()
        first = {use.dir: use for use in reversed(uses)}
        return tuple(use for use in uses if not use.exists or first[use.dir] is not use)

    @cached_property
    def accidental(self) -> tuple[str, ...]:
        """Members that only a `go work use -r .` adopts: in testdata, vendor, `_x`, or git-ignored."""
        return tuple(dir for dir in sorted(self.used) if dir in self.by_dir and self.by_dir[dir].ignored)

    @cached_property
    def graph(self) -> Graph:
        return module_graph(self.facts)

    @cached_property
    def tests(self) -> Mapping[str, int]:
        return {dir: tests.total for dir, tests in tests_by_module(self.facts).items()}

    @cached_property
    def work_replaces(self) -> tuple[Placed, ...]:
        """The replace lines of go.work, and those that the user decided on."""
        have = {_subject(line.replace) for line in work_replaces(self.workspace)}
        more = (line for subject, line in self._overrides() if subject not in have)
        return (*work_replaces(self.workspace), *more)

    def _overrides(self) -> Iterator[tuple[str, Placed]]:
        for subject, target in self.session.overrides.items():
            path, _, version = subject.partition("@")
            new_path, _, new_version = (target, "", "") if target[:1] in "./" else target.partition("@")
            yield subject, Placed(Replace(path, version, new_path, new_version, 0), "go.work", ".")

    def spelled(self, dir: str) -> str:
        """A directory as go.work names it: `.`, `./a`, `../b`."""
        path = os.path.relpath(dir, self.workspace.dir if self.workspace else ".")
        return path if path.startswith(".") else f"./{path}"

    def first(self, dirs: Sequence[str]) -> str:
        """The module that a new go.work begins with: the root, or else the first in order; "" for none."""
        return "." if "." in dirs else next((group.dirs[0] for group in groups(dirs, self.graph)), "")

    def needed(self, dir: str) -> frozenset[str]:
        """The module and all siblings that it depends on, directly or not."""
        found = {dir}
        while more := {below for one in found for below in self.graph.get(one, ())} - found:
            found |= more
        return frozenset(found)

    def dependents(self, dirs: tuple[str, ...]) -> tuple[str, ...]:
        """Modules that depend on these, directly or not, by the module graph."""
        found = set(dirs)
        while more := {dir for dir, below in self.graph.items() if below & found} - found:
            found |= more
        return tuple(sorted(found - set(dirs)))


def _subject(line: Replace) -> str:
    return f"{line.old_path}@{line.old_version}" if line.old_version else line.old_path
