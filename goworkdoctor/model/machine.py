"""What is around the checkout: the go command, its settings, caches, disks, running programs."""

from __future__ import annotations

import posixpath

from msgspec import Struct, field

from goworkdoctor.golang.constraints import Platform


class Toolchain(Struct, frozen=True):
    """The go command on PATH: `path` is absolute, "" where there is no go; `version` is like `go1.26.8`.

    `platform` is go's own where it was asked, else this machine's.
    """

    path: str = ""
    version: str = ""
    goroot: str = ""
    platform: Platform = field(default_factory=Platform)


class Setting(Struct, frozen=True):
    """One of go's settings and where it comes from: `environment`, `default`, or the file that sets it."""

    name: str
    value: str
    source: str


class Environment(Struct, frozen=True):
    settings: tuple[Setting, ...] = ()

    def setting(self, name: str) -> Setting:
        found = (setting for setting in self.settings if setting.name == name)
        return next(found, Setting(name, "", "default"))

    def value(self, name: str) -> str:
        return self.setting(name).value


class Trashed(Struct, frozen=True):
    """A folder of a cache's trash, with what one plan moved: `when` in seconds since the epoch."""

    path: str
    bytes: int
    files: int
    when: float

    @property
    def id(self) -> str:
        return posixpath.basename(self.path)


class Cache(Struct, frozen=True):
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


class CachePlace(Struct, frozen=True):
    """Where a cache lies: `filesystem` is the name of its type ("ext4", "nfs4"), "" where it is not known.

    `dir` is absolute, as go has it; `inside` is the same relative to the root, "" where it is outside. A
    cache that does not exist yet is judged by the closest folder that does.
    """

    kind: str
    dir: str
    filesystem: str = ""
    writable: bool = True
    inside: str = ""


class Disk(Struct, frozen=True):
    """The filesystem at `dir`, in bytes; `free` is for this user, `min_free` what is wanted."""

    dir: str
    free: int
    total: int
    min_free: int = 5 * 1024**3


class Process(Struct, frozen=True):
    """A program of Go's at work; `caches` are the (kind, folder) that its environment names."""

    pid: int
    name: str
    cwd: str
    caches: tuple[tuple[str, str], ...] = ()

    def may_use(self, kind: str, dir: str) -> bool:
        """Whether it may use that cache: it was not started with another of the kind."""
        return dict(self.caches).get(kind, dir) == dir
