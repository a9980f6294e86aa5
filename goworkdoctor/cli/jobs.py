"""Which treatment is meant for which findings, when somebody says `fix`, `fix GW102` or `fix drop-use`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from msgspec import Struct

from goworkdoctor.actions.catalogue import TREATMENTS, treatment
from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Treatment
from goworkdoctor.model.report import Report

Key = tuple[str, str]


class Asked(Struct, frozen=True):
    """What to fix: rule codes and treatment ids; with neither, all that is safe.

    `only` are the directories of the modules to do it in, () for all.
    """

    codes: tuple[str, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        return not self.codes and not self.treatments

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes whose rules must be asked, () for every rule."""
        return tuple(dict.fromkeys([*self.codes, *(code for one in self.treatments for code in one.codes)]))

    @property
    def needs(self) -> frozenset[str]:
        """The facts that the treatments need or use beside those of the rules."""
        cures = (treatment(id) for rule in RULES if rule.code in self.codes for id in rule.treatments)
        return frozenset(need for one in (*cures, *self.treatments) if one for need in one.needs | one.uses)


class Job(Struct, frozen=True):
    """One treatment for all the findings it treats in one plan."""

    treatment: Treatment
    findings: tuple[Finding, ...] = ()

    @property
    def takes_a_choice(self) -> bool:
        return bool(self.treatment.choices or self.treatment.offers)

    @property
    def key(self) -> Key:
        """The same job, in whatever order and after whatever change."""
        subject = self.findings[0].subject if self.treatment.choices and self.findings else ""
        return self.treatment.id, subject


def ask(words: Iterable[str], only: Iterable[str] = ()) -> Asked:
    """The codes, code prefixes and treatment ids that the words name; raises ValueError for any other."""
    codes: list[str] = []
    treatments: list[Treatment] = []
    for word in words:
        matching = [rule.code for rule in RULES if rule.code.startswith(word.upper())]
        if named := treatment(word.lower()):
            treatments.append(named)
        elif word and matching:
            codes += matching
        else:
            raise ValueError(f"{word!r} is neither a rule's code nor a treatment ({_all_ids()})")
    return Asked(tuple(dict.fromkeys(codes)), tuple(treatments), tuple(map(posixpath.normpath, only)))


def _all_ids() -> str:
    return ", ".join(one.id for one in TREATMENTS)


def jobs(report: Report, asked: Asked) -> list[Job]:
    """What is to be planned, the worst finding's first."""
    groups: dict[Key, Job] = {}
    for finding in concerned(report, asked):
        for cure in _cures(finding, asked):
            job = Job(cure, (finding,))
            so_far = groups.get(job.key)
            groups[job.key] = Job(cure, (*so_far.findings, finding)) if so_far else job
    for named in asked.treatments:
        if (named.alone or not named.codes) and not any(id == named.id for id, _ in groups):
            groups[named.id, ""] = Job(named)
    return list(groups.values())


def concerned(report: Report, asked: Asked) -> list[Finding]:
    """The findings in the modules that are asked for."""
    if not asked.only:
        return list(report.findings)
    dirs = {module.dir for module in report.facts.modules or ()}
    return [one for one in report.findings if _home(one, dirs) in asked.only]


def _home(finding: Finding, dirs: set[str]) -> str:
    """The directory of the module that a finding is about."""
    place = finding.path or finding.subject.partition(":")[0]
    while place and place not in dirs:
        place = posixpath.dirname(place)
    return place or "."


def strangers(report: Report, asked: Asked) -> list[str]:
    """What of `only` is no module's directory."""
    return sorted({*asked.only} - {module.dir for module in report.facts.modules or ()})


def _cures(finding: Finding, asked: Asked) -> Iterator[Treatment]:
    """The treatments meant for a finding: those named, else the first that is offered."""
    offered = {fix.id: fix for fix in finding.fixes}
    named = [one for one in asked.treatments if one.id in offered]
    yield from named
    if named or not offered:
        return
    first = next(iter(offered.values()))
    safe = first.applicability is Applicability.SAFE
    if (cure := treatment(first.id)) and (finding.code in asked.codes or (asked.everything and safe)):
        yield cure


def untreatable(report: Report, asked: Asked) -> list[Finding]:
    """The findings of the codes asked for that no treatment is offered for."""
    found = concerned(report, asked)
    return [finding for finding in found if finding.code in asked.codes and not finding.fixes]


def left_to_the_user(report: Report) -> list[Finding]:
    """What `fix` alone does not plan, because its treatment must be chosen or cannot be undone."""
    return [
        finding
        for finding in report.findings
        if finding.fixes and finding.fixes[0].applicability is not Applicability.SAFE
    ]
