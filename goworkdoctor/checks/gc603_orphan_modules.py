"""Module versions in the cache that no checkout names which the doctor knows of."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import count, size
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity
from goworkdoctor.model.modulecache import ModuleCache

SHOWN = 10


def check(facts: Facts) -> Iterator[Observation]:
    """One observation about all orphans; it is a guess where only this checkout was asked."""
    cache = facts.module_cache
    if cache is None or not cache.orphans:
        return
    orphans, asked = cache.orphans, len(cache.considered)
    whom = "this checkout" if asked == 1 else f"any of the {asked:,} checkouts that were asked"
    yield Observation(
        "the module cache",
        f"{len(orphans):,} of {count(len(cache.modules), 'module version')} in the module cache, "
        f"{size(sum(one.bytes for one in orphans))}, {'is' if len(orphans) == 1 else 'are'} named by no "
        f"go.mod or go.sum of {whom}",
        evidence=tuple(_evidence(cache)),
        confidence=Confidence.UNKNOWN if asked == 1 else Confidence.LIKELY,
    )


def _evidence(cache: ModuleCache) -> Iterator[Evidence]:
    for root in cache.roots:
        yield Evidence(f"asked: {root.dir} ({root.how})" + (f"; not: {root.problem}" if root.problem else ""))
    largest = sorted(cache.orphans, key=lambda one: (-one.bytes, one.key))
    for one in largest[:SHOWN]:
        yield Evidence(f"{one.name}: {size(one.bytes)}")
    if len(largest) > SHOWN:
        yield Evidence(f"and {len(largest) - SHOWN:,} more")


RULE = Rule(
    code="GC603",
    title="Module versions that no known checkout needs",
    severity=Severity.INFO,
    why=(
        "The module cache keeps every version that was ever downloaded; go never drops one, and "
        "`go clean -modcache` drops all of them, for every checkout of this user. A version that no go.mod, "
        "go.sum or go.work.sum names can go alone. Asked are this checkout, its git worktrees, those that "
        "the setting roots in goworkdoctor.toml names, and those in which goworkdoctor has treated "
        "something: an orphan is only as sure as that list. What `go install path@version` fetched is an "
        "orphan too."
    ),
    example="$ du -sh $(go env GOMODCACHE)\n50G\t/home/me/go/pkg/mod",
    cure=(
        'Name your other checkouts, roots = ["../other", "~/src/third"], and look at '
        "`goworkdoctor fix GC603`: what goes can come back from the trash."
    ),
    needs=frozenset({"module_cache"}),
    check=check,
    treatments=("remove-orphan-modules",),
    sources=(
        ("Go Modules Reference: Module cache", "https://go.dev/ref/mod#module-cache"),
        ("golang/go#43313", "https://github.com/golang/go/issues/43313"),
    ),
)
