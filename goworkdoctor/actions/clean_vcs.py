"""Clean the module cache's repositories: go clones them where it gets modules without a proxy."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.cleaning import cache_of, notes
from goworkdoctor.golang.cacheusers import MODULE
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Discard, Draft, Treatment

COST = (
    "module versions that are in the cache stay usable; the next version that comes without a proxy "
    "(GOPRIVATE, GOPROXY=direct) is cloned from the network again"
)


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """The folder cache/vcs, whole: https://go.dev/ref/mod#module-cache."""
    cache = cache_of(facts, "module")
    folder = Path(cache.dir)
    return Draft(
        title=f"move the cloned repositories out of the module cache {folder}",
        steps=(Discard("module", folder, folder / "cache" / "vcs", None, MODULE),),
        notes=notes(facts, cache, COST),
    )


CLEAN_VCS = Treatment(
    id="clean-vcs",
    title="Clean the module cache's cloned repositories",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC604",),
    needs=frozenset({"caches", "processes"}),
    alone=True,
)
