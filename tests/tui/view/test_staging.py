"""Staging modules: what each rule says of them, and whether they could be published."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.doctor.migration.state import AGAINST
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.report import Probe, ProbeStatus, Report
from goworkdoctor.tui.view.staging import CHECKS, StagingRow, staging_rows
from tests.tui.driving import opened, press, text
from tests.tui.samples import Record, report

API = "staging/src/galaxy.io/api"


def looked(*findings: Finding, skipped: str = "") -> Report:
    probes = tuple(
        Probe(code, ProbeStatus.SKIPPED if code == skipped else ProbeStatus.OK)
        for code in dict.fromkeys((*CHECKS, *AGAINST))
    )
    return report(findings=findings, probes=probes)


def finding(code: str, severity: Severity = Severity.WARNING, **where: str) -> Finding:
    return Finding(code, severity, "t", where.get("subject", "x"), f"{code} speaks", where.get("path"))


def row(report: Report, dir: str = API) -> StagingRow:
    return next(row for row in staging_rows(report) if row.dir == dir)


def test_a_finding_is_the_module_s_by_its_subject_or_by_its_place() -> None:
    found = row(
        looked(
            finding("GS504", subject=API, path="staging/publishing/rules.yaml"),
            finding("GS507", subject=f"{API}/pkg", path=f"{API}/pkg/a.go"),
        )
    )
    assert found.says("GS504") is found.says("GS507") is Severity.WARNING
    assert found.says("GS501") is None
    assert row(looked(finding("GS507", subject=f"{API}machinery"))).findings == ()


def test_warnings_speak_against_publishing_and_notes_do_not() -> None:
    assert row(looked(finding("GM302", path=f"{API}/go.mod"))).ready is False
    assert row(looked(finding("GM306", Severity.INFO, path=f"{API}/go.mod"))).ready is True


def test_what_was_not_looked_at_is_not_said_to_be_well() -> None:
    found = row(looked(skipped="GM312"))
    assert found.ready is None
    assert found.blind == ("GM312",)
    assert "GS501" in row(looked(skipped="GS501")).unseen


async def test_the_full_screen_has_a_column_a_check_and_a_readiness_for_each_module() -> None:
    spoken = (finding("GS503", subject=API), finding("GM302", path=f"{API}/go.mod"))
    async with opened(Record(looked(*spoken, skipped="GS505"))) as pilot:
        await press(pilot, "4", "4")
        seen = text(pilot)
        assert "Staging modules and their checks 8" in seen
        first = next(line for line in seen.splitlines() if line.startswith("│▌"))
        assert first.split("galaxy.io/api")[1].split("│")[0].split() == ["✓", "✓", "!", "✓", "–", "✓"]
        assert "Publish readiness 7 without objection · 1 not alone" in seen
        assert "✗ not alone" in seen
        assert "GM302 speaks" in seen


async def test_on_a_small_screen_the_table_in_focus_takes_the_room() -> None:
    async with opened(Record(looked()), size=(80, 24)) as pilot:
        await press(pilot, "4", "4", "tab")
        assert text(pilot).count("✓ no objection") >= 3


def test_a_checkout_without_staging_modules_has_no_rows() -> None:
    bare = looked()
    assert staging_rows(replace(bare, facts=replace(bare.facts, staging=()))) == ()
