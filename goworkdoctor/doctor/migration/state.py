"""Where a migration stands: the facts, the session and the pre-flight as one Migration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goworkdoctor.doctor.migration.answers import fresh, with_answer
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.preflight import obstacles
from goworkdoctor.doctor.migration.scripts import script_changes
from goworkdoctor.doctor.migration.session import Answer, Session
from goworkdoctor.doctor.migration.steps import steps
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.migration import Migration, Preflight, Readiness
from goworkdoctor.model.reach import reach, tests_by_module
from goworkdoctor.model.report import Report

AGAINST = ("GM301", "GM302", "GM303", "GM305", "GM306", "GM307", "GM309", "GM312", "GS502")
"""Rules whose finding says that a module does not stand on its own for who uses it."""


def stand(report: Report, session: Session, preflight: Preflight | None = None) -> Migration:
    """The migration of an examined checkout; an earlier look's `preflight` saves reading scripts again."""
    facts, ground = report.facts, Ground(report.facts, session)
    changes, unread = (preflight.scripts, preflight.unread) if preflight else script_changes(facts)
    flight = Preflight(obstacles(ground), ground.stay_out, changes, unread)
    said = fresh(ground)
    planned = steps(ground, flight.obstacles, said)
    coming = next((step for step in planned if step.state == "next"), None)
    branch = facts.checkout.branch if facts.checkout else ""
    work = reach(facts).work if ground.workspace else frozenset[str]()
    tests = tests_by_module(facts)
    inside = sum(tests[dir].total for dir in work if dir in tests)
    return Migration(
        steps=planned,
        preflight=flight,
        stage=coming.stage if coming else None,
        started=session.started,
        branch=session.branch,
        elsewhere=branch if session.started and branch != session.branch else "",
        local=session.local,
        commit=session.commit,
        members=len(ground.members),
        tests_at_start=session.tests if session.started else inside,
        tests_now=inside,
        tests_total=sum(tests[module.dir].total for module in facts.counted_modules if module.dir in tests),
        readiness=tuple(_readiness(ground, report.findings, said)),
        notes=tuple(_notes(facts, session, branch)),
    )


def _readiness(
    ground: Ground, findings: tuple[Finding, ...], said: Mapping[str, Answer]
) -> Iterator[Readiness]:
    for module in ground.facts.counted_modules:
        against = [one for one in findings if one.code in AGAINST and _about(one, module.dir, module.file)]
        codes = tuple(sorted({one.code for one in against}))
        worse = [one for one in against if one.severity is not Severity.INFO]
        why = next((one.message for one in (*worse, *against)), "")
        one = Readiness(module.dir, False if worse else None, why, codes)
        yield with_answer(one, said.get(module.dir))


def _about(finding: Finding, dir: str, file: str) -> bool:
    return finding.path == file or finding.subject == dir


def _notes(facts: Facts, session: Session, branch: str) -> Iterator[str]:
    if session.started and branch != session.branch:
        here, there = branch or "a detached HEAD", session.branch or "a detached HEAD"
        yield f"the migration began on {there}, and this is {here}: what is done is judged by what is here"
    if session.pending:
        yield f"{session.pending} was interrupted before it was verified: --next begins with that"
