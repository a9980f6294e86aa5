"""What a treatment of a cache means in the world: its Discards and Prunes as moves to the cache's trash."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from goworkdoctor.doctor.guard import guard
from goworkdoctor.doctor.many import Line, manifest
from goworkdoctor.doctor.sides import identity
from goworkdoctor.golang.cachedirs import ENTRY, SHARD, TRASH
from goworkdoctor.golang.cacheusers import GO_TRIMS_AFTER, USERS
from goworkdoctor.model.plan import Discard, MoveEntries, MoveToTrash, Prune, Refused


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
    seen = identity(step.path)
    if not seen:
        raise Refused(f"{step.path} is not there any more: examine again")
    return MoveToTrash(step.path, step.cache / TRASH / id / inside, step.bytes, seen, step.busy)


def pruned(step: Prune, root: Path, id: str) -> MoveEntries | None:
    """The step that moves the entries a Prune means, None where there are none; raises Refused.

    Where all of them are what go would trim itself, running builds are no reason to wait.
    """
    guard(step.kind, step.cache, root)
    now = time.time_ns()
    chosen = list(_chosen(step, entries(step.cache), now))
    if not chosen:
        return None
    youngest = max(changed for _, changed, _ in chosen)
    stale = now - youngest > GO_TRIMS_AFTER * 1e9
    return MoveEntries(
        step.kind,
        step.cache,
        step.cache / TRASH / id,
        manifest(chosen),
        len(chosen),
        sum(size for size, _, _ in chosen),
        () if stale else USERS[step.kind],
    )


def _chosen(step: Prune, found: Iterable[Line], now: int) -> Iterator[Line]:
    if step.days is not None:
        limit = now - round(step.days * 86400e9)
        yield from (line for line in found if line[1] < limit)
        return
    lines = sorted(found, key=lambda line: line[1])
    over = sum(size for size, _, _ in lines) - (step.budget or 0)
    for line in lines:
        if over <= 0:
            return
        over -= line[0]
        yield line


def entries(cache: Path) -> Iterator[Line]:
    """(size, mtime in ns, name) of every entry; what is not an entry, or a link, is not seen at all."""
    with os.scandir(cache) as found:
        shards = [one.name for one in found if one.is_dir(follow_symlinks=False)]
    for shard in sorted(filter(SHARD.fullmatch, shards)):
        with os.scandir(cache / shard) as found:
            for one in found:
                status = one.stat(follow_symlinks=False)
                name = f"{shard}/{one.name}"
                if ENTRY.fullmatch(name) and not stat.S_ISLNK(status.st_mode):
                    yield _size(one, status), status.st_mtime_ns, name


def _size(one: os.DirEntry[str], status: os.stat_result) -> int:
    """Bytes; since Go 1.24 an entry may be a folder with one executable in it."""
    if not stat.S_ISDIR(status.st_mode):
        return status.st_size
    with os.scandir(one.path) as inside:
        return sum(file.stat(follow_symlinks=False).st_size for file in inside)
