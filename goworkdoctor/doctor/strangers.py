"""What lies in a cache and is not Go's: `go clean` would delete it with the rest, and no trash keeps it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from goworkdoctor.doctor.guard import guard
from goworkdoctor.golang.cachedirs import ENTRY, SHARD, TRASH
from goworkdoctor.model.plan import Refused, RunCommand

OF_MODULES = frozenset({"download", "lock", "vcs"})
"""What go puts into GOMODCACHE/cache."""


def guard_command(step: RunCommand, root: Path) -> None:
    """As `guard`, for each cache that go changes; raises Refused too where it would empty one of strangers.

    `go clean -cache` deletes the folders 00 to ff with all that is in them, and `go clean -modcache` the
    whole folder, whoever put what there: cmd/go/internal/clean.
    """
    for kind, cache in step.caches:
        guard(kind, cache, root)
        if step.frees is not None and (stranger := next(_strangers(kind, str(cache)), "")):
            raise Refused(
                f"{stranger} is not Go's, and would be deleted with the cache {cache}: move it away"
            )


def _strangers(kind: str, cache: str) -> Iterator[str]:
    return _among_modules(cache) if kind == "module" else _among_entries(cache)


def _among_entries(cache: str) -> Iterator[str]:
    for shard in _scan(cache):
        if not SHARD.fullmatch(shard.name) or shard.is_symlink():
            continue
        if not shard.is_dir():
            yield shard.path
        yield from (one.path for one in _scan(shard.path) if not ENTRY.fullmatch(f"{shard.name}/{one.name}"))


def _among_modules(cache: str) -> Iterator[str]:
    """Above the trees of modules, `path@version`, there are only folders."""
    yield from (one.path for one in _scan(f"{cache}/cache") if one.name not in OF_MODULES)
    pending = [one for one in _scan(cache) if one.name not in ("cache", TRASH)]
    while pending:
        place = pending.pop()
        if not place.is_dir(follow_symlinks=False):
            yield place.path
        elif "@" not in place.name:
            pending += _scan(place.path)


def _scan(folder: str) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        return sorted(entries, key=lambda one: one.name)
    return []
