"""Judge facts: each selected rule speaks once the facts it needs are there."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding, Fix, Observation, Rule, Severity, Unexamined
from goworkdoctor.model.report import Probe, ProbeStatus


def judge(facts: Facts, rule: Rule) -> tuple[tuple[Finding, ...], Probe]:
    """A rule's findings, and how its check went: one that raises has a failed probe and no findings.

    What it found before it said that it could not see more (Unexamined) stands; its probe is skipped.
    """
    began = monotonic()
    findings: tuple[Finding, ...] = ()
    try:
        for seen in rule.check(facts):
            findings += (finding(rule, seen),)
    except Unexamined as unseen:
        return findings, Probe(rule.code, ProbeStatus.SKIPPED, str(unseen), _ms(began))
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        return (), Probe(rule.code, ProbeStatus.FAILED, why, _ms(began))
    return findings, Probe(rule.code, ms=_ms(began))


def finding(rule: Rule, seen: Observation) -> Finding:
    """An observation in its rule's words, with the treatments on offer for it."""
    offered = rule.treatments if seen.treatments is None else seen.treatments
    severity = seen.severity or rule.severity
    return Finding(
        code=rule.code,
        severity=severity,
        title=rule.title,
        subject=seen.subject,
        message=seen.message,
        path=seen.path,
        line=seen.line,
        confidence=seen.confidence,
        evidence=seen.evidence,
        cure=seen.cure or rule.cure,
        fixes=tuple(_fixes(rule.code, offered)),
        stops_go=(rule.stops_go or seen.stops_go) and severity is Severity.ERROR,
    )


def _fixes(code: str, ids: Iterable[str]) -> Iterable[Fix]:
    for id in ids:
        from goworkdoctor.actions.catalogue import treatment  # not before a treatment is needed

        if found := treatment(id):
            yield Fix(id, found.title, found.applicability, f"goworkdoctor fix {code}")


def lacks(facts: Facts, rule: Rule) -> tuple[str, ...]:
    """The facts that a rule needs and that were not gathered."""
    return tuple(sorted(name for name in rule.needs if getattr(facts, name) is None))


def _ms(began: float) -> int:
    return round((monotonic() - began) * 1000)
