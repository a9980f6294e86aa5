"""Clean the build cache: give its disk space back, at the price of the next build."""

from __future__ import annotations

from goworkdoctor.actions.cleaning import another_program, cache_of
from goworkdoctor.actions.goclean import go_clean
from goworkdoctor.golang.cacheusers import BUILD
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, Treatment

COST = "what is deleted must be compiled again; the next build of everything starts from nothing"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """`go clean -cache` empties the cache but for its fuzz corpus."""
    cache = cache_of(facts, "build")
    return Draft(
        title=f"clean the build cache {cache.dir}",
        steps=(go_clean(facts, "-cache", COST, cache, BUILD),),
        notes=(
            "fuzz inputs, the module cache and linters' caches stay",
            "other checkouts of this user share the cache, and compile again too",
            *another_program(facts, "build"),
        ),
    )


CLEAN_BUILD_CACHE = Treatment(
    id="clean-build-cache",
    title="Clean the build cache",
    applicability=Applicability.DESTRUCTIVE,
    draft=draft,
    codes=("GC604",),
    needs=frozenset({"toolchain", "caches", "environment"}),
    alone=True,
)
