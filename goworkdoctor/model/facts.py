"""Facts: all that an examination found in the world, before anything is judged.

Directories are relative to the root, with `/`: `.` or `a/b`; what lies outside starts with `../`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.golang.modfile import ModFile, ModFileError, WorkFile
from goworkdoctor.golang.source import Source
from goworkdoctor.golang.sumfile import Vouched
from goworkdoctor.golang.vendored import VendorList
from goworkdoctor.model.buildcache import BuildCache, BuildHealth
from goworkdoctor.model.modulecache import ModuleCache, ModuleHealth
from goworkdoctor.model.publishing import PublishingRules, Restrictions


class ModuleKind(StrEnum):
    ROOT = "root"
    NESTED = "nested"
    STAGING = "staging"
    IGNORED = "ignored"
    SUBMODULE = "submodule"


class IgnoredBecause(StrEnum):
    """Why a module counts in no sum; its name is what the report says."""

    VENDOR = "vendor"
    TESTDATA = "testdata"
    UNDERSCORE = "underscore"
    DOT = "dot"
    GITIGNORED = "gitignored"


@dataclass(frozen=True, slots=True)
class Tests:
    """Test functions by kind; `tag_gated` are those whose file's constraints do not hold here."""

    test: int = 0
    benchmark: int = 0
    fuzz: int = 0
    example: int = 0
    tag_gated: int = 0
    specs: int = 0

    @property
    def total(self) -> int:
        """What `go test -list .` would print: tag-gated functions and Ginkgo specs are not in it."""
        return self.test + self.benchmark + self.fuzz + self.example

    def __add__(self, other: Tests) -> Tests:
        return Tests(
            self.test + other.test,
            self.benchmark + other.benchmark,
            self.fuzz + other.fuzz,
            self.example + other.example,
            self.tag_gated + other.tag_gated,
            self.specs + other.specs,
        )


@dataclass(frozen=True, slots=True)
class Module:
    """A go.mod and its directory. `mod` is None where it does not parse: then `error` says why."""

    dir: str
    kind: ModuleKind = ModuleKind.NESTED
    mod: ModFile | None = None
    error: ModFileError | None = None
    ignored_because: IgnoredBecause | None = None
    tracked: bool = True

    @property
    def path(self) -> str:
        return self.mod.module if self.mod else ""

    @property
    def go(self) -> str:
        return self.mod.go if self.mod else ""

    @property
    def file(self) -> str:
        return "go.mod" if self.dir == "." else f"{self.dir}/go.mod"

    @property
    def ignored(self) -> bool:
        return self.ignored_because is not None

    @property
    def name(self) -> str:
        """What a person calls it: its path, or its directory where it has none."""
        return self.path or self.dir


@dataclass(frozen=True, slots=True)
class GoFile:
    """One .go file of a package; `built` is whether its constraints hold on this platform."""

    name: str
    source: Source
    built: bool

    @property
    def is_test(self) -> bool:
        return self.name.endswith("_test.go")


@dataclass(frozen=True, slots=True)
class Package:
    """A directory that `go list ./...` of its module prints; `listed`: some file is for this platform."""

    dir: str
    module: str
    import_path: str
    files: tuple[GoFile, ...] = ()
    tests: Tests = Tests()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class UsedModule:
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


@dataclass(frozen=True, slots=True)
class Workspace:
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


@dataclass(frozen=True, slots=True)
class StrayWorkspace:
    """A go.work that is not the active one."""

    file: str
    dir: str
    used_dirs: frozenset[str] = frozenset()
    error: ModFileError | None = None


@dataclass(frozen=True, slots=True)
class Workspaces:
    """`gowork` is the environment's GOWORK ("" where unset); `off` where it says so."""

    active: Workspace | None = None
    stray: tuple[StrayWorkspace, ...] = ()
    gowork: str = ""
    problem: str = ""

    @property
    def off(self) -> bool:
        return self.gowork == "off"


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file of the checkout, and how git sees it; paths are relative to the root.

    `tracked` are the files in the index that are there; `untracked` and `ignored` hold only what
    matters to Go (.go, go.mod, go.sum, go.work, go.work.sum). `blobs` maps each tracked file that equals
    its index entry to its git blob id; a file without one must be read to be known. `gitlinks` maps the
    path of each git submodule to the commit that the index records. Without git every file is `tracked`;
    `note` says why, where there is a repository that git did not list.
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

    @property
    def files(self) -> frozenset[str]:
        """All files that Go would see."""
        return self.tracked | self.untracked | self.ignored


@dataclass(frozen=True, slots=True)
class Worktree:
    dir: str
    head: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Checkout:
    """`head` is "" before the first commit, `branch` on a detached HEAD; `dirty`: changed or untracked."""

    head: str = ""
    branch: str = ""
    dirty: tuple[str, ...] = ()
    worktrees: tuple[Worktree, ...] = ()
    shallow: bool = False


@dataclass(frozen=True, slots=True)
class Tags:
    """Every tag by name. `head` is "" before the first commit, `when` its time in UTC: 20060102150405."""

    names: frozenset[str]
    head: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the checkout, and its bytes before and after something that was tried on a copy."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Tidiness:
    """What `go mod tidy` does to a module: alone (`changes`), and after the siblings it needs (`planned`).

    `why` says why it could not be told, "" where it could.
    """

    dir: str
    why: str = ""
    changes: tuple[Change, ...] = ()
    planned: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class StagingModule:
    """`published` is None without a publishing rules file; `last_commit` is ISO 8601, "" where unknown."""

    dir: str
    path: str
    in_workspace: bool | None = None
    required_by_root: bool = False
    replaced_by_root: bool = False
    published: bool | None = None
    dirty: int = 0
    last_commit: str = ""


@dataclass(frozen=True, slots=True)
class GitSubmodule:
    """`commit` is the one checked out, or, where it is not initialised, the one the index records."""

    path: str
    initialised: bool
    commit: str = ""
    recorded: str = ""
    dirty: bool = False
    modules: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The go command on PATH: `path` is absolute, "" where there is no go; `version` is like `go1.26.8`.

    `platform` is go's own where it was asked, else this machine's.
    """

    path: str = ""
    version: str = ""
    goroot: str = ""
    platform: Platform = field(default_factory=Platform)


@dataclass(frozen=True, slots=True)
class Setting:
    """One of go's settings and where it comes from: `environment`, `default`, or the file that sets it."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Environment:
    settings: tuple[Setting, ...] = ()

    def setting(self, name: str) -> Setting:
        found = (setting for setting in self.settings if setting.name == name)
        return next(found, Setting(name, "", "default"))

    def value(self, name: str) -> str:
        return self.setting(name).value


@dataclass(frozen=True, slots=True)
class Trashed:
    """A folder of a cache's trash, with what one plan moved: `when` in seconds since the epoch."""

    path: str
    bytes: int
    files: int
    when: float

    @property
    def id(self) -> str:
        return posixpath.basename(self.path)


@dataclass(frozen=True, slots=True)
class Cache:
    """`kind` is build, module, fuzz or lint; `dir` is absolute; `oldest` in seconds since the epoch.

    `bytes` and `files` leave out what lies in the doctor's own trash; `trash` is that, oldest first. `stale`
    are the bytes of what nothing used for five days, None where times do not tell (the module cache).
    `budget` is what the settings allow it, in bytes, None for no bound.
    """

    kind: str
    dir: str
    bytes: int = 0
    files: int = 0
    oldest: float | None = None
    exists: bool = True
    stale: int | None = None
    trash: tuple[Trashed, ...] = ()
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class CachePlace:
    """Where a cache lies: `filesystem` is the name of its type ("ext4", "nfs4"), "" where it is not known.

    `dir` is absolute, as go has it; `inside` is the same relative to the root, "" where it is outside. A
    cache that does not exist yet is judged by the closest folder that does.
    """

    kind: str
    dir: str
    filesystem: str = ""
    writable: bool = True
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """The filesystem at `dir`, in bytes; `free` is what this user may still write, `min_free` what is wanted."""

    dir: str
    free: int
    total: int
    min_free: int = 5 * 1024**3


@dataclass(frozen=True, slots=True)
class Process:
    """A program of Go's at work; `caches` are the (kind, folder) that its environment names."""

    pid: int
    name: str
    cwd: str
    caches: tuple[tuple[str, str], ...] = ()

    def may_use(self, kind: str, dir: str) -> bool:
        """Whether it may use that cache: it was not started with another of the kind."""
        return dict(self.caches).get(kind, dir) == dir


@dataclass(frozen=True, eq=False)
class Facts:
    """What the gatherers found, a field for each; a gatherer that did not run or failed leaves None.

    Its probe (see `model.report.Probe`) says why, so that "nothing there" and "not looked at" never mix.
    `targets` holds the directory of every local replace line, and its module, or None without a go.mod.
    """

    root: Path
    tree: Tree | None = None
    modules: tuple[Module, ...] | None = None
    workspaces: Workspaces | None = None
    packages: tuple[Package, ...] | None = None
    checkout: Checkout | None = None
    publishing: tuple[PublishingRules, ...] | None = None
    restrictions: Restrictions | None = None
    staging: tuple[StagingModule, ...] | None = None
    git_submodules: tuple[GitSubmodule, ...] | None = None
    toolchain: Toolchain | None = None
    environment: Environment | None = None
    caches: tuple[Cache, ...] | None = None
    build_cache: BuildCache | None = None
    build_health: BuildHealth | None = None
    module_cache: ModuleCache | None = None
    module_health: ModuleHealth | None = None
    cache_places: tuple[CachePlace, ...] | None = None
    disk: tuple[Disk, ...] | None = None
    targets: Mapping[str, Module | None] | None = None
    tags: Tags | None = None
    vendor: VendorList | None = None
    sums: Mapping[str, Vouched] | None = None
    tidiness: tuple[Tidiness, ...] | None = None
    processes: tuple[Process, ...] | None = None

    @property
    def workspace(self) -> Workspace | None:
        return self.workspaces.active if self.workspaces else None

    @property
    def counted_modules(self) -> tuple[Module, ...]:
        """The modules that count: all but those in vendor, testdata, `_x`, `.x` and git-ignored folders."""
        return tuple(module for module in self.modules or () if not module.ignored)
