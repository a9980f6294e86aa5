"""Heal the build cache: take out the corrupt entries, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from goworkdoctor.actions.cleaning import another_program
from goworkdoctor.model.buildcache import BadEntry
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, NothingToDo, Prune, Treatment

SHOWN = 6


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One move to the cache's trash, of the bad entries and the index entries that lead to them.

    What go makes anew meanwhile stays. To a build that has not come to it yet a missing entry is a miss.
    """
    health = facts.build_health
    if health is None or not health.bad:
        raise NothingToDo("no entry of the build cache is corrupt")
    cache = Path(health.dir)
    names = frozenset(_names(health.bad))
    after = health.entries - len(names)
    return Draft(
        title=f"take {_corrupt(len(health.bad))} out of the build cache {cache}",
        steps=(Prune("build", cache, names=names),),
        notes=(
            f"{health.entries:,} entries now, {after:,} afterwards; go makes the missing ones anew when it "
            "needs them",
            f"these go, and nothing else: {_listed(sorted(names))}",
            "running builds are not waited for: to them a missing entry is one to make anew; one that is "
            "just about to read what is corrupt fails, and its next run does not",
            "then run again what failed: nothing else needs to be cleaned",
            "what goes lies in the cache's trash until that is emptied: `goworkdoctor trash empty --apply`",
            *another_program(facts, "build"),
        ),
    )


def _corrupt(number: int) -> str:
    return "1 corrupt entry" if number == 1 else f"{number:,} corrupt entries"


def _names(bad: Iterable[BadEntry]) -> Iterator[str]:
    for entry in bad:
        yield from (entry.name, *entry.leads)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


HEAL_BUILD_CACHE = Treatment(
    id="heal-build-cache",
    title="Take the corrupt entries out of the build cache",
    applicability=Applicability.SAFE,
    draft=draft,
    codes=("GC601",),
    needs=frozenset({"build_health"}),
    uses=frozenset({"environment"}),
)
