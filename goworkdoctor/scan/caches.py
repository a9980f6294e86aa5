"""How large Go's caches are: build (see build_cache), its fuzz corpus, modules, golangci-lint's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.golang.cacheusers import GO_TRIMS_AFTER
from goworkdoctor.model.buildcache import BuildCache
from goworkdoctor.model.facts import Cache, Environment, Facts, Trashed
from goworkdoctor.scan.environment import module_cache
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.trash import listing

BLOCK = 512


def gather(look: Look, facts: Facts) -> tuple[Cache, ...]:
    """Each cache measured; one that is switched off or has no place of its own is left out."""
    places = tuple(cache_folders(facts.environment or Environment()))
    if not places:
        raise Skipped("no cache folder is known: neither HOME nor XDG_CACHE_HOME is set")
    census = facts.build_cache or BuildCache()
    measured = (
        of_census(census) if kind == "build" else measure(kind, folder, look.cancelled)
        for kind, folder in places
    )
    budgets = {"build": look.build_cache_budget}
    return tuple(replace(cache, budget=budgets.get(cache.kind)) for cache in measured)


def cache_folders(environment: Environment) -> Iterator[tuple[str, Path]]:
    """(kind, folder) of each cache; only absolute folders, as go demands."""
    build = environment.value("GOCACHE")
    named = {
        "build": build,
        "module": module_cache(environment),
        "fuzz": f"{build}/fuzz" if build else "",
        "lint": environment.value("GOLANGCI_LINT_CACHE"),
    }
    return ((kind, Path(folder)) for kind, folder in named.items() if Path(folder).is_absolute())


def of_census(found: BuildCache) -> Cache:
    """The build cache as the census has it; what is stale is told by outputs, which have nearly all bytes."""
    return Cache(
        "build",
        found.dir,
        found.bytes,
        found.files,
        found.oldest,
        found.exists,
        stale=found.unused_since(time.time() - GO_TRIMS_AFTER) if found.exists else None,
        trash=trashed(Path(found.dir)),
    )


def measure(kind: str, folder: Path, cancelled: Event) -> Cache:
    """Bytes on disk as `du` counts them, without following symlinks.

    What is in the doctor's own trash is no longer in the cache.
    """
    if not folder.is_dir():
        return Cache(kind, str(folder), exists=False)
    skip = frozenset({str(folder / TRASH)})
    total, files, oldest, stale = 0, 0, None, 0
    recently = time.time() - GO_TRIMS_AFTER
    for stat in _regular_files(str(folder), skip, cancelled):
        total += stat.st_blocks * BLOCK
        files += 1
        stale += stat.st_blocks * BLOCK if stat.st_mtime < recently else 0
        if oldest is None or stat.st_mtime < oldest:
            oldest = stat.st_mtime
    return Cache(
        kind,
        str(folder),
        total,
        files,
        oldest,
        stale=stale if kind == "lint" else None,
        trash=trashed(folder),
    )


def trashed(folder: Path) -> tuple[Trashed, ...]:
    """What treatments moved out of a cache, and that can come back, the oldest first."""
    return tuple(Trashed(str(one.path), one.bytes, one.files, one.when) for one in listing(folder / TRASH))


def _regular_files(folder: str, skip: frozenset[str], cancelled: Event) -> Iterator[os.stat_result]:
    folders = [folder]
    while folders:
        if cancelled.is_set():
            raise Skipped("cancelled")
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.path not in skip:
                            folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry.stat(follow_symlinks=False)
        except OSError:
            continue


CACHES = Gatherer(
    "caches", gather, needs=frozenset({"environment", "build_cache"}), patient=True, family="GC"
)
