"""The examination: gatherers side by side, each failing alone, and nobody held up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor import examine as examination
from goworkdoctor.doctor import selection
from goworkdoctor.doctor.examine import NothingToExamine, Stopped, examine
from goworkdoctor.model.facts import Facts, Tree, Workspaces
from goworkdoctor.model.finding import Observation, Rule, Severity
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import ProbeStatus, Report
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from tests.builders import ROOT, module

Plant = Callable[..., None]


def gatherer(name: str, value: Any, **more: Any) -> Gatherer:
    """One that returns a value, or raises it where it is an exception, or calls it."""

    def gather(look: Look, facts: Facts) -> Any:
        if isinstance(value, Exception):
            raise value
        return value(look, facts) if callable(value) else value

    return Gatherer(name, gather, **more)


def rule(code: str, *needs: str, says: str = "seen", breaks: bool = False) -> Rule:
    def check(facts: Facts) -> Iterator[Observation]:
        if breaks:
            raise ValueError("broken rule")
        yield Observation(subject=says, message=says)

    return Rule(code, code, Severity.WARNING, "why", "example", "cure", frozenset(needs), check)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put other gatherers and rules in the catalogues' places; the tree and the modules are always there."""

    def plant(*gatherers: Gatherer, rules: tuple[Rule, ...] = ()) -> None:
        modules = gatherer("modules", (module(),))
        tree = next(
            (each for each in gatherers if each.name == "tree"), gatherer("tree", Tree(ROOT, git=False))
        )
        others = (each for each in gatherers if each != tree)
        monkeypatch.setattr(examination, "TREE", tree)
        monkeypatch.setattr(selection, "GATHERERS", (tree, modules, *others))
        monkeypatch.setattr(selection, "RULES", rules)

    return plant


def probes(report: Report) -> dict[str, ProbeStatus]:
    return {probe.name: probe.status for probe in report.probes}


def test_a_gatherer_that_fails_fails_alone(plant: Plant, tmp_path: Path) -> None:
    plant(
        gatherer("checkout", OSError("boom")),
        gatherer("workspaces", Workspaces()),
        rules=(rule("GW1", "workspaces"), rule("GX1", "checkout")),
    )
    report = examine(tmp_path, Settings())
    assert probes(report) == {
        "GW1": "ok",
        "GX1": "skipped",
        "checkout": "failed",
        "modules": "ok",
        "tree": "ok",
        "workspaces": "ok",
    }
    assert [finding.code for finding in report.findings] == ["GW1"]
    assert report.probe("GX1").why == "checkout: OSError: boom"


def test_what_needs_a_skipped_one_is_skipped_for_the_same_reason(plant: Plant, tmp_path: Path) -> None:
    plant(
        gatherer("environment", Skipped("no home")),
        gatherer("caches", (), needs=frozenset({"environment"})),
        gatherer("disk", (), needs=frozenset({"caches"})),
        rules=(rule("GC1", "disk"),),
    )
    report = examine(tmp_path, Settings())
    assert probes(report)["disk"] is ProbeStatus.SKIPPED
    assert "no home" in report.probe("GC1").why


def test_a_rule_that_breaks_is_a_failed_probe_and_the_others_speak(plant: Plant, tmp_path: Path) -> None:
    plant(rules=(rule("GA1", "modules", breaks=True), rule("GB1", "modules")))
    report = examine(tmp_path, Settings())
    assert (probes(report)["GA1"], report.probe("GA1").why) == ("failed", "ValueError: broken rule")
    assert [finding.code for finding in report.findings] == ["GB1"]


def test_gatherers_run_side_by_side(plant: Plant, tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=5)

    def meet(look: Look, facts: Facts) -> tuple[()]:
        both.wait()
        return ()

    plant(gatherer("caches", meet), gatherer("disk", meet), rules=(rule("GC1", "caches", "disk"),))
    assert probes(examine(tmp_path, Settings()))["GC1"] is ProbeStatus.OK


def test_what_nothing_selected_needs_does_not_run(plant: Plant, tmp_path: Path) -> None:
    plant(
        gatherer("environment", ()),
        gatherer("caches", (), needs=frozenset({"environment"})),
        gatherer("checkout", ()),
        rules=(rule("GW1", "modules"), rule("GC1", "caches")),
    )
    names = {probe.name for probe in examine(tmp_path, Settings(select=("GC1",))).probes}
    assert names == {"GC1", "caches", "environment", "modules", "tree"}


def test_a_family_that_is_ignored_does_not_run_its_gatherers(plant: Plant, tmp_path: Path) -> None:
    plant(
        gatherer("caches", (), family="GC"),
        gatherer("checkout", ()),
        rules=(rule("GW1", "modules"), rule("GC1", "modules")),
    )
    names = {probe.name for probe in examine(tmp_path, Settings(ignore=("GC",))).probes}
    assert names == {"GW1", "checkout", "modules", "tree"}


def test_a_patient_gatherer_does_not_hold_up_the_report(plant: Plant, tmp_path: Path) -> None:
    release = threading.Event()
    plant(
        gatherer("caches", lambda look, facts: release.wait(30), patient=True),
        rules=(rule("GC1", "caches"),),
    )
    report = examine(tmp_path, Settings(), patience=0)
    release.set()
    assert report.facts.caches is None
    assert probes(report)["caches"] is ProbeStatus.SKIPPED
    assert "--deep" in report.probe("GC1").why


def test_deep_waits_for_the_patient_ones(plant: Plant, tmp_path: Path) -> None:
    def slow(look: Look, facts: Facts) -> tuple[()]:
        time.sleep(0.2)
        return ()

    plant(gatherer("caches", slow, patient=True), rules=(rule("GC1", "modules"),))
    assert examine(tmp_path, Settings(deep=True), patience=0).facts.caches == ()


def test_the_report_grows_while_the_examination_runs(plant: Plant, tmp_path: Path) -> None:
    reports: list[Report] = []
    plant(gatherer("workspaces", Workspaces()), rules=(rule("GW1", "workspaces"),))
    last = examine(tmp_path, Settings(), on_progress=reports.append)
    assert "modules" in reports[0].running
    assert not reports[0].finished
    assert last.finished
    assert len({id(report) for report in reports}) == len(reports)


def test_cancelling_waits_for_nobody(plant: Plant, tmp_path: Path) -> None:
    cancelled, release, ended = threading.Event(), threading.Event(), threading.Event()

    def stubborn(look: Look, facts: Facts) -> None:
        cancelled.set()
        release.wait(30)
        ended.set()

    plant(gatherer("checkout", stubborn), rules=(rule("GW1", "checkout"),))
    with pytest.raises(Stopped):
        examine(tmp_path, Settings(), cancelled=cancelled)
    assert not ended.is_set()
    release.set()


def test_no_module_is_nothing_to_examine(
    plant: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant()
    monkeypatch.setattr(selection, "GATHERERS", (gatherer("modules", ()),))
    with pytest.raises(NothingToExamine, match=r"no go\.mod"):
        examine(tmp_path, Settings())


def test_a_file_is_not_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NothingToExamine, match="not a directory"):
        examine(tmp_path / "file", Settings())


def test_a_deep_gatherer_runs_only_with_deep(plant: Plant, tmp_path: Path) -> None:
    plant(gatherer("environment", "read", deep=True), rules=(rule("GC601", "environment"),))
    report = examine(tmp_path, Settings())
    assert {probe.name: probe.why for probe in report.probes} == {
        "tree": "",
        "modules": "",
        "environment": "--deep looks",
        "GC601": "environment: --deep looks",
    }
    assert probes(examine(tmp_path, Settings(deep=True)))["GC601"] is ProbeStatus.OK


def test_a_deep_gatherer_runs_for_a_rule_that_the_user_names(plant: Plant, tmp_path: Path) -> None:
    plant(gatherer("environment", "read", deep=True), rules=(rule("GC601", "environment"),))
    asked = {
        "by its code": Settings(select=("GC601",)),
        "by a treatment": Settings(select=("-",), wanted=frozenset({"environment"})),
        "by its family": Settings(select=("GC",)),
        "by the repository": Settings(select=("GC601",), config_select=("GC601",)),
    }
    ran = {
        how: probes(examine(tmp_path, settings))["environment"] is ProbeStatus.OK
        for how, settings in asked.items()
    }
    assert ran == {
        "by its code": True,
        "by a treatment": True,
        "by its family": False,
        "by the repository": False,
    }


def test_a_scan_tells_how_far_it_is(plant: Plant, tmp_path: Path) -> None:
    half = Progress("environment", read=50, bytes=100, done=1, total=3, seconds=2.0)
    tell = gatherer("environment", lambda look, facts: look.on_progress(half), deep=True)
    plant(tell, rules=(rule("GC601", "environment"),))
    told: list[Progress] = []
    examine(tmp_path, Settings(deep=True), on_scan=told.append)
    assert told == [half]
    assert (half.rate, half.left) == (25.0, 2.0)


def test_what_git_did_not_list_is_said(plant: Plant, tmp_path: Path) -> None:
    plant(gatherer("tree", Tree(tmp_path, git=False, note="git refused")), rules=(rule("GW1", "tree"),))
    report = examine(tmp_path, Settings())
    assert (probes(report)["git"], report.probe("git").why) == ("skipped", "git refused")


def test_a_rule_that_the_repositorys_own_file_silences_is_said_to_be(plant: Plant, tmp_path: Path) -> None:
    plant(rules=(rule("GW1", "modules"), rule("GX1", "modules")))
    report = examine(tmp_path, Settings(ignore=("GX1",), config="the file", config_ignore=("GX1",)))
    assert report.probe("GX1").why == "ignored by the file"


def test_below_a_module_without_git_the_way_to_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/x\n")
    (tmp_path / "below").mkdir()
    with pytest.raises(NothingToExamine, match=f"-C {tmp_path}"):
        examine(tmp_path / "below", Settings())
