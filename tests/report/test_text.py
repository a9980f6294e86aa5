"""The report for people: short where all is well, complete where it is not, harmless whatever the names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.model.buildcache import BadEntry, BuildCache, BuildHealth, Measured, Share
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Finding, Severity
from goworkdoctor.model.modulecache import ModuleCache, ModuleVersion
from goworkdoctor.model.report import LEFT_FOR_DEEP, Probe, ProbeStatus, Report
from goworkdoctor.report.page import Page, bytes_as_text
from goworkdoctor.report.subjects import lines
from goworkdoctor.report.text import render
from tests.report.samples import OUTSIDE, STALE, full, healthy


def test_a_healthy_repository_comes_out_short() -> None:
    assert render(healthy()) == (
        "/repo\n"
        "\n"
        "Modules     1 module\n"
        "Workspace   none: every module stands alone\n"
        "Tests       2 test functions in 1 package; `go test ./...` reaches 2\n"
        "\n"
        "✓ nothing found, examined in 0.4 s\n"
    )


def test_each_subject_has_its_line() -> None:
    lines = dict(re.findall(r"^([A-Z]\w+) {2,}(.*)$", render(full(), Page(120)), re.MULTILINE))
    assert lines["Modules"] == "3 modules: 1 root, 1 nested, 1 staging; 1 left out (testdata)"
    assert lines["Workspace"] == (
        "go.work, go 1.24: uses 2 of 3, 1 use line pointing nowhere; 1 other go.work"
    )
    assert lines["Staging"] == "1 module, 1 in the workspace, 1 published"
    assert lines["Submodules"] == "1 git submodule, 1 not initialised"
    assert lines["Caches"] == "module 8.1 GB · build 12.4 GB"
    assert lines["Disk"] == "80.0 GB free of 252.0 GB at /home"
    assert lines["Go"] == "go1.26.8 at /go/bin/go; running now: go, gopls"
    assert "`go test ./...` reaches 3, `go test work` 4" in lines["Tests"]


def test_a_finding_has_its_place_its_evidence_and_the_command_that_cures_it() -> None:
    block = render(full(STALE)).split("✗ error GW102")[1].split("\n\n")[0]
    assert block == (
        "  go.work:7\n"
        "    `use ./gone` points to a directory that is not there\n"
        "      go.work:7: ./gone\n"
        "    cure: `goworkdoctor fix GW102`"
    )


def test_a_finding_without_a_treatment_tells_what_to_do_by_hand() -> None:
    assert "    by hand: run `go test work`\n" in render(full(OUTSIDE))


def test_a_guess_is_marked() -> None:
    assert "GT201  (likely)" in render(full(OUTSIDE))


def test_long_evidence_is_bounded_and_says_so() -> None:
    text = render(full(OUTSIDE))
    assert text.count("/go.mod:1:") == 8
    assert "… and 12 more" in text


def test_what_a_check_left_out_itself_is_counted_among_what_is_not_shown() -> None:
    evidence = (*(Evidence(f"entry {n}") for n in range(20)), Evidence("and 1,080 more"))
    assert "… and 1,092 more" in render(full(replace(STALE, evidence=evidence)))


def test_a_long_subject_is_parted_from_its_sentence() -> None:
    cache = ModuleCache("/m", True, (ModuleVersion("x", "v1", 5, 5, has_zip=True),))
    assert "\nModule cache 1 version: " in render(
        replace(full(), facts=Facts(Path("/w"), module_cache=cache))
    )


def test_what_was_not_examined_is_told_with_the_rules_that_it_silences() -> None:
    text = render(full(), Page(120))
    assert "environment: no go on PATH (so not asked: GE701, GE702)" in text
    assert "GW101, GW106: ignored by goworkdoctor.toml" in text
    assert "GM308: failed: KeyError: 'x'" in text


def test_what_is_left_for_deep_takes_one_line() -> None:
    left = ("build_health", "tidiness")
    waiting = tuple(Probe(name, ProbeStatus.SKIPPED, LEFT_FOR_DEEP) for name in left)
    silent = tuple(
        Probe(code, ProbeStatus.SKIPPED, f"{name}: {LEFT_FOR_DEEP}")
        for code, name in zip(("GC601", "GM311"), left, strict=True)
    )
    text = render(replace(healthy(), probes=waiting + silent))
    assert "\nNot examined\n  GC601, GM311: --deep looks\n\n✓ nothing found, 2 rules not asked" in text


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        ((STALE, OUTSIDE), "✗ 1 error, 1 warning, "),
        ((OUTSIDE, replace(OUTSIDE, subject="b")), "! 2 warnings, "),
        ((replace(OUTSIDE, severity=Severity.INFO),), "i 1 note, "),
    ],
)
def test_the_last_line_is_the_verdict(findings: tuple[Finding, ...], says: str) -> None:
    assert render(full(*findings)).splitlines()[-1].startswith(says)


def test_silence_is_not_called_health_where_rules_were_not_asked() -> None:
    report = replace(full(), findings=())
    assert render(report).splitlines()[-1] == "✓ nothing found, 5 rules not asked, examined in 0.8 s"


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in render(full())


def test_colour_is_never_the_only_sign() -> None:
    coloured = render(full(), Page(colour=True))
    assert "\x1b[1;31m✗ error\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(full())


def test_a_terminal_without_unicode_gets_ascii() -> None:
    text = render(full(), Page(unicode=False))
    assert text.isascii()
    assert "x error GW102" in text


@pytest.mark.parametrize("width", [20, 80, 100, 300])
def test_lines_fit_a_width_between_80_and_120(width: int) -> None:
    wordy = replace(STALE, message="word " * 100, cure="word " * 100, evidence=(Evidence("word " * 100),))
    assert max(map(len, render(full(wordy), Page(width)).splitlines())) <= min(max(width, 80), 120)


def test_a_hostile_name_cannot_drive_the_terminal() -> None:
    evil = "a\x1b[2J\x07\n✗ error GW999\u202e\udcff\r\x9b31m"
    evidence = (Evidence(evil, evil, 1),)
    finding = Finding("GW101", Severity.ERROR, evil, evil, evil, evil, 1, evidence=evidence, cure=evil)
    text = render(Report(full().facts, (finding,)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
    assert not any(line.startswith("✗ error GW999") for line in text.splitlines())
    assert r"a\x1b[2J\x07\n✗ error GW999\u202e\xff\r\x9b31m" in text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_999, "1.0 MB"),
        (12_400_000_000, "12.4 GB"),
        (3 * 10**15, "3000.0 TB"),
    ],
)
def test_bytes_are_written_as_people_read_them(size: int, text: str) -> None:
    assert bytes_as_text(size) == text


def test_what_stops_go_is_said_beside_what_commands_would_reach() -> None:
    assert "Go stops" not in render(healthy())
    assert "go builds and tests nothing in this workspace before GW102 is cured" in render(full(STALE))


def test_the_build_cache_is_told_by_kind_growth_and_health() -> None:
    kinds = (Share(Kind.INDEX_ENTRY, 60, 4_000_000), Share(Kind.ARCHIVE, 40, 900_000_000))
    cache = BuildCache("/c", True, 904_000_000, 100, 100, kinds, earlier=(Measured(0, 804_000_000, 90),))
    said = dict(lines(Facts(Path("/repo"), build_cache=cache)))
    assert said["Build cache"] == (
        "100 entries: archives 900.0 MB, index entries 4.0 MB; grew by 100.0 MB since the last time"
    )
    bad = BadEntry("ab/x-d", "wrong", 1, notices=False)
    for health, end in (
        (BuildHealth("/c"), "; none corrupt"),
        (BuildHealth("/c", bad=(bad,)), "; 1 corrupt"),
        (BuildHealth("/c", dangling=1), "; none corrupt; 1 index entry leads nowhere, which go makes good"),
        (BuildHealth("/c", unreadable=("3f",)), "; none corrupt; 1 may not be read"),
    ):
        facts = Facts(Path("/repo"), build_cache=replace(cache, estimated=True), build_health=health)
        said = dict(lines(facts))
        assert said["Build cache"].startswith("100 entries: archives about 900.0 MB")
        assert said["Build cache"].endswith(end)
