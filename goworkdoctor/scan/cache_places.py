"""Where the caches lie: on what filesystem, whether they can be written, and whether in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

from goworkdoctor.model.facts import CachePlace, Environment, Facts
from goworkdoctor.scan.caches import cache_folders
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.mounts import filesystem


def gather(look: Look, facts: Facts) -> tuple[CachePlace, ...]:
    """The build, module and lint cache, whether they exist yet or not; the fuzz corpus is in the first."""
    folders = cache_folders(facts.environment or Environment())
    return tuple(_place(kind, folder, look.root) for kind, folder in folders if kind != "fuzz")


def _place(kind: str, folder: Path, root: Path) -> CachePlace:
    # Path.exists raises where a folder may not be entered.
    there = next(place for place in (folder, *folder.parents) if os.path.exists(place))  # noqa: PTH110
    real = Path(os.path.realpath(folder))
    return CachePlace(
        kind,
        str(folder),
        filesystem(there),
        there.is_dir() and os.access(there, os.W_OK | os.X_OK),
        real.relative_to(root).as_posix() if real.is_relative_to(root) else "",
    )


CACHE_PLACES = Gatherer("cache_places", gather, needs=frozenset({"environment"}), family="GC")
