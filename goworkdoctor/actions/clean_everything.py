"""Clean everything: the build cache and the module cache, deleted by go itself."""

from __future__ import annotations

from goworkdoctor.actions.cleaning import cache_of
from goworkdoctor.actions.goclean import go_clean
from goworkdoctor.golang.cacheusers import BUILD, MODULE
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, Refused, RunCommand, Treatment

FLAGS = (
    ("build", "-cache", "everything must be compiled again", BUILD),
    ("module", "-modcache", "every module and toolchain must be downloaded again", MODULE),
)


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """`go clean -cache` and `go clean -modcache`, each where there is such a cache."""
    steps = tuple(_steps(facts))
    if not steps:
        raise Refused("there is neither a build cache nor a module cache to clean")
    return Draft(
        title="delete the build cache and the module cache",
        steps=steps,
        notes=(
            "this is no cure for a corrupt entry: heal-build-cache takes out that alone",
            "fuzz inputs and golangci-lint's cache stay; what lies in the module cache's trash goes too",
            "without a network, or a proxy that has all versions, no build works afterwards",
        ),
    )


def _steps(facts: Facts) -> list[RunCommand]:
    steps = []
    for kind, flag, cost, busy in FLAGS:
        try:
            cache = cache_of(facts, kind)
        except Refused:
            continue
        steps.append(go_clean(facts, flag, cost, cache, busy))
    return steps


CLEAN_EVERYTHING = Treatment(
    id="clean-everything",
    title="Delete the build cache and the module cache",
    applicability=Applicability.DESTRUCTIVE,
    draft=draft,
    needs=frozenset({"toolchain", "caches"}),
    alone=True,
)
