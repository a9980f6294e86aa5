"""GC601: corrupt entries of the build cache, those that go believes before those that it makes anew."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.checks.gc601_build_cache_corrupt import RULE
from goworkdoctor.doctor.judge import judge
from goworkdoctor.model.buildcache import BadEntry, BuildHealth
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.report import ProbeStatus
from tests.checks.examined import ERROR, INFO, said, severities


def facts(*bad: BadEntry) -> Facts:
    return Facts(Path("/repo"), build_health=BuildHealth("/cache", entries=9768, bad=bad))


def entry(number: int, *, notices: bool = False, blame: str = "") -> BadEntry:
    return BadEntry(f"ab/{number}-d", "its content is not the one that it is named by", 1200, notices, blame)


def test_a_healthy_cache_is_not_spoken_of() -> None:
    assert said("GC601", facts()) == []


def test_what_go_believes_is_an_error_and_names_the_package() -> None:
    (one,) = said("GC601", facts(entry(1, blame="ex.com/m/q")))
    assert one.message == (
        "1 of 9,768 entries of the build cache has the wrong content, and go does not notice: ex.com/m/q"
    )
    assert one.evidence[0].text == (
        "ab/1-d: its content is not the one that it is named by (1.2 kB, of ex.com/m/q)"
    )
    assert severities("GC601", facts(entry(1))) == [ERROR]


def test_what_go_makes_anew_is_a_note_of_its_own() -> None:
    found = facts(entry(1), entry(2, notices=True), entry(3, notices=True))
    assert severities("GC601", found) == [ERROR, INFO]
    assert len({one.subject for one in said("GC601", found)}) == 2


def test_of_very_many_the_first_are_shown() -> None:
    (one,) = said("GC601", facts(*(entry(number, blame=f"p{number}") for number in range(500))))
    assert len(one.evidence) == 21
    assert one.evidence[-1].text == "and 480 more"
    assert one.message.endswith("p0, p1, p2 and 497 more")


def test_what_may_not_be_read_is_not_called_healthy() -> None:
    health = BuildHealth("/cache", 9768, bad=(entry(1),), unreadable=("3f", "ab/ab0-d"))
    findings, probe = judge(Facts(Path("/repo"), build_health=health), RULE)
    assert len(findings) == 1
    assert (probe.status, probe.why) == (
        ProbeStatus.SKIPPED,
        "this user may not read 3f and ab/ab0-d in the build cache",
    )
