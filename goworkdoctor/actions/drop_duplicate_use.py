"""Drop duplicate uses: of several lines for one directory, keep the first."""

from __future__ import annotations

from goworkdoctor.actions.goworkfile import listed, workspace_of
from goworkdoctor.model.facts import Facts, Workspace
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """The later lines go by number: two alike have no name that tells them apart."""
    workspace, _ = workspace_of(facts)
    dirs = sorted({finding.subject for finding in findings})
    extra = [line for dir in dirs for line in _lines(workspace, dir)[1:]]
    if not extra:
        raise Refused(f"nothing is left to do: {workspace.file} uses {listed(dirs)} once")
    return Draft(
        title=f"use {listed(dirs)} only once in {workspace.file}",
        steps=(GoEdit("work", workspace.file, remove_lines=tuple(sorted(extra))),),
    )


def _lines(workspace: Workspace, dir: str) -> list[int]:
    return sorted(use.line for use in workspace.uses if use.dir == dir)


DROP_DUPLICATE_USE = Treatment(
    id="drop-duplicate-use",
    title="Drop the duplicate use from go.work",
    applicability=Applicability.SAFE,
    draft=draft,
    codes=("GW112",),
    needs=frozenset({"workspaces"}),
)
