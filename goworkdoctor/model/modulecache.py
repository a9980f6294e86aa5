"""What was found in Go's module cache: versions, their parts, who needs them, and which of them are bad."""

from __future__ import annotations

from msgspec import Struct

from goworkdoctor.golang.modcache import TOOLCHAIN, Key, download_name, sdk, tree_name


class ModuleRoot(Struct, frozen=True):
    """A checkout that was asked what it needs; `dir` is relative to the root, `how` says why it was asked.

    `problem` tells why it could not be asked, "" where it was.
    """

    dir: str
    how: str
    problem: str = ""


class ModuleVersion(Struct, frozen=True):
    """A version with an extracted tree, a zip, or both; bytes are those on disk, as du counts them.

    `used` is the newest time that its files bear of being read or written, in seconds since the epoch: on
    disks that note no reading (noatime) it is when it came. `needed_by` are the dirs of checkouts that name
    it (of a toolchain also `the go on PATH` and `GOTOOLCHAIN`), and `sums` are the hashes that their go.sum
    files give it. `has_hash`: there is a .ziphash; `partial`: its extraction was interrupted, and go makes
    the tree anew.
    """

    path: str
    version: str
    tree_bytes: int = 0
    zip_bytes: int = 0
    files: int = 0
    has_tree: bool = False
    has_zip: bool = False
    has_hash: bool = False
    partial: bool = False
    used: float | None = None
    needed_by: tuple[str, ...] = ()
    sums: frozenset[str] = frozenset()

    @property
    def key(self) -> Key:
        return Key(self.path, self.version)

    @property
    def name(self) -> str:
        """What people read: `example.com/x@v1.2.3`, and `go1.26.6` for a toolchain."""
        release = sdk(self.key)
        return f"go{release.go}" if release else str(self.key)

    @property
    def bytes(self) -> int:
        return self.tree_bytes + self.zip_bytes

    @property
    def tree(self) -> str:
        """The folder with its files, as a path in the cache."""
        return tree_name(self.key)

    @property
    def content(self) -> tuple[str, ...]:
        """Paths in the cache of its tree, zip and .ziphash; without them, its go.mod is all that is known."""
        parts = (
            (self.has_tree, self.tree),
            (self.has_zip, download_name(self.key, "zip")),
            (self.has_hash, download_name(self.key, "ziphash")),
        )
        return tuple(name for there, name in parts if there)

    @property
    def is_toolchain(self) -> bool:
        return self.path == TOOLCHAIN

    @property
    def remakeable(self) -> bool:
        """Whether go would make the tree anew from the zip, without the network."""
        return self.has_tree and self.has_zip and self.has_hash


class Leftover(Struct, frozen=True):
    """What an interrupted download left: `name` is its path in the cache."""

    name: str
    bytes: int


class ModuleCache(Struct, frozen=True):
    """The module cache, without the doctor's trash; `dir` is absolute, "" where there is none.

    `versions` are sorted, toolchains among them. `described` counts the versions of which there is no more
    than a go.mod. `locks` are files that go makes and never removes. `unreadable` are folders in it that this
    user may not read.
    """

    dir: str = ""
    exists: bool = False
    versions: tuple[ModuleVersion, ...] = ()
    described: int = 0
    vcs_bytes: int = 0
    leftovers: tuple[Leftover, ...] = ()
    locks: int = 0
    roots: tuple[ModuleRoot, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def modules(self) -> tuple[ModuleVersion, ...]:
        """The versions that are no toolchains."""
        return tuple(one for one in self.versions if not one.is_toolchain)

    @property
    def toolchains(self) -> tuple[ModuleVersion, ...]:
        return tuple(one for one in self.versions if one.is_toolchain)

    @property
    def orphans(self) -> tuple[ModuleVersion, ...]:
        """The modules that no considered checkout names."""
        return tuple(one for one in self.modules if not one.needed_by)

    @property
    def considered(self) -> tuple[ModuleRoot, ...]:
        return tuple(root for root in self.roots if not root.problem)


class BadModule(Struct, frozen=True):
    """A version whose parts do not fit together.

    `parts` are those that must go (tree, zip, ziphash), and `said` is what is wrong, for people. `changed`
    are files of the tree that are not as in the zip, where that could be told.
    """

    path: str
    version: str
    parts: tuple[str, ...]
    said: str
    changed: tuple[str, ...] = ()
    bytes: int = 0

    @property
    def key(self) -> Key:
        return Key(self.path, self.version)

    @property
    def names(self) -> tuple[str, ...]:
        """Paths in the cache of the parts that must go."""
        return tuple(
            tree_name(self.key) if part == "tree" else download_name(self.key, part) for part in self.parts
        )

    @property
    def heals_offline(self) -> bool:
        """Whether go makes good what goes from what stays, without the network."""
        return "zip" not in self.parts


class ModuleHealth(Struct, frozen=True):
    """Every tree and zip held against its hash, as `go mod verify` does for one checkout.

    `unchanged` were found sound before and have the same inodes, sizes and times since, so they were not read
    again. `unreadable` are versions that this user could not read. `bytes` are those on disk of all, `read`
    of what was read, in `seconds`.
    """

    dir: str
    versions: int = 0
    unchanged: int = 0
    bytes: int = 0
    read: int = 0
    seconds: float = 0.0
    bad: tuple[BadModule, ...] = ()
    unreadable: tuple[str, ...] = ()
