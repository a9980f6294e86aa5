"""The caches in numbers: the course of a size, and what several tiers take together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from goworkdoctor.model.facts import Facts

if TYPE_CHECKING:
    from goworkdoctor.model.clinic import Tier

TICKS = "▁▂▃▄▅▆▇█"
WITHIN = {
    "clean-everything": {
        "clean-build-cache",
        "remove-extracted-trees",
        "remove-orphan-modules",
        "remove-unused-toolchains",
        "clean-vcs",
    },
    "clean-build-cache": {"heal-build-cache", "clean-unused-entries", "clean-to-budget"},
}
"""Tiers that another takes along."""


def sparks(values: Sequence[int], width: int) -> str:
    """The last values as bars from nothing to the largest."""
    shown = values[-width:] if width > 0 else ()
    most = max(shown, default=0) or 1
    return "".join(TICKS[min(value * len(TICKS) // most, len(TICKS) - 1)] for value in shown)


def duration(seconds: float) -> str:
    """`0.3 s`, `40 s`, `3 min 20 s`, `2 h 5 min`."""
    if 0 < seconds < 0.95:
        return f"{max(seconds, 0.1):.1f} s"
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


class Total(Struct, frozen=True):
    """What the chosen tiers take together; `unmeasured` is how many have bytes that nobody knows.

    `costs` are told once each, the cheapest first; `loses` as in a tier.
    """

    bytes: int = 0
    count: int = 0
    costs: tuple[str, ...] = ()
    unmeasured: int = 0
    loses: bool = False


def total(facts: Facts, tiers: Sequence[Tier], chosen: Collection[str]) -> Total:
    """The sum without counting twice what two of them would take, each with its default value."""
    ids = effective(tiers, chosen)
    counted = [tier for tier in tiers if tier.treatment.id in ids]
    twice = _shared(facts, ids)
    return Total(
        bytes=max(sum(tier.bytes or 0 for tier in counted) - twice[0], 0),
        count=max(sum(tier.count or 0 for tier in counted) - twice[1], 0),
        costs=tuple(dict.fromkeys(tier.cost for tier in counted)),
        unmeasured=sum(tier.bytes is None for tier in counted),
        loses=any(tier.loses for tier in counted),
    )


def effective(tiers: Sequence[Tier], chosen: Collection[str]) -> set[str]:
    """The chosen tiers but for those that another of them takes along."""
    ids = set(chosen)
    for outer, inner in WITHIN.items():
        if outer in ids:
            ids -= {each for one in inner for each in ({one} | WITHIN.get(one, set()))}
    same = [tier for tier in tiers if tier.treatment.id in ids & {"clean-unused-entries", "clean-to-budget"}]
    # both take the longest unused first: the one that takes more takes the other's along
    same.sort(key=lambda tier: tier.bytes or 0)
    return ids - {tier.treatment.id for tier in same[:-1]}


def _shared(facts: Facts, ids: set[str]) -> tuple[int, int]:
    """Bytes and number of extracted trees that go with their version as well."""
    cache = facts.module_cache
    if cache is None or "remove-extracted-trees" not in ids:
        return 0, 0
    gone = list(cache.orphans) if "remove-orphan-modules" in ids else []
    if "remove-unused-toolchains" in ids:
        gone += [one for one in cache.toolchains if not one.needed_by]
    trees = [one.tree_bytes for one in gone if one.remakeable]
    return sum(trees), len(trees)
