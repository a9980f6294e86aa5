"""What the tiers of cleaning share: the cache they clean, who may be using it, and what a trash means."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from goworkdoctor.golang.cachedirs import TRASH_DAYS
from goworkdoctor.golang.cacheusers import USERS
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.plan import NothingToDo, Refused, Undecided

NAMES = {
    "build": "build cache",
    "module": "module cache",
    "lint": "golangci-lint cache",
    "fuzz": "fuzz corpus",
}
ROOM = (
    "the room is free once the trash is emptied: `goworkdoctor trash empty --apply`; later runs of "
    f"`goworkdoctor fix --apply` delete what lay there for {TRASH_DAYS} days, and, where a disk is nearly "
    "full, the oldest that lay there for an hour"
)
UNITS = {"B": 1} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("KMGT", start=1)
    for suffix, base in (("B", 1000), ("IB", 1024))
}


def cache_of(facts: Facts, kind: str) -> Cache:
    """The cache of that kind; raises Refused, or NothingToDo where it is not there."""
    if kind == "build" and facts.environment and facts.environment.value("GOCACHE") == "off":
        raise Refused("GOCACHE is off: there is no build cache")
    if kind == "build" and facts.environment and not _is_absolute(facts.environment.value("GOCACHE")):
        raise Refused("GOCACHE is not an absolute path, and go refuses it too")
    cache = next((cache for cache in facts.caches or () if cache.kind == kind), None)
    if cache is None or not cache.exists:
        raise NothingToDo(f"there is no {NAMES[kind]} to clean")
    return cache


def notes(facts: Facts, cache: Cache, cost: str) -> tuple[str, ...]:
    """What it costs to get it back, when the room is free, and who uses the cache now."""
    return (
        cost,
        ROOM,
        *another_program(facts, cache.kind),
        *_users(facts, cache),
    )


def another_program(facts: Facts, kind: str) -> Iterator[str]:
    """That builds do not use the cache at all, where they do not."""
    if kind == "build" and facts.environment and facts.environment.value("GOCACHEPROG"):
        yield "GOCACHEPROG is set: builds use what that program keeps, and not this cache"


def _is_absolute(folder: str) -> bool:
    return not folder or posixpath.isabs(folder)


def _users(facts: Facts, cache: Cache) -> Iterator[str]:
    # The fuzz corpus lies in the build cache, and its users are named as those of that.
    kind, dir = ("build", posixpath.dirname(cache.dir)) if cache.kind == "fuzz" else (cache.kind, cache.dir)
    running = (one for one in facts.processes or () if one.name in USERS[kind])
    busy = [one for one in running if one.may_use(kind, dir)]
    if busy:
        named = ", ".join(f"{one.name} ({one.pid}) in {one.cwd or 'an unknown folder'}" for one in busy[:3])
        more = f" and {len(busy) - 3} more" if len(busy) > 3 else ""
        yield f"running now, and perhaps using the cache: {named}{more}"
    yield "programs of other users, and in other containers, cannot be seen"


def days(choice: str | None) -> float:
    """A number of days; raises Undecided."""
    try:
        number = float(choice or "")
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e5:
        raise Undecided(f"{choice!r} is not a number of days")
    return number


def size(choice: str | None) -> int:
    """Bytes from "20GB", "512MiB" or a number; raises Undecided."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?I?B?)", (choice or "").strip().upper())
    unit = (found[2] if found else "") or "B"
    if not found or unit not in UNITS:
        raise Undecided(f"{choice!r} is not a size, like 20GB")
    return int(float(found[1]) * UNITS[unit])
