"""Clean golangci-lint's cache: its results are found anew, and phantoms of other checkouts are gone."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.cleaning import cache_of, notes
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, Prune, Treatment

COST = "the next run of golangci-lint looks at every package again, of every checkout; nothing is downloaded"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """All its entries; it is laid out as the build cache is."""
    cache = cache_of(facts, "lint")
    return Draft(
        title=f"empty golangci-lint's cache {cache.dir}",
        steps=(Prune("lint", Path(cache.dir)),),
        notes=notes(facts, cache, COST),
    )


CLEAN_LINT_CACHE = Treatment(
    id="clean-lint-cache",
    title="Clean golangci-lint's cache",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC604", "GC607"),
    needs=frozenset({"caches", "processes"}),
    alone=True,
)
