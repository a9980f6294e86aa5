"""Clean unused entries: what no build has touched for some days leaves the build cache."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.cleaning import cache_of, days, notes
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Choice, Draft, Prune, Treatment

COST = "what is needed again is compiled again; nothing is downloaded"
OFFERED = ("5", "2", "30", "90")


def offers(facts: Facts) -> tuple[Choice, ...]:
    """Five days first: older entries go would drop itself, were it to trim today."""
    return tuple(Choice(id, f"unused for {id} days") for id in OFFERED)


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Go marks an entry as used, to the hour, whenever a build takes it (cmd/go/internal/cache, used)."""
    cache = cache_of(facts, "build")
    limit = days(choice)
    return Draft(
        title=f"move what was unused for {limit:g} days out of the build cache {cache.dir}",
        steps=(Prune("build", Path(cache.dir), days=limit),),
        notes=notes(facts, cache, COST),
    )


CLEAN_UNUSED_ENTRIES = Treatment(
    id="clean-unused-entries",
    title="Clean what the build cache has not used for days",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC602", "GC604"),
    needs=frozenset({"caches", "processes"}),
    alone=True,
    offers=offers,
)
