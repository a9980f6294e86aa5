"""Clean to a budget: the longest unused entries leave the build cache until the rest fits."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.cleaning import cache_of, notes, size
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Choice, Draft, Prune, Treatment

COST = "the longest unused goes first; what is needed again is compiled again, and nothing is downloaded"
OFFERED = ("20GB", "10GB", "5GB", "1GB")


def offers(facts: Facts) -> tuple[Choice, ...]:
    """The budget of the settings first, where they have one."""
    budget = next((cache.budget for cache in facts.caches or () if cache.kind == "build"), None)
    configured = () if budget is None else (Choice(str(budget), "what build-cache-budget allows"),)
    return (*configured, *(Choice(id, f"at most {id}") for id in OFFERED))


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Sizes are those of the entries themselves; a disk rounds each up to its blocks."""
    cache = cache_of(facts, "build")
    budget = size(choice)
    return Draft(
        title=f"bring the build cache {cache.dir} down to {budget / 1e9:.3g} GB",
        steps=(Prune("build", Path(cache.dir), budget=budget),),
        notes=notes(facts, cache, COST),
    )


CLEAN_TO_BUDGET = Treatment(
    id="clean-to-budget",
    title="Clean the build cache down to a size",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC602", "GC604"),
    needs=frozenset({"caches", "processes"}),
    alone=True,
    offers=offers,
)
