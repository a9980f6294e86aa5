"""Clean the build cache: give its disk space back, at the price of the next build."""

from __future__ import annotations

from goworkdoctor.actions.goclean import go_clean
from goworkdoctor.golang.cacheusers import BUILD
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, Refused, Treatment

COST = "what is deleted must be compiled again; the next build of everything starts from nothing"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """`go clean -cache` empties the cache but for its fuzz corpus."""
    cache = _build_cache(facts)
    return Draft(
        title=f"clean the build cache {cache.dir}",
        steps=(go_clean(facts, "-cache", COST, frees=cache.bytes, busy=BUILD),),
        notes=(
            "fuzz inputs, the module cache and linters' caches stay",
            "other checkouts of this user share the cache, and compile again too",
        ),
    )


def _build_cache(facts: Facts) -> Cache:
    cache = next((cache for cache in facts.caches or () if cache.kind == "build"), None)
    if cache is None or not cache.exists:
        raise Refused("there is no build cache to clean")
    return cache


CLEAN_BUILD_CACHE = Treatment(
    id="clean-build-cache",
    title="Clean the build cache",
    applicability=Applicability.DESTRUCTIVE,
    draft=draft,
    codes=("GC604",),
    needs=frozenset({"toolchain", "caches"}),
    alone=True,
)
