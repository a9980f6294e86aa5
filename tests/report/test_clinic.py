"""The caches as a deep report tells them: bars, versions, trash and tiers, at any width and in JSON."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.model.buildcache import DAY, Age, BadEntry, BuildCache, BuildHealth, Measured, Share
from goworkdoctor.model.clinic import Clinic, Kept, Tier
from goworkdoctor.model.facts import Cache, Process, Trashed
from goworkdoctor.model.modulecache import (
    BadModule,
    Leftover,
    ModuleCache,
    ModuleHealth,
    ModuleRoot,
    ModuleVersion,
)
from goworkdoctor.model.plan import Receipt
from goworkdoctor.model.report import Report
from goworkdoctor.report.json import as_dict, render
from goworkdoctor.report.page import Page
from goworkdoctor.report.text import render as text
from tests.report.samples import full
from tests.report.shape import CONTRACT, mismatches

LONG = "github.com/somebody/a-module-with-a-long-name@v0.0.0-20250910181357-589584f1c912"
TRASHED = Trashed("/b/.goworkdoctor-trash/20260301-101500-ab12", 1_900_000_000, 804, time.time() - 2 * DAY)
RECEIPT = Receipt("7", "clean-unused-entries", "move …", Path("/repo"), "", "applied", True)


def versions() -> tuple[ModuleVersion, ...]:
    """One that is needed here, one that nobody needs and whose name is long, and twenty small ones."""
    path, _, version = LONG.partition("@")
    return (
        ModuleVersion("x.com/lib", "v1.0.0", 9_000_000, 2_000_000, has_tree=True, has_zip=True,
                      used=time.time() - 3 * DAY, needed_by=(".", "../other")),
        ModuleVersion(path, version, 0, 8_000_000, has_zip=True),
        *(ModuleVersion(f"y.com/m{n:02}", "v1.0.0", 1000 + n, has_tree=True) for n in range(20)),
    )  # fmt: skip


def tier(id: str, bytes: int | None, cost: str) -> Tier:
    found = treatment(id)
    assert found
    return Tier(found, "words", bytes, bytes and 3, cost)


def told(**more: object) -> Report:
    """A report with everything that the clinic tells of."""
    today = int(time.time() // DAY)
    kinds = (Share(Kind.INDEX_ENTRY, 60, 4_000_000), Share(Kind.ARCHIVE, 40, 900_000_000))
    census = BuildCache(
        "/b", True, 904_000_000, 100, 100, kinds,
        ages=(Age(today, 20, 800_000_000), Age(today - 40, 20, 100_000_000)),
        earlier=(Measured(time.time() - 2 * DAY, 804_000_000, 90),),
    )  # fmt: skip
    modules = ModuleCache(
        "/m", True, versions(), described=3, vcs_bytes=5_000_000, leftovers=(Leftover("x.tmp", 7),),
        roots=(ModuleRoot(".", "this checkout"), ModuleRoot("../gone", "the journal", "it is gone")),
    )  # fmt: skip
    whole = full()
    entry = BadEntry("ab/x-d", "wrong", 9, False, "fmt")
    module = BadModule("x.com/lib", "v1.0.0", ("zip",), "modified")
    build = Cache("build", "/b", 904_000_000, 100, trash=(TRASHED,))
    given = {
        "caches": (build, Cache("module", "/m", 19_000_000, 30)),
        "build_cache": census,
        "build_health": BuildHealth("/b", 100, dangling=12, bad=(entry,)),
        "module_cache": modules,
        "module_health": ModuleHealth("/m", 22, bad=(module,)),
        "processes": (Process(4802, "gopls", "/src/shop"),),
    }
    clinic = Clinic(
        (tier("clean-vcs", 5_000_000, "a clone"), tier("heal-build-cache", None, "nothing")),
        (Kept(TRASHED, RECEIPT),),
    )
    return replace(whole, facts=replace(whole.facts, **(given | more)), clinic=clinic)


def part(report: Report, title: str, width: int = 100) -> str:
    """The lines under that title, each word one blank apart."""
    lines = text(report, Page(width)).split(f"\n{title}\n")[1].split("\n\n")
    whole = lines[0] + ("\n" + lines[1] if title == "Build cache" else "")
    return "\n".join(" ".join(line.split()) for line in whole.splitlines())


def test_only_a_report_that_was_asked_for_it_tells_of_caches_at_length() -> None:
    assert "\nBuild cache\n" not in text(replace(told(), clinic=None))
    assert "\nTrash of the caches\n" not in text(replace(told(), clinic=Clinic()))


def test_kinds_and_ages_are_bars_the_longest_for_the_most_bytes() -> None:
    said = part(told(), "Build cache").splitlines()
    assert said[:3] == [
        "/b: 904.0 MB in 100 entries",
        f"archives 900.0 MB 40 {'━' * 32}",
        "index entries 4.0 MB 60 ━",
    ]
    assert f"used today 800.0 MB 20 {'━' * 32}" in said
    assert "1–4 days ago – –" in said
    assert "30–89 days ago 100.0 MB 20 ━━━━" in said
    assert "growth: +100.0 MB in 2 days" in said


def test_health_tells_what_is_corrupt_and_what_go_s_trimming_leaves() -> None:
    said = part(told(), "Build cache")
    assert "health: 100 entries held against their names, 1 corrupt\n" in said
    assert "12 index entries lead to outputs that are gone: go's own trimming leaves such" in said
    healthy = told(build_health=BuildHealth("/b", 100, unreadable=("3f", "ab/ab0-d")))
    assert "none corrupt\nnot read, for this user may not: 3f, ab/ab0-d" in part(healthy, "Build cache")


def test_the_largest_versions_have_a_line_and_the_rest_is_summed() -> None:
    said = part(told(), "Module cache")
    assert "9.0 MB 2.0 MB 3 days here +1 x.com/lib@v1.0.0\n" in said
    assert "and 7 more, 7.0 kB together; --format json has them all" in said
    assert "asked what they need: . (this checkout)\n" in said
    assert "not asked: ../gone (the journal): it is gone" in said
    assert "health: 22 versions held against their hashes, 1 bad" in said


def test_a_name_that_does_not_fit_has_a_line_of_its_own() -> None:
    lines = text(told(), Page(80)).splitlines()
    assert "      …" + LONG[-73:] in lines
    assert f"      {LONG}" in text(told(), Page(100)).splitlines()
    assert any(line.endswith(f"  {LONG}") for line in text(told(), Page(160)).splitlines())


def test_the_trash_tells_how_to_get_something_back() -> None:
    said = part(told(), "Trash of the caches")
    assert "1.9 GB 804 files 2 days ago 20260301-101500-ab12 clean-unused-entries\n" in said
    assert "goworkdoctor trash restore ID" in said


def test_each_tier_tells_what_it_frees_and_costs() -> None:
    said = part(told(), "Cleaning, the cheapest first")
    assert "clean-vcs 5.0 MB 3 a clone\nheal-build-cache ? – nothing\n" in said


def test_who_runs_is_told_and_who_cannot_be_seen() -> None:
    said = part(told(), "Running now")
    assert said.startswith("gopls 4802 /src/shop\n(programs of other users")


@pytest.mark.parametrize("width", [80, 100, 300])
def test_all_lines_fit(width: int) -> None:
    assert max(map(len, text(told(), Page(width)).splitlines())) <= min(width, 120)


def test_names_are_harmless_and_ascii_will_do() -> None:
    evil = told(processes=(Process(1, "go\x1b[2J", "/x\n✗ error"),))
    assert "\x1b" not in text(evil)
    assert "\\x1b[2J" in text(evil)
    assert text(told(), Page(unicode=False)).isascii()


def test_json_has_all_of_it_in_the_shape_of_the_contract() -> None:
    report = json.loads(render(told()))
    assert list(mismatches(report, CONTRACT)) == []
    build, module = report["caches"]
    assert len(module["contents"]["versions"]) == 22
    assert (build["health"]["dangling"], build["health"]["bad"][0]["belongs_to"]) == (12, "fmt")
    assert build["trash"][0]["treatment"] == "clean-unused-entries"
    assert [one["id"] for one in report["cleaning"]] == ["clean-vcs", "heal-build-cache"]


def test_json_does_not_depend_on_the_order_of_discovery() -> None:
    report = told()
    cache, modules = report.facts.build_cache, report.facts.module_cache
    assert cache
    assert modules
    turned = replace(
        report,
        facts=replace(
            report.facts,
            build_cache=replace(cache, kinds=cache.kinds[::-1]),
            module_cache=replace(modules, versions=modules.versions[::-1]),
        ),
    )
    assert as_dict(turned) == as_dict(report)
    assert text(turned) == text(report)
