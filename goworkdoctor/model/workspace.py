"""go.work files: the active one, and the strays."""

from __future__ import annotations

from msgspec import Struct

from goworkdoctor.golang.modfile import ModFile, ModFileError, WorkFile
from goworkdoctor.model.checkout import Change


class UsedModule(Struct, frozen=True):
    """A `use` line and what it points to; `dir` is relative to the root."""

    written: str
    line: int
    dir: str
    exists: bool
    mod: ModFile | None = None
    error: ModFileError | None = None

    @property
    def path(self) -> str:
        return self.mod.module if self.mod else ""


class Workspace(Struct, frozen=True):
    """The go.work that go would use at the root: `work` is None where it does not parse.

    `file` is relative to the root (`go.work`, `../go.work`); `origin` is "found" in the root or an
    ancestor, or "GOWORK" where the environment names it.
    """

    file: str
    dir: str
    origin: str = "found"
    work: WorkFile | None = None
    error: ModFileError | None = None
    uses: tuple[UsedModule, ...] = ()

    @property
    def used_dirs(self) -> frozenset[str]:
        return frozenset(use.dir for use in self.uses if use.exists)


class StrayWorkspace(Struct, frozen=True):
    """A go.work that is not the active one: `work` is None where it does not parse."""

    file: str
    dir: str
    used_dirs: frozenset[str] = frozenset()
    error: ModFileError | None = None
    work: WorkFile | None = None


class Workspaces(Struct, frozen=True):
    """`gowork` is the environment's GOWORK ("" where unset); `off` where it says so."""

    active: Workspace | None = None
    stray: tuple[StrayWorkspace, ...] = ()
    gowork: str = ""
    problem: str = ""

    @property
    def off(self) -> bool:
        return self.gowork == "off"


class WorkSync(Struct, frozen=True):
    """What `go work sync` rewrites, as a copy showed it: nothing is known unless go was `asked`.

    `why` says why go could not tell, "" where it could.
    """

    asked: bool = False
    why: str = ""
    changes: tuple[Change, ...] = ()
