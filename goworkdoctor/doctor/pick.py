"""What a treatment of a cache means in the world: its Discards and Prunes as moves to the cache's trash."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from goworkdoctor.doctor.guard import guard
from goworkdoctor.doctor.many import manifest
from goworkdoctor.doctor.sides import identity
from goworkdoctor.doctor.stays import Stays, hindrance, words
from goworkdoctor.golang.cachedirs import ENTRY, SHARD, TRASH
from goworkdoctor.golang.cacheusers import GO_TRIMS_AFTER, USERS
from goworkdoctor.model.plan import Discard, MoveEntries, MoveToTrash, NothingToDo, Prune, Refused
from goworkdoctor.system.trash import measure


def discarded(step: Discard, root: Path, id: str) -> MoveToTrash:
    """The step that moves a file or folder to the trash of its cache; raises Refused.

    It lies there as in the cache: `<cache>/.goworkdoctor-trash/<id>/<its path in the cache>`.
    """
    guard(step.kind, step.cache, root)
    if step.path == step.cache or not step.path.is_relative_to(step.cache) or ".." in step.path.parts:
        raise Refused(f"{step.path} is not in the cache {step.cache}")
    inside = step.path.relative_to(step.cache)
    if Path(os.path.realpath(step.path.parent)) != Path(os.path.realpath(step.cache)) / inside.parent:
        raise Refused(f"{step.path} leads out of the cache {step.cache} by a link")
    try:
        seen = identity(step.path)
    except PermissionError as error:
        raise Refused(f"{step.path} stays, for not all of it can be read: {words(error)}") from None
    if not seen:
        raise NothingToDo(f"there is no {step.path}")
    if why := hindrance(step.path.parent):
        raise Refused(f"{step.path} stays: {why}")
    size = measure(step.path).bytes if step.bytes is None else step.bytes
    caches = ((step.kind, step.cache),)
    return MoveToTrash(step.path, step.cache / TRASH / id / inside, size, seen, step.busy, caches)


def pruned(step: Prune, root: Path, id: str, stays: Stays) -> MoveEntries | None:
    """The step that moves the entries a Prune means, None where there are none; raises Refused.

    What this user may not move is told to `stays`. Where all of them are what go would trim itself, running
    builds are no reason to wait.
    """
    guard(step.kind, step.cache, root)
    now = time.time_ns()
    chosen = list(_chosen(step, now, stays))
    if not chosen:
        return None
    stale = now - max(entry.changed for entry in chosen) > GO_TRIMS_AFTER * 1e9
    return MoveEntries(
        step.kind,
        step.cache,
        step.cache / TRASH / id,
        manifest((entry.size, entry.changed, entry.name) for entry in chosen),
        len(chosen),
        sum(entry.disk for entry in chosen),
        () if stale or step.names else USERS[step.kind],
    )


class Entry(NamedTuple):
    """An entry of a cache: `size` and `disk`, what it takes of that, in bytes; `changed` in ns; its name."""

    size: int
    disk: int
    changed: int
    name: str

    @property
    def shard(self) -> str:
        return self.name[:2]


def _chosen(step: Prune, now: int, stays: Stays) -> Iterator[Entry]:
    if step.names:
        shards = {name[:2] for name in step.names}
        whole = (entry for shard in sorted(shards) for entry in _inside(step.cache, shard, stays))
        yield from (one for one in whole if one.name in step.names and not stays.holds(one.shard))
        return
    if step.days is not None:
        limit = now - round(step.days * 86400e9)
        old = (entry for entry in entries(step.cache, stays) if entry.changed < limit)
        yield from (one for one in old if not stays.holds(one.shard))
        return
    oldest_first = sorted(entries(step.cache, stays), key=lambda entry: entry.changed)
    over = sum(entry.disk for entry in oldest_first) + _beside(step.cache) - (step.budget or 0)
    for entry in oldest_first:
        if (over > 0 or step.budget is None) and not stays.holds(entry.shard):
            over -= entry.disk
            yield entry


def entries(cache: Path, stays: Stays) -> Iterator[Entry]:
    """Every entry of a build or lint cache; what is none, or a link, is not seen at all."""
    try:
        with os.scandir(cache) as found:
            shards = [one.name for one in found if one.is_dir(follow_symlinks=False)]
    except PermissionError as error:
        raise Refused(f"{cache} cannot be read by this user") from error
    for shard in sorted(filter(SHARD.fullmatch, shards)):
        yield from _inside(cache, shard, stays)


def _inside(cache: Path, shard: str, stays: Stays) -> Iterator[Entry]:
    """The entries of one of its folders; one that may not be read is told to `stays`."""
    try:
        with os.scandir(cache / shard) as found:
            for one in found:
                name = f"{shard}/{one.name}"
                # What go drops while it is looked at needs no cleaning.
                with suppress(FileNotFoundError):
                    if ENTRY.fullmatch(name) and not one.is_symlink():
                        yield _entry(one, name)
    except FileNotFoundError:
        return
    except PermissionError:
        if not stays.holds(shard):
            stays.add(shard, "this user may not read all of it")


def _beside(cache: Path) -> int:
    """Bytes on disk of the few files that are no entries: README, trim.txt."""
    with os.scandir(cache) as found:
        files = [one.stat() for one in found if one.is_file(follow_symlinks=False)]
    return sum(status.st_blocks * 512 for status in files)


def _entry(one: os.DirEntry[str], name: str) -> Entry:
    """Since Go 1.24 an entry may be a folder with one executable in it, which has a size of its own."""
    status = one.stat(follow_symlinks=False)
    if not stat.S_ISDIR(status.st_mode):
        return Entry(status.st_size, status.st_blocks * 512, status.st_mtime_ns, name)
    disk = 0
    with suppress(PermissionError), os.scandir(one.path) as inside:
        disk = sum(file.stat(follow_symlinks=False).st_blocks * 512 for file in inside)
    return Entry(0, disk, status.st_mtime_ns, name)
