"""The tiers say what each would free and cost, and never guess."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.catalogue import TREATMENTS
from goworkdoctor.actions.tiers import TIERS, tiers
from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.clinic import Tier
from goworkdoctor.model.facts import Cache, Facts, Trashed
from goworkdoctor.model.modulecache import ModuleCache, ModuleVersion
from tests.caches import a_cache, facts_of, planned
from tests.oracle import write


def by_id(facts: Facts) -> dict[str, Tier]:
    return {tier.treatment.id: tier for tier in tiers(facts)}


def test_every_treatment_that_cleans_is_a_tier() -> None:
    cleaning = {one.id for one in TREATMENTS if one.id.startswith(("clean-", "empty-", "remove-", "expire-"))}
    assert cleaning <= {id for id, *_ in TIERS}


def test_what_was_not_measured_is_not_guessed() -> None:
    unknown = tiers(Facts(Path("/repo")))
    assert {tier.bytes for tier in unknown if tier.treatment.id != "expire-test-results"} == {None}


def test_each_tier_frees_what_the_facts_say() -> None:
    trash = (Trashed("/c/.goworkdoctor-trash/a", 7, 1, 0.0),)
    tree = ModuleVersion("x", "v1", 40, 20, has_tree=True, has_zip=True, has_hash=True, needed_by=(".",))
    modules = ModuleCache("/m", True, (tree, ModuleVersion("y", "v1", 0, 5, has_zip=True)), vcs_bytes=9)
    caches = (
        Cache("build", "/c", 1000, 10, stale=300, budget=600, trash=trash),
        Cache("module", "/m", 80, 4),
        Cache("lint", "/l", 50, 2),
        Cache("fuzz", "/c/fuzz", 11, 1),
    )
    found = by_id(Facts(Path("/repo"), caches=caches, module_cache=modules))
    freed = {id: tier.bytes for id, tier in found.items()}
    wanted = {
        "expire-test-results": 0, "empty-trash": 7, "heal-build-cache": None, "clean-unused-entries": 300,
        "clean-to-budget": 400, "remove-extracted-trees": 40, "clean-lint-cache": 50,
        "remove-orphan-modules": 5, "remove-unused-toolchains": 0, "clean-vcs": 9,
        "clean-build-cache": 1000, "clean-everything": 1080, "clean-fuzz-corpus": 11,
    }  # fmt: skip
    assert freed == {id: bytes for id, bytes in wanted.items() if id in found}
    assert [id for id, tier in found.items() if tier.loses] == ["clean-fuzz-corpus"]


def test_the_plan_frees_what_the_tier_promised(tmp_path: Path, monkeypatch: object) -> None:
    cache = a_cache(tmp_path.resolve() / "go-build", {1: 40, 2: 20, 3: 9, 4: 0.1})
    root = write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n\ngo 1.22\n"})
    monkeypatch.setenv("GOCACHE", str(cache))  # type: ignore[attr-defined]
    report = examine(root, Settings(select=("GC602",)), patience=None)
    (step,) = planned("clean-unused-entries", facts_of(cache, root)).steps
    tier = by_id(report.facts)["clean-unused-entries"]
    assert (tier.bytes, tier.count) == (step.bytes, 3)  # type: ignore[union-attr]
