"""GS504: a publishing rule lacks a sibling that the module needs."""

from __future__ import annotations

import pytest

from goworkdoctor.model.finding import Confidence
from tests.checks.examined import INFO, WARNING, said, severities
from tests.checks.staging import API, CLI, CLIENT, FILE, V0, a_staged, entry, repository, root, rules

PSEUDO = "v2.0.0-00010101000000-000000000000"


@pytest.mark.parametrize(
    ("version", "severity"), [(V0, WARNING), (PSEUDO, WARNING), ("v0.30.0", INFO), ("v2.1.0", INFO)]
)
def test_a_required_sibling_must_be_a_dependency(version: str, severity: object) -> None:
    given = rules(("api", [entry(API)]), ("client", [entry(CLIENT, line=9)]))
    client = a_staged(CLIENT, requires=[("ex.com/api", version)])
    seen = repository(root(), a_staged(API), client, publishing=given)
    (one,) = said("GS504", seen)
    assert (one.subject, one.path, one.line) == (CLIENT, FILE, 9)
    assert "needs ex.com/api" in one.message
    assert "does not name api among its dependencies" in one.message
    assert severities("GS504", seen) == [severity]


def test_a_rule_that_names_them_is_fine() -> None:
    given = rules(("api", [entry(API)]), ("client", [entry(CLIENT, "api")]))
    client = a_staged(CLIENT, requires=[("ex.com/api", V0), ("ex.com/other", "v1.0.0")])
    assert not said("GS504", repository(root(), a_staged(API), client, publishing=given))


def test_what_a_sibling_requires_is_a_note() -> None:
    """As in kcp-dev/kcp#3702: the bot must know all repositories whose new commits it meets."""
    given = rules(("api", [entry(API)]), ("client", [entry(CLIENT, "api")]), ("cli", [entry(CLI, "client")]))
    client = a_staged(CLIENT, requires=[("ex.com/api", V0)])
    cli = a_staged(CLI, requires=[("ex.com/client", V0)])
    seen = repository(root(), a_staged(API), client, cli, publishing=given)
    (one,) = said("GS504", seen)
    assert (one.subject, one.confidence) == (CLI, Confidence.LIKELY)
    assert "needs, through ex.com/client, ex.com/api" in one.message
    assert one.evidence[0].path == f"{CLIENT}/go.mod"
    assert severities("GS504", seen) == [INFO]


@pytest.mark.parametrize(("go", "found"), [("1.24", 0), ("1.16", 1)])
def test_deeper_than_that_go_prunes_the_graph(go: str, found: int) -> None:
    deep = "staging/src/ex.com/deep"
    modules = [
        a_staged(API, requires=[("ex.com/deep", V0)], go=go),
        a_staged(CLIENT, requires=[("ex.com/api", V0)], go=go),
        a_staged(CLI, requires=[("ex.com/client", V0)], go=go),
        a_staged(deep),
    ]
    given = rules(
        ("deep", [entry(deep)]),
        ("api", [entry(API, "deep")]),
        ("client", [entry(CLIENT, "api", "deep")]),
        ("cli", [entry(CLI, "client", "api")]),
    )
    assert len(said("GS504", repository(root(), *modules, publishing=given))) == found


def test_entries_for_other_branches_are_not_judged() -> None:
    given = rules(
        ("api", [entry(API)]), ("client", [entry(CLIENT, "api"), entry(CLIENT, branch="release-1")])
    )
    client = a_staged(CLIENT, requires=[("ex.com/api", V0)])
    assert not said("GS504", repository(root(), a_staged(API), client, publishing=given))


def test_a_sibling_that_is_not_published_is_another_matter() -> None:
    given = rules(("client", [entry(CLIENT)]))
    client = a_staged(CLIENT, requires=[("ex.com/api", V0)])
    assert not said("GS504", repository(root(), a_staged(API), client, publishing=given))


def test_modules_that_require_each_other_end() -> None:
    given = rules(("api", [entry(API, "client")]), ("client", [entry(CLIENT, "api")]))
    api, client = (
        a_staged(API, requires=[("ex.com/client", V0)]),
        a_staged(CLIENT, requires=[("ex.com/api", V0)]),
    )
    assert not said("GS504", repository(root(), api, client, publishing=given))
