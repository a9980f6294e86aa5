"""How much room is left where Go writes: the build cache, the module cache, the checkout."""

from __future__ import annotations

import os
from pathlib import Path

from goworkdoctor.model.facts import Disk, Environment, Facts
from goworkdoctor.scan.caches import cache_folders
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.disk import device, space


def gather(look: Look, facts: Facts) -> tuple[Disk, ...]:
    """One Disk for each filesystem, named by the first folder that lies on it: the build cache first."""
    places = [folder for _, folder in cache_folders(facts.environment or Environment())] + [look.root]
    by_device: dict[int, Disk] = {}
    for place in map(_nearest_existing, places):
        if (number := device(place)) not in by_device:
            by_device[number] = Disk(str(place), *space(place), look.min_free)
    return tuple(by_device.values())


def _nearest_existing(place: Path) -> Path:
    # Path.exists raises where a folder may not be entered.
    return next(folder for folder in (place, *place.parents) if os.path.exists(folder))  # noqa: PTH110


DISK = Gatherer("disk", gather, needs=frozenset({"environment"}), family="GC")
