"""Why something is not known: still examined, skipped or failed, and never silently healthy."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.report import ProbeStatus, Report

FACTS = tuple(name for name in Facts.__struct_fields__ if name != "root")


def unknown(report: Report | None, *needs: str) -> str:
    """Why the facts named are not all there; "" where they are."""
    if report is None:
        return "examining…"
    missing = [name for name in needs if getattr(report.facts, name) is None]
    reasons = (_reason(report, name) for name in missing)
    return next((reason for reason in reasons if reason != "examining…"), "examining…" if missing else "")


def _reason(report: Report, name: str) -> str:
    probe = report.probe(name)
    if probe and probe.status is not ProbeStatus.OK:
        return f"{probe.status}: {probe.why}"
    return "not examined" if report.finished else "examining…"


def progress(report: Report) -> float:
    """The share of the gatherers that are done, 0 to 1."""
    done = sum(1 for name in FACTS if report.probe(name))
    waiting = sum(1 for name in report.running if name in FACTS)
    return done / (done + waiting) if done + waiting else 1.0


def continued(old: Report | None, new: Report) -> Report:
    """A growing report on top of the one before it, so that a second look never empties a pane."""
    if old is None or new.finished or old.facts.root != new.facts.root:
        return new
    kept = {name: getattr(old.facts, name) for name in FACTS if new.probe(name) is None}
    asked = {probe.name for probe in new.probes}
    findings = (*new.findings, *(finding for finding in old.findings if finding.code not in asked))
    ordered = tuple(sorted(findings, key=lambda finding: finding.order))
    return replace(new, facts=replace(new.facts, **kept), findings=ordered)
