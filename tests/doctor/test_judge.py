"""A rule's observation becomes a finding in the rule's words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from goworkdoctor.doctor.judge import judge, lacks
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity
from tests.builders import facts, module


def rule(*seen: Observation) -> Rule:
    def check(facts: Facts) -> Iterator[Observation]:
        yield from seen

    return Rule("GX1", "title", Severity.WARNING, "why", "example", "do this", frozenset({"disk"}), check)


def test_the_rules_severity_and_cure_stand_where_the_case_has_none_of_its_own() -> None:
    [finding], _ = judge(facts(module()), rule(Observation("a", "says")))
    assert (finding.severity, finding.cure, finding.title) == (Severity.WARNING, "do this", "title")


def test_a_case_may_be_milder_than_its_rule() -> None:
    [finding], _ = judge(facts(module()), rule(Observation("a", "says", severity=Severity.INFO, cure="rest")))
    assert (finding.severity, finding.cure) == (Severity.INFO, "rest")


def test_a_fingerprint_stays_when_the_line_moves_and_differs_between_subjects() -> None:
    [here, moved, other], _ = judge(
        facts(module()),
        rule(Observation("a", "x", line=1), Observation("a", "y", line=9), Observation("b", "x", line=1)),
    )
    assert here.fingerprint == moved.fingerprint != other.fingerprint


def test_only_an_error_stops_go() -> None:
    stopping = replace(
        rule(Observation("a", "x"), Observation("b", "y", severity=Severity.ERROR)), stops_go=True
    )
    findings, _ = judge(facts(module()), stopping)
    assert [finding.stops_go for finding in findings] == [False, True]


def test_what_a_rule_lacks_is_named() -> None:
    assert lacks(facts(module()), rule()) == ("disk",)
