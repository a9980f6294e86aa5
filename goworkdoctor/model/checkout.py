"""The checkout as git sees it: files, HEAD, staging modules, git submodules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field


class Status(Struct, frozen=True):
    """`git status` in one repository. `head` is "" before the first commit, `branch` on a detached HEAD.

    `dirty` are all paths that are not as committed, in git's order; of these `changed` differ on the disk
    from the index or are in conflict, `removed` are gone from the disk, `untracked` are not in the index.
    `ignored` is there only where it was asked for; of folders, the outermost is named: `dir/`.
    """

    head: str = ""
    branch: str = ""
    dirty: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    untracked: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


class Tree(Struct, frozen=True, dict=True):
    """Every file of the checkout, and how git sees it; paths are relative to the root.

    `tracked` are the files in the index that are there; `untracked` and `ignored` hold only what
    matters to Go (.go, go.mod, go.sum, go.work, go.work.sum). `blobs` maps each tracked file that equals
    its index entry to its git blob id; a file without one must be read to be known. `gitlinks` maps the
    path of each git submodule to the commit that the index records. `status` is git's own of the root's
    repository. Without git every file is `tracked`; `note` says why, where there is a repository that git did
    not list.
    """

    root: Path
    git: bool
    tracked: frozenset[str] = frozenset()
    untracked: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    blobs: Mapping[str, str] = field(default_factory=dict)
    gitlinks: Mapping[str, str] = field(default_factory=dict)
    symlinks: frozenset[str] = frozenset()
    unreadable: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status()

    @property
    def algorithm(self) -> str:
        """By which git names the blobs here: sha1 or sha256."""
        return "sha256" if len(next(iter(self.blobs.values()), "")) == 64 else "sha1"

    @cached_property
    def files(self) -> frozenset[str]:
        """All files that Go would see."""
        return self.tracked | self.untracked | self.ignored


class Worktree(Struct, frozen=True):
    dir: str
    head: str = ""
    branch: str = ""


class Checkout(Struct, frozen=True):
    """`head` is "" before the first commit, `branch` on a detached HEAD; `dirty`: changed or untracked."""

    head: str = ""
    branch: str = ""
    dirty: tuple[str, ...] = ()
    worktrees: tuple[Worktree, ...] = ()
    shallow: bool = False


class Tags(Struct, frozen=True):
    """Every tag by name. `head` is "" before the first commit, `when` its time in UTC: 20060102150405."""

    names: frozenset[str]
    head: str = ""
    when: str = ""


class Change(Struct, frozen=True):
    """A file of the checkout, and its bytes before and after something that was tried on a copy."""

    path: str
    before: bytes | None
    after: bytes | None


class Tidiness(Struct, frozen=True):
    """What `go mod tidy` does to a module: alone (`changes`), and after the siblings it needs (`planned`).

    `why` says why it could not be told, "" where it could.
    """

    dir: str
    why: str = ""
    changes: tuple[Change, ...] = ()
    planned: tuple[Change, ...] = ()


class StagingModule(Struct, frozen=True):
    """`published` is None without a publishing rules file; `last_commit` is ISO 8601, "" where unknown."""

    dir: str
    path: str
    in_workspace: bool | None = None
    required_by_root: bool = False
    replaced_by_root: bool = False
    published: bool | None = None
    dirty: int = 0
    last_commit: str = ""


class GitSubmodule(Struct, frozen=True):
    """`commit` is the one checked out, or, where it is not initialised, the one the index records."""

    path: str
    initialised: bool
    commit: str = ""
    recorded: str = ""
    dirty: bool = False
    modules: tuple[str, ...] = ()
    line: int = 0
