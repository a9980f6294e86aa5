"""The tiers of cleaning, the cheapest first: what each would free, and what it costs to get it back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.golang.cacheusers import GO_TRIMS_AFTER
from goworkdoctor.model.clinic import Tier
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.modulecache import ModuleCache

Amount = tuple[int, int | None]
"""Bytes on disk, and how many things, None where they were not counted."""


def tiers(facts: Facts) -> tuple[Tier, ...]:
    """Every tier that the doctor has, the cheapest first."""
    return tuple(_tiers(facts))


def _tiers(facts: Facts) -> Iterator[Tier]:
    for id, words, cost, amount in TIERS:
        if found := treatment(id):
            measured = amount(facts)
            bytes, count = measured or (None, None)
            yield Tier(found, words, bytes, count, cost, loses=id == "clean-fuzz-corpus")


def _cache(facts: Facts, kind: str) -> Cache | None:
    return next((cache for cache in facts.caches or () if cache.kind == kind), None)


def _whole(kind: str) -> Callable[[Facts], Amount | None]:
    def amount(facts: Facts) -> Amount | None:
        cache = _cache(facts, kind)
        return (cache.bytes, cache.files) if cache else None

    return amount


def _trash(facts: Facts) -> Amount | None:
    if facts.caches is None:
        return None
    trashed = [one for cache in facts.caches for one in cache.trash]
    return sum(one.bytes for one in trashed), sum(one.files for one in trashed)


def _corrupt(facts: Facts) -> Amount | None:
    health = facts.build_health
    return (sum(one.size for one in health.bad), len(health.bad)) if health else None


def _unused(facts: Facts) -> Amount | None:
    cache, census = _cache(facts, "build"), facts.build_cache
    if cache is None or cache.stale is None:
        return None
    limit = time.time() - GO_TRIMS_AFTER
    return cache.stale, census.outputs_unused_since(limit) if census else None


def _over_budget(facts: Facts) -> Amount | None:
    cache = _cache(facts, "build")
    if cache is None or cache.budget is None:
        return None
    return max(cache.bytes - cache.budget, 0), None


def _modules(pick: Callable[[ModuleCache], Amount]) -> Callable[[Facts], Amount | None]:
    return lambda facts: pick(facts.module_cache) if facts.module_cache else None


def _trees(cache: ModuleCache) -> Amount:
    trees = [one for one in cache.modules if one.remakeable]
    return sum(one.tree_bytes for one in trees), len(trees)


def _orphans(cache: ModuleCache) -> Amount:
    return sum(one.bytes for one in cache.orphans), len(cache.orphans)


def _toolchains(cache: ModuleCache) -> Amount:
    unused = [one for one in cache.toolchains if not one.needed_by]
    return sum(one.bytes for one in unused), len(unused)


def _repositories(cache: ModuleCache) -> Amount:
    return cache.vcs_bytes, None


def _everything(facts: Facts) -> Amount | None:
    found = [cache for kind in ("build", "module") if (cache := _cache(facts, kind))]
    return (sum(one.bytes for one in found), sum(one.files for one in found)) if found else None


TIERS: tuple[tuple[str, str, str, Callable[[Facts], Amount | None]], ...] = (
    (
        "expire-test-results",
        "Test results: run each test once more",
        "each test runs once more",
        lambda facts: (0, 0),
    ),
    (
        "empty-trash",
        "The trash",
        "what lies there cannot be brought back any more",
        _trash,
    ),
    (
        "heal-build-cache",
        "Corrupt entries",
        "nothing, for go makes these entries anew",
        _corrupt,
    ),
    (
        "clean-unused-entries",
        "Entries that were not used for days",
        "a rebuild of what is needed again",
        _unused,
    ),
    (
        "clean-to-budget",
        "Entries above a budget, oldest first",
        "a rebuild of what is needed again",
        _over_budget,
    ),
    (
        "remove-extracted-trees",
        "Extracted modules whose zip is there",
        "unpacking the zips again, offline",
        _modules(_trees),
    ),
    (
        "clean-lint-cache",
        "The lint cache",
        "golangci-lint looks at everything once more",
        _whole("lint"),
    ),
    (
        "remove-orphan-modules",
        "Module versions that nobody needs",
        "a download, where a checkout not looked at needs one",
        _modules(_orphans),
    ),
    (
        "remove-unused-toolchains",
        "Toolchains that nobody needs",
        "a download, where one is needed again",
        _modules(_toolchains),
    ),
    (
        "clean-vcs",
        "Clones of repositories (vcs)",
        "a clone, for the next version without a proxy",
        _modules(_repositories),
    ),
    (
        "clean-build-cache",
        "The whole build cache",
        "a rebuild of everything",
        _whole("build"),
    ),
    (
        "clean-everything",
        "The whole build and module cache",
        "a rebuild and a download of everything",
        _everything,
    ),
    (
        "clean-fuzz-corpus",
        "The fuzz corpus",
        "inputs that fuzzing found: no build brings them back",
        _whole("fuzz"),
    ),
)
"""(treatment, what goes, cost, what it would take) of each tier; those not in the catalogue are left out."""
