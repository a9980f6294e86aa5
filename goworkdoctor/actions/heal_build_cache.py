"""Heal the build cache: take out the corrupt entries, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from goworkdoctor.golang.buildcache import INDEX_SIZE
from goworkdoctor.model.buildcache import BadEntry
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Discard, Draft, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """A move to the cache's trash for each bad entry, and for each index entry that leads to one.

    To a running build a missing entry is a miss, as after go's own trimming, so it need not be waited for.
    """
    health = facts.build_health
    if health is None or not health.bad:
        raise Refused("nothing is left to do: no entry of the build cache is corrupt")
    cache = Path(health.dir)
    sizes = dict(_entries(health.bad))
    after = health.entries - len(sizes)
    return Draft(
        title=f"take {_corrupt(len(health.bad))} out of the build cache {cache}",
        steps=tuple(Discard("build", cache, cache / name, sizes[name]) for name in sorted(sizes)),
        notes=(
            f"{health.entries:,} entries now, {after:,} afterwards; go makes the missing ones anew when it "
            "needs them",
            "running builds are not disturbed: to them a missing entry is one that was never there",
            "then run again what failed: nothing else needs to be cleaned",
        ),
    )


def _corrupt(number: int) -> str:
    return "1 corrupt entry" if number == 1 else f"{number:,} corrupt entries"


def _entries(bad: Iterable[BadEntry]) -> Iterator[tuple[str, int]]:
    for entry in bad:
        yield entry.name, entry.size
        yield from ((lead, INDEX_SIZE) for lead in entry.leads)


HEAL_BUILD_CACHE = Treatment(
    id="heal-build-cache",
    title="Take the corrupt entries out of the build cache",
    applicability=Applicability.SAFE,
    draft=draft,
    codes=("GC601",),
    needs=frozenset({"build_health"}),
)
