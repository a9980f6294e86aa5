"""What is not known says why, and a second look keeps what the first one knew."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.report import Probe, ProbeStatus, Report
from goworkdoctor.tui.view.probes import continued, progress, unknown
from tests.tui.samples import ROOT, findings, growing, report, skipped


def test_facts_that_are_there_need_no_reason() -> None:
    assert unknown(report(), "modules", "packages") == ""


def test_a_reason_to_miss_something_counts_more_than_waiting() -> None:
    waiting = Report(
        Facts(ROOT), probes=(Probe("tree", ProbeStatus.FAILED, "OSError: no"),), running=("modules",)
    )
    assert unknown(waiting, "modules") == "examining…"
    assert unknown(waiting, "modules", "tree") == "failed: OSError: no"


def test_a_skipped_probe_is_told_with_its_reason() -> None:
    assert (
        unknown(skipped("caches", "no cache folder is known"), "caches")
        == "skipped: no cache folder is known"
    )


def test_what_a_finished_examination_never_looked_at_is_not_examined() -> None:
    assert unknown(Report(Facts(ROOT)), "caches") == "not examined"


def test_progress_is_the_share_of_gatherers_that_ended() -> None:
    assert progress(growing()[0]) == 0
    assert progress(growing()[1]) == 3 / 5
    assert progress(report()) == 1


def test_a_growing_report_stands_on_the_one_before() -> None:
    old = report()
    merged = continued(old, growing()[0])
    assert merged.facts.modules is old.facts.modules
    assert merged.findings == findings()
    assert merged.running == growing()[0].running


def test_what_was_asked_again_replaces_what_was_said_before() -> None:
    again = replace(growing()[1], probes=(*growing()[1].probes, Probe("GW102")))
    assert [finding.code for finding in continued(report(), again).findings] == ["GT201", "GW101"]


def test_what_is_skipped_this_time_is_not_kept_from_the_last() -> None:
    lost = replace(growing()[0], probes=(Probe("packages", ProbeStatus.SKIPPED, "cancelled"),))
    assert continued(report(), lost).facts.packages is None


def test_a_finished_report_stands_alone() -> None:
    alone = report(findings=())
    assert continued(report(), alone) is alone
