"""Raise the go line: go.work must not lag behind the go line of any member."""

from __future__ import annotations

from goworkdoctor.actions.goworkfile import go_notes, raise_go, workspace_of
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """go.work's go line at the highest of its members, as a bare `go work use` would set it."""
    workspace, work = workspace_of(facts)
    raised = raise_go(work, (use.mod.go for use in workspace.uses if use.mod))
    if not raised:
        raise Refused(f"nothing is left to do: no member of {workspace.file} needs a higher go line")
    return Draft(
        title=f"raise the go line of {workspace.file} to {raised[0].removeprefix('-go=')}",
        steps=(GoEdit("work", workspace.file, raised),),
        notes=go_notes(facts, work, raised),
    )


RAISE_WORK_GO = Treatment(
    id="raise-work-go",
    title="Raise the go line of go.work",
    applicability=Applicability.SAFE,
    draft=draft,
    codes=("GW104",),
    needs=frozenset({"workspaces"}),
)
