"""Staging modules and their checks: one row a module, with what each rule says of it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from goworkdoctor.model.facts import StagingModule
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.report import ProbeStatus, Report
from goworkdoctor.tui.view.modules import owner

CHECKS = ("GS501", "GS502", "GS503", "GS504", "GS505", "GS507")
"""The rules that speak of single staging modules."""


class StagingRow(Struct, frozen=True):
    """`against` are the findings that speak against publishing; `unseen` the rules that did not look."""

    module: StagingModule
    findings: tuple[Finding, ...]
    against: tuple[Finding, ...]
    unseen: frozenset[str]
    blind: tuple[str, ...]

    @property
    def dir(self) -> str:
        return self.module.dir

    @property
    def worst(self) -> Severity | None:
        said = (finding.severity for finding in (*self.findings, *self.against))
        return min(said, key=lambda severity: severity.rank, default=None)

    def says(self, code: str) -> Severity | None:
        """The worst that a rule says of the module; None where it says nothing."""
        said = (finding.severity for finding in self.findings if finding.code == code)
        return min(said, key=lambda severity: severity.rank, default=None)

    @property
    def ready(self) -> bool | None:
        """False where a rule speaks against publishing it, None where one of them could not look."""
        if any(finding.severity is not Severity.INFO for finding in self.against):
            return False
        return None if self.blind else True


@lru_cache(maxsize=2)
def staging_rows(report: Report) -> tuple[StagingRow, ...]:
    """Every staging module, in the order of the facts."""
    from goworkdoctor.doctor.migration.state import AGAINST

    looked = {probe.name for probe in report.probes if probe.status is ProbeStatus.OK}
    unseen = frozenset(CHECKS) - looked
    blind = tuple(code for code in AGAINST if code not in looked)
    dirs = frozenset(module.dir for module in report.facts.modules or ())
    spoken: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.code in (*CHECKS, *AGAINST):
            for dir in {finding.subject, owner(finding.path or finding.subject, dirs)}:
                spoken.setdefault(dir, []).append(finding)
    return tuple(
        StagingRow(
            module,
            tuple(one for one in spoken.get(module.dir, ()) if one.code in CHECKS),
            tuple(one for one in spoken.get(module.dir, ()) if one.code in AGAINST),
            unseen,
            blind,
        )
        for module in report.facts.staging or ()
    )
