"""Expire test results: the next `go test` runs every test, whatever the cache remembers."""

from __future__ import annotations

from goworkdoctor.actions.goclean import go_clean
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, Treatment

COST = "expired results stay expired; the next `go test` runs each test once more"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """`go clean -testcache` writes a time stamp; results older than it no longer count."""
    return Draft(
        title="expire all cached test results",
        steps=(go_clean(facts, "-testcache", COST),),
        notes=("nothing is deleted: only results of tests count no more, of every checkout of this user",),
    )


EXPIRE_TEST_RESULTS = Treatment(
    id="expire-test-results",
    title="Expire cached test results",
    applicability=Applicability.SAFE,
    draft=draft,
    needs=frozenset({"toolchain", "environment"}),
)
