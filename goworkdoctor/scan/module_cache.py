"""What is in the module cache, version by version, and which checkouts need it.

Two walks find it: the extracted trees are the folders with an `@` in their names, and `cache/download` has a
folder `@v` for each module: https://go.dev/ref/mod#module-cache.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec import Struct, field
from msgspec.structs import replace

from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.golang.modcache import DOWNLOAD, VCS, Key, sdk, tree_key, tree_name, unescape
from goworkdoctor.golang.versions import toolchain_version
from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.model.modulecache import Leftover, ModuleCache, ModuleVersion
from goworkdoctor.scan.environment import module_cache
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.module_roots import Needs, needs

BLOCK = 512
CONTENT = ("zip", "ziphash")
BESIDE = ("mod", "info", "lock")
SEVERAL = 2


class Sum(Struct):
    """Files together: bytes on disk, how many, and the newest time that one was read or written."""

    bytes: int = 0
    files: int = 0
    used: float = 0.0

    def add(self, status: os.stat_result) -> None:
        """Count one more file."""
        self.bytes += status.st_blocks * BLOCK
        self.files += 1
        self.used = max(self.used, status.st_atime, status.st_mtime)


class Found(Struct):
    """What the walks have seen; `zips` has the sizes of zip and ziphash, `parts` which files are there.

    `unreadable` are folders that this user may not read.
    """

    trees: dict[Key, Sum] = field(default_factory=dict)
    zips: defaultdict[Key, Sum] = field(default_factory=lambda: defaultdict(Sum))
    parts: defaultdict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    leftovers: list[Leftover] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def gather(look: Look, facts: Facts) -> ModuleCache:
    """The module cache that go would use; what cannot be read counts as not there."""
    folder = module_cache(facts.environment or Environment())
    if not Path(folder).is_absolute():
        raise Skipped("no module cache is known: neither GOMODCACHE, GOPATH nor HOME is set")
    if not Path(folder).is_dir():
        return ModuleCache(folder)
    found = walk(folder, look.cancelled)
    keys = found.trees.keys() | (key for key, parts in found.parts.items() if "zip" in parts)
    needed = needs(look, facts) if keys else Needs()
    versions = (_version(key, found, needed) for key in sorted(keys))
    used = _used_here(facts, folder)
    return ModuleCache(
        folder,
        exists=True,
        versions=tuple(_with_users(one, needed, used) for one in versions),
        described=len(found.parts.keys() - keys),
        vcs_bytes=measure(f"{folder}/{VCS}", look.cancelled).bytes,
        leftovers=tuple(sorted(found.leftovers, key=lambda one: one.name)),
        locks=sum("lock" in parts for parts in found.parts.values()),
        roots=tuple(needed.roots),
        unreadable=tuple(sorted(os.path.relpath(place, folder) for place in found.unreadable)),
    )


def walk(folder: str, cancelled: Event) -> Found:
    """Every version in the cache with its parts; raises Skipped when it is cancelled."""
    found = Found()
    for name in _trees(folder, found.unreadable):
        if key := tree_key(name):
            found.trees[key] = measure(f"{folder}/{name}", cancelled, found.unreadable)
    pending = [f"{folder}/{DOWNLOAD}"]
    while pending:
        place = pending.pop()
        for entry in _scan(place, found.unreadable):
            if not entry.is_dir(follow_symlinks=False):
                continue
            if entry.name == "@v":
                _download(found, folder, place)
            else:
                pending.append(entry.path)
    return found


def _trees(folder: str, unreadable: list[str]) -> Iterator[str]:
    """The names, below the cache, of the folders with a version's files."""
    folders = (entry.name for entry in _scan(folder, unreadable) if entry.is_dir(follow_symlinks=False))
    pending = [name for name in folders if name not in ("cache", TRASH)]
    while pending:
        name = pending.pop()
        if "@" in name.rpartition("/")[2]:
            yield name
            continue
        inner = _scan(f"{folder}/{name}", unreadable)
        pending += [f"{name}/{entry.name}" for entry in inner if entry.is_dir(follow_symlinks=False)]


def _download(found: Found, folder: str, place: str) -> None:
    """Enter what lies in the `@v` of a module's download folder."""
    path = unescape(place.removeprefix(f"{folder}/{DOWNLOAD}/"))
    for entry in _scan(f"{place}/@v", found.unreadable):
        version, _, ending = entry.name.rpartition(".")
        key = Key(path, unescape(version))
        if ending in CONTENT and all(key) and entry.is_file(follow_symlinks=False):
            with suppress(OSError):
                found.zips[key].add(entry.stat(follow_symlinks=False))
                found.parts[key].add(ending)
        elif ending in BESIDE and all(key):
            found.parts[key].add(ending)
        elif ending in ("partial", "tmp"):
            with suppress(OSError):
                size = entry.stat(follow_symlinks=False).st_blocks * BLOCK
                found.leftovers.append(Leftover(entry.path.removeprefix(f"{folder}/"), size))
            found.parts[key].add(ending)


def measure(folder: str, cancelled: Event, unreadable: list[str] | None = None) -> Sum:
    """All that is in a folder and below, links not followed; raises Skipped when it is cancelled.

    Folders that may not be read are added to `unreadable`.
    """
    blocks, files, used, pending = 0, 0, 0.0, [folder]
    while pending:
        if cancelled.is_set():
            raise Skipped("cancelled")
        for entry in _scan(pending.pop(), unreadable):
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
                continue
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                blocks += status.st_blocks
                files += 1
                used = max(used, status.st_atime, status.st_mtime)
    return Sum(blocks * BLOCK, files, used)


def _scan(folder: str, unreadable: list[str] | None = None) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except PermissionError:
        if unreadable is not None:
            unreadable.append(folder)
    except OSError:
        pass
    return []


def _version(key: Key, found: Found, needed: Needs) -> ModuleVersion:
    tree, zip = found.trees.get(key), found.zips.get(key, Sum())
    parts = found.parts.get(key, set())
    return ModuleVersion(
        key.path,
        key.version,
        tree_bytes=tree.bytes if tree else 0,
        zip_bytes=zip.bytes,
        files=tree.files if tree else 0,
        has_tree=tree is not None,
        has_zip="zip" in parts,
        has_hash="ziphash" in parts,
        partial="partial" in parts,
        used=max(tree.used if tree else 0.0, zip.used) or None,
        needed_by=_dirs(needed.versions.get(key, ())),
        sums=frozenset(needed.sums.get(key, ())),
    )


def _with_users(version: ModuleVersion, needed: Needs, used: frozenset[str]) -> ModuleVersion:
    """A toolchain with those who need it: roots that name its release, go itself, and GOTOOLCHAIN."""
    release = sdk(version.key)
    if release is None:
        return version
    names = dict.fromkeys((release.go, release.go.removesuffix(".0")))
    dirs = [dir for name in names for dir in needed.releases.get(name, ())]
    if tree_name(version.key) in used:
        dirs.append("the go on PATH")
    if release.go in used:
        dirs.append("GOTOOLCHAIN")
    return replace(version, needed_by=version.needed_by + _dirs(dirs))


def _used_here(facts: Facts, folder: str) -> frozenset[str]:
    """The toolchain tree that the go on PATH is in, and the release that GOTOOLCHAIN names."""
    go = facts.toolchain.path if facts.toolchain else ""
    goroot = facts.toolchain.goroot if facts.toolchain else ""
    real = os.path.realpath(folder)
    inside = [os.path.relpath(os.path.realpath(place), real) for place in (go, goroot) if place]
    trees = {"/".join(name.split("/")[:SEVERAL]) for name in inside}
    setting = facts.environment.value("GOTOOLCHAIN") if facts.environment else ""
    return frozenset(trees | {toolchain_version(setting.partition("+")[0])})


def _dirs(dirs: Iterator[str] | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(dirs))


MODULE_CACHE = Gatherer(
    "module_cache",
    gather,
    needs=frozenset({"tree", "environment", "toolchain"}),
    patient=True,
    family="GC",
)
