"""report.json v1: every key of the contract, its type, and what it counts."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.report import Report
from goworkdoctor.report.json import render
from tests.builders import ROOT, facts, module
from tests.report.samples import OUTSIDE, STALE, full, healthy
from tests.report.shape import CONTRACT, mismatches


def rendered(report: Report) -> Any:
    return json.loads(render(report))


def test_a_full_report_has_the_shape_of_the_contract() -> None:
    assert list(mismatches(rendered(full()), CONTRACT)) == []


def test_an_empty_examination_has_the_shape_of_the_contract() -> None:
    assert list(mismatches(rendered(Report(Facts(ROOT))), CONTRACT)) == []


def test_the_checker_of_the_contract_sees_what_is_wrong() -> None:
    report = rendered(full())
    report["modules"][1]["packages"] = "3"
    report["summary"]["tests_reached"]["root"] = True
    del report["disk"]["total"]
    assert len(list(mismatches(report, CONTRACT))) == 3


def test_the_sums_leave_ignored_modules_and_unbuilt_packages_out() -> None:
    summary = rendered(full())["summary"]
    assert summary["modules"] == 3
    assert summary["packages"] == 3
    assert summary["tests"] == 10
    assert summary["tests_reached"] == {"root": 3, "work": 4, "ci": None}
    assert summary["findings"] == {"error": 1, "warning": 1, "info": 0}


def test_a_module_tells_its_tests_and_who_reaches_it() -> None:
    modules = {one["dir"]: one for one in rendered(full())["modules"]}
    assert modules["."]["tests"] == {
        "test": 1, "benchmark": 1, "fuzz": 1, "example": 0, "tag_gated": 4, "specs": 5,
    }  # fmt: skip
    assert modules["."]["reached_by"] == {"root": True, "work": True, "ci": "unknown"}
    assert modules["tools"]["reached_by"] == {"root": False, "work": False, "ci": "unknown"}
    assert modules["tools"]["in_workspace"] is False
    assert modules["a/testdata/m"]["kind"] == "ignored"
    assert modules["a/testdata/m"]["ignored_because"] == "testdata"


def test_the_workspace_tells_what_it_uses_and_what_not() -> None:
    workspace = rendered(full())["workspace"]
    assert workspace["uses"][2] == {"dir": "gone", "path": None, "exists": False}
    assert workspace["unused_modules"] == ["tools"]


def test_what_was_not_looked_at_is_null_and_not_none_found() -> None:
    unseen = rendered(Report(facts(module("."), packages=None, staging=None)))
    assert unseen["summary"]["tests"] is None
    assert unseen["modules"][0]["packages"] is None
    assert unseen["staging"] is None
    assert rendered(healthy())["staging"] == []


def test_without_a_workspace_in_workspace_is_null() -> None:
    assert rendered(healthy())["modules"][0]["in_workspace"] is None


def test_lists_do_not_depend_on_the_order_of_discovery() -> None:
    report = full()
    turned = replace(
        report,
        facts=replace(report.facts, modules=report.facts.modules[::-1], caches=report.facts.caches[::-1]),
        findings=report.findings[::-1],
        probes=report.probes[::-1],
    )
    assert render(turned) == render(report)


def test_findings_come_worst_first() -> None:
    assert [one["code"] for one in rendered(full(OUTSIDE, STALE))["findings"]] == ["GW102", "GT201"]


def test_names_that_are_no_utf8_become_escapes_in_valid_json() -> None:
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    report = full(Finding("GW101", Severity.INFO, "t", name, f"{name}\x1b[2J", path=f"{name}/go.mod"))
    text = render(report)
    text.encode("utf-8")
    finding = json.loads(text)["findings"][0]
    assert finding["path"] == "caf\\xe9/go.mod"
    assert finding["message"] == "caf\\xe9\x1b[2J"


def test_a_module_with_no_package_at_all_counts_zero() -> None:
    empty = rendered(Report(facts(module("."), packages=())))
    assert empty["modules"][0]["packages"] == 0
