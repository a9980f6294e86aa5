"""The report as JSON: goworkdoctor.report/v1, a contract to which keys are only ever added.

A value is null where the doctor did not look; `probes` says why. Lists are in a stable order, so that
two runs on the same tree differ only in `ms`, caches, cleaning, disk and processes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from goworkdoctor import __version__
from goworkdoctor.model.facts import Disk
from goworkdoctor.model.finding import Severity
from goworkdoctor.model.report import Report
from goworkdoctor.report import cacherecords, records
from goworkdoctor.report.counts import Counts, count
from goworkdoctor.report.escape import valid

SCHEMA = "goworkdoctor.report/v1"
Json = dict[str, Any]
T = TypeVar("T")


def render(report: Report) -> str:
    """The report as JSON text, valid Unicode however the names are encoded, ending in a newline."""
    return json.dumps(_valid(as_dict(report)), ensure_ascii=False, indent=2) + "\n"


def as_dict(report: Report) -> Json:
    """The report in the contract's shape; names may still hold undecodable bytes."""
    facts = report.facts
    counts = count(facts)
    return {
        "schema": SCHEMA,
        "tool": {"name": "goworkdoctor", "version": __version__},
        "root": str(facts.root),
        "head": (facts.checkout.head or None) if facts.checkout else None,
        "go": records.go(facts.toolchain),
        "summary": _summary(report, counts),
        "modules": _each(facts.modules, lambda m: records.module(facts, m, counts), lambda m: m.dir),
        "workspace": records.workspace(facts, facts.workspace),
        "stray_workspaces": sorted(stray.file for stray in facts.workspaces.stray)
        if facts.workspaces
        else None,
        "staging": _each(facts.staging, records.staging, lambda module: module.dir),
        "git_submodules": _each(facts.git_submodules, records.git_submodule, lambda module: module.path),
        "caches": _each(
            facts.caches,
            lambda c: cacherecords.cache(facts, c, report.clinic),
            lambda cache: (cache.kind, cache.dir),
        ),
        "cleaning": [cacherecords.tier(tier) for tier in report.clinic.tiers] if report.clinic else None,
        "disk": _disk(facts.disk),
        "processes": _each(facts.processes, records.process, lambda process: process.pid),
        "findings": _each(report.findings, records.finding, lambda finding: finding.order),
        "probes": _each(report.probes, records.probe, lambda probe: probe.name),
    }


def _each(
    items: Iterable[T] | None, one: Callable[[T], Json], order: Callable[[T], Any]
) -> list[Json] | None:
    return None if items is None else [one(item) for item in sorted(items, key=order)]


def _summary(report: Report, counts: Counts) -> Json:
    def known(number: int) -> int | None:
        return number if counts.known else None

    return {
        "modules": None if report.facts.modules is None else counts.modules,
        "packages": known(counts.packages),
        "tests": known(counts.tests.total),
        "tests_reached": {
            "root": known(counts.tests_reached_by_root),
            "work": known(counts.tests_reached_by_work),
            "ci": None,
        },
        "findings": {severity.value: report.count(severity) for severity in Severity},
    }


def _disk(disks: tuple[Disk, ...] | None) -> Json | None:
    """The filesystem with the least room: the first to fill up."""
    if not disks:
        return None
    tightest = min(disks, key=lambda disk: disk.free)
    return {"free": tightest.free, "total": tightest.total}


def _valid(value: Any) -> Any:
    """The value with every string in valid Unicode."""
    if isinstance(value, str):
        return valid(value)
    if isinstance(value, dict):
        return {key: _valid(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_valid(item) for item in value]
    return value
