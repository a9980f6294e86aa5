"""The health of the module cache: every extracted tree and every zip held against its hash.

As `go mod verify` does, but for all versions in the cache, and against the go.sum files of the known
checkouts too. Only reads; what is removed or extracted meanwhile is no finding.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Semaphore

from msgspec import Struct

from goworkdoctor.golang.modcache import Hashes, bad_parts, download_name, hash1, tree_name
from goworkdoctor.golang.modzip import NotAZip, contents
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.modulecache import BadModule, ModuleHealth, ModuleVersion
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.module_memory import Memory
from goworkdoctor.scan.reading import Reader, Reading
from goworkdoctor.system.files import read

NAME = "module_health"
LARGEST = 1 << 30
"""Bytes of the largest zip that is read; go makes none above 500 MB, its own SDKs included."""
SMALL = 100_000
"""Bytes on disk of a file, with its share of the zip, from which reading it is more than finding it."""
CROWD = 2
"""Threads at once at small files."""
SAVE = 5.0
"""Seconds between two notes of what was verified, so that a scan that is killed is not for nothing."""
OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
UNTOUCHED = getattr(os, "O_NOATIME", 0)
"""The owner of a file may read it without a trace, so that its last use stays known."""

Digests = dict[bytes, str]
"""The SHA-256, in hex, of each file by its name, `path@version/file`."""


class Part(Struct, frozen=True):
    """A tree or zip: `digests` is None where it is not there or, as `problem` says, cannot be read."""

    digests: Digests | None = None
    problem: str = ""

    @property
    def hash(self) -> str | None:
        if self.digests is None:
            return "" if self.problem else None
        return hash1(self.digests.items())


def gather(look: Look, facts: Facts) -> ModuleHealth:
    """The health of the module cache; raises Skipped where there is none, or the scan is cancelled."""
    cache = facts.module_cache
    if cache is None or not cache.exists:
        raise Skipped("there is no module cache")
    scan = HealthScan(cache.dir, look)
    return scan.run(sorted(cache.versions, key=lambda one: -one.bytes))


class HealthScan:
    """One scan; readers, each a thread, append to its lists."""

    def __init__(self, cache: str, look: Look) -> None:
        self.cache = cache
        self.look = look
        self.suspects: list[ModuleVersion] = []
        self.bad: list[BadModule] = []
        self.unreadable: list[str] = []
        self.unchanged: list[ModuleVersion] = []
        self.turns = Semaphore(CROWD)
        self.memory = Memory(cache, look, time.time())
        self.saved = time.monotonic()

    def run(self, versions: list[ModuleVersion]) -> ModuleHealth:
        """The verdict on these versions; what looks wrong is looked at twice."""
        size = sum(version.bytes for version in versions)
        reading = Reading(self.look, NAME, size, len(versions))
        self.memory.recall(versions)
        try:
            reading.over(versions, self.suspect, self.keep_sometimes)
        except BaseException:
            self.memory.keep_so_far()
            raise
        self.memory.keep()
        reading.over(self.suspects, self.judge)
        return ModuleHealth(
            dir=self.cache,
            versions=len(versions),
            unchanged=len(self.unchanged),
            bytes=size,
            read=size - sum(version.bytes for version in self.unchanged),
            seconds=reading.progress.seconds,
            bad=tuple(sorted(self.bad, key=lambda one: one.key)),
            unreadable=tuple(sorted(self.unreadable)),
        )

    def keep_sometimes(self) -> None:
        if time.monotonic() - self.saved > SAVE:
            self.memory.keep_so_far()
            self.saved = time.monotonic()

    def suspect(self, version: ModuleVersion, reader: Reader) -> None:
        """The first look, by one of many threads."""
        before = reader.read
        try:
            with self.turn(version, reader):
                self.look_into(version, reader)
        except PermissionError:
            self.unreadable.append(version.name)
        reader.read = before + version.bytes

    def look_into(self, version: ModuleVersion, reader: Reader) -> None:
        """Read it, unless it was found sound before and is the same still."""
        seen = self.memory.look(version)
        if self.memory.knows(version, seen):
            self.unchanged.append(version)
        elif self.examine(version, reader):
            self.suspects.append(version)
        else:
            self.memory.remember(version, seen)

    @contextmanager
    def turn(self, version: ModuleVersion, reader: Reader) -> Iterator[None]:
        """Wait for a turn at a version of many small files: among them threads only wait for each other."""
        if version.files and version.bytes > SMALL * version.files:
            yield
            return
        while not self.turns.acquire(timeout=0.1):
            reader.hold()
        try:
            yield
        finally:
            self.turns.release()

    def judge(self, version: ModuleVersion, reader: Reader) -> None:
        """The second look: what go was writing before is done, or gone, by now."""
        if found := self.examine(version, reader):
            self.bad.append(found)

    def examine(self, version: ModuleVersion, reader: Reader) -> BadModule | None:
        """What is wrong with a version, None where nothing is; raises PermissionError."""
        written, zip, tree = self.written(version), self.zip(version), self.tree(version, reader)
        hashes = Hashes(zip.hash, tree.hash, written, version.sums)
        parts = bad_parts(hashes)
        missing = written is None and zip.digests is not None
        if not (parts or missing):
            return None
        compared = "tree" in parts and "zip" not in parts
        changed = tuple(changes(zip.digests or {}, tree.digests or {})) if compared else ()
        said = "; ".join(_said(parts, missing, zip, tree))
        return BadModule(version.path, version.version, parts, said, changed, version.bytes)

    def written(self, version: ModuleVersion) -> str | None:
        """What the .ziphash says, None where there is none."""
        try:
            data = read(self.place(download_name(version.key, "ziphash")), 1 << 16)
        except FileNotFoundError:
            return None
        return data.decode("utf-8", "replace").strip()

    def zip(self, version: ModuleVersion) -> Part:
        try:
            place = self.place(download_name(version.key, "zip"))
            data = memoryview(read(place, min(LARGEST, place.stat().st_size)))
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents(data)}
        except FileNotFoundError:
            return Part()
        except PermissionError:
            raise
        except (NotAZip, OSError) as error:
            return Part(problem=_words(error))
        return Part(digests)

    def tree(self, version: ModuleVersion, reader: Reader) -> Part:
        """The extracted files; one that go has not extracted to the end is as good as not there."""
        if self.place(download_name(version.key, "partial")).exists():
            return Part()
        top = self.place(tree_name(version.key))
        prefix = os.fsencode(f"{version.path}@{version.version}/")
        try:
            digests = {prefix + name: _digest(top, name, reader) for name in _files(os.fsencode(top))}
        except PermissionError:
            raise
        except OSError as error:
            return Part(problem=_words(error)) if top.exists() else Part()
        return Part(digests)

    def place(self, name: str) -> Path:
        return Path(self.cache, name)


def _files(top: bytes) -> Iterator[bytes]:
    """The names, below `top`, of all that is no folder; raises OSError."""
    pending = [b""]
    while pending:
        prefix = pending.pop()
        with os.scandir(os.path.join(top, prefix)) as entries:  # noqa: PTH118
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(prefix + entry.name + b"/")
                else:
                    yield prefix + entry.name


def _digest(top: Path, name: bytes, reader: Reader) -> str:
    """A file's SHA-256; raises OSError, also where it is a link or a device: modules have none."""
    file = _open(os.fsencode(top) + b"/" + name)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", os.fsdecode(name))
        return reader.sha256(file)[0]
    finally:
        os.close(file)


def _open(path: bytes) -> int:
    try:
        return os.open(path, OPEN | UNTOUCHED)
    except PermissionError:
        return os.open(path, OPEN)


def changes(zip: Digests, tree: Digests) -> Iterator[str]:
    """`file (changed)`, `file (extra)`, `file (missing)`: how a tree differs from its zip."""
    for name in sorted(zip.keys() | tree.keys()):
        if zip.get(name) != tree.get(name):
            how = "missing" if name not in tree else "extra" if name not in zip else "changed"
            yield f"{os.fsdecode(name).partition('@')[2].partition('/')[2]} ({how})"


def _said(parts: tuple[str, ...], missing: bool, zip: Part, tree: Part) -> Iterator[str]:
    if "tree" in parts:
        yield f"its files cannot be read: {tree.problem}" if tree.problem else "its files have been modified"
    if "zip" in parts:
        yield f"its zip cannot be read: {zip.problem}" if zip.problem else "its zip has been modified"
    if parts == ("ziphash",):
        yield "its .ziphash is wrong"
    if missing:
        yield "its .ziphash is missing"


def _words(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    name = os.fsdecode(error.filename).rpartition("/")[2] if error.filename else ""
    said = "it is a link" if error.errno == errno.ELOOP else error.strerror or str(error)
    return f"{name}: {said}" if name else said


MODULE_HEALTH = Gatherer(
    NAME, gather, needs=frozenset({"module_cache"}), patient=True, family="GC", deep=True
)
