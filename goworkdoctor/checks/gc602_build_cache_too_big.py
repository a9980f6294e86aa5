"""The build cache is above its budget, or mostly what nobody uses any more."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import size
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.finding import Observation, Rule, Severity

WORTH_A_WORD = 1_000_000_000
"""Bytes of unused entries below which nobody needs to hear of them."""


def check(facts: Facts) -> Iterator[Observation]:
    """One observation about the build cache: its budget goes before its age."""
    for cache in facts.caches or ():
        if cache.kind == "build" and (message := _message(cache)):
            over = cache.budget is not None and cache.bytes > cache.budget
            yield Observation(
                "the build cache",
                message,
                severity=Severity.WARNING if over else Severity.INFO,
                treatments=("clean-to-budget", "clean-unused-entries") if over else None,
            )


def _message(cache: Cache) -> str:
    if cache.budget is not None and cache.bytes > cache.budget:
        return f"the build cache takes {size(cache.bytes)}; build-cache-budget allows {size(cache.budget)}"
    stale = cache.stale or 0
    if stale > max(WORTH_A_WORD, cache.bytes / 2):
        return f"{size(stale)} of the build cache's {size(cache.bytes)} were not used for five days"
    return ""


RULE = Rule(
    code="GC602",
    title="Build cache above its budget, or mostly unused",
    severity=Severity.INFO,
    why=(
        "The build cache has no upper bound. Go deletes what was not used for five days, but only while it "
        "builds, at most once a day; what CI restores from an archive comes back each time, used or not. "
        'A bound of your own is the setting build-cache-budget = "20GB" in goworkdoctor.toml; without it '
        "this rule speaks only where more than half of the cache, and more than 1 GB, was not used for five "
        "days."
    ),
    example="$ du -sh $(go env GOCACHE)\n58G\t/home/me/.cache/go-build",
    cure="`goworkdoctor fix GC602` shows what would go, the longest unused first.",
    needs=frozenset({"caches"}),
    check=check,
    treatments=("clean-unused-entries", "clean-to-budget"),
    sources=(
        ("go help cache", "https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching"),
        ("golang/go#29561", "https://github.com/golang/go/issues/29561"),
    ),
)
