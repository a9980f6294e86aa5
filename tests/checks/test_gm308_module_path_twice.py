"""GM308: one module path in two directories."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from goworkdoctor.model.facts import Facts, IgnoredBecause, StrayWorkspace, Workspaces
from goworkdoctor.model.finding import Severity
from tests.builders import facts, module, used, workspace
from tests.checks.examined import INFO, WARNING, said, severities

A, B = module("a", "ex.com/same"), module("b", "ex.com/same")
STRAY = StrayWorkspace("x/go.work", "x", frozenset({"b", "c"}))
OWN = tuple(StrayWorkspace(f"{dir}/go.work", dir, frozenset({dir})) for dir in "ab")
ASKS = module("c", requires=[("ex.com/same", "v1.0.0")])


def test_all_directories_are_evidence() -> None:
    (seen,) = said("GM308", facts(A, B))
    assert seen.subject == "ex.com/same"
    assert [(one.path, one.line) for one in seen.evidence] == [("a/go.mod", 1), ("b/go.mod", 1)]


@pytest.mark.parametrize(
    ("shape", "severity"),
    [
        (facts(*(module(f"examples/{n}", "rideshare") for n in range(5))), INFO),
        (facts(A, B, ASKS), WARNING),
        (facts(A, B, workspaces=workspace(used(A))), WARNING),
        (facts(A, B, workspaces=Workspaces(stray=(STRAY,))), WARNING),
        (facts(A, B, workspaces=Workspaces(stray=OWN)), INFO),
    ],
    ids=["examples", "required", "one is used", "one is used in a stray workspace", "each in its own"],
)
def test_it_matters_where_something_asks_for_the_path(shape: Facts, severity: Severity) -> None:
    assert severities("GM308", shape) == [severity]


def test_no_word_where_gw103_speaks_or_the_other_is_ignored() -> None:
    assert not said("GM308", facts(A, B, workspaces=workspace(used(A), used(B))))
    assert not said("GM308", facts(A, replace(B, ignored_because=IgnoredBecause.TESTDATA)))
    assert not said("GM308", facts(A, module("b")))
