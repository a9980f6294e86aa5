"""A report: the facts, what was found in them, and how each part of the examination went."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from msgspec import Struct

from goworkdoctor.model.clinic import Clinic
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding, Severity

LEFT_FOR_DEEP = "--deep looks"
"""Why a gatherer was skipped that would have run with --deep."""


class ProbeStatus(StrEnum):
    OK = "ok"
    SKIPPED = "skipped"
    FAILED = "failed"


class Probe(Struct, frozen=True):
    """One gatherer's or check's run: `why` is given unless it went well; `ms` is wall time."""

    name: str
    status: ProbeStatus = ProbeStatus.OK
    why: str = ""
    ms: int = 0


class Report(Struct, frozen=True, eq=False):
    """What an examination says. Compared by identity, so that a second look always counts as new.

    While an examination runs, `running` names the probes under way; a finished one has none. `clinic` is
    what is told of the caches at length, None where nobody asked for it (--deep does).
    """

    facts: Facts
    findings: tuple[Finding, ...] = ()
    probes: tuple[Probe, ...] = ()
    running: tuple[str, ...] = ()
    seconds: float = 0.0
    clinic: Clinic | None = None

    @property
    def finished(self) -> bool:
        return not self.running

    def count(self, severity: Severity) -> int:
        return Counter(finding.severity for finding in self.findings)[severity]

    @property
    def stopping(self) -> tuple[str, ...]:
        """The codes of the errors for which go builds, tests and lists nothing here."""
        return tuple(sorted({finding.code for finding in self.findings if finding.stops_go}))

    def probe(self, name: str) -> Probe | None:
        return next((probe for probe in self.probes if probe.name == name), None)
