"""Tidy plan: the go.mod and go.sum files that `go mod tidy` makes, dependencies first, only where needed."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.actions.goworkfile import listed
from goworkdoctor.model.facts import Facts, Tidiness
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.graph import dependencies, dependencies_first
from goworkdoctor.model.plan import Draft, EditFile, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """What tidying all untidy modules came to on the copy: one after the other, they depend on each other."""
    planned = {tidiness.dir: tidiness for tidiness in facts.tidiness or () if tidiness.planned}
    order = [dir for dir in dependencies_first(dependencies(facts)) if dir in planned]
    if not order:
        raise Refused("nothing is left to do: every module is tidy")
    steps = tuple(
        EditFile(facts.root / change.path, change.before, change.after)
        for dir in order
        for change in planned[dir].planned
    )
    return Draft(f"tidy {listed(order)}", steps, tuple(_notes([planned[dir] for dir in order], findings)))


def _notes(planned: list[Tidiness], findings: tuple[Finding, ...]) -> Iterator[str]:
    named = {finding.subject for finding in findings}
    if more := [tidiness.dir for tidiness in planned if tidiness.dir not in named]:
        yield f"{listed(more)} must follow: they depend on what changes, or are not tidy either"
    yield "made by go on a copy, from what the module cache holds: what is added may have newer versions"


TIDY_PLAN = Treatment(
    id="tidy-plan",
    title="Tidy the modules, dependencies first",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GM311",),
    needs=frozenset({"modules", "packages", "tree", "tidiness"}),
)
