"""Use modules: add those outside the workspace to go.work."""

from __future__ import annotations

from goworkdoctor.actions.goworkfile import go_notes, listed, raise_go, spelled, workspace_of
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One `-use` a module, and the go line raised to the highest of theirs: members must not exceed it."""
    workspace, work = workspace_of(facts)
    dirs = sorted({finding.subject for finding in findings})
    modules = [_module(facts, dir) for dir in dirs]
    raised = raise_go(work, (module.go for module in modules))
    uses = (f"-use={spelled(workspace, dir)}" for dir in dirs)
    return Draft(
        title=f"use {listed(dirs)} in {workspace.file}",
        steps=(GoEdit("work", workspace.file, (*uses, *raised)),),
        notes=go_notes(facts, work, raised),
    )


def _module(facts: Facts, dir: str) -> Module:
    for module in facts.modules or ():
        if module.dir == dir and module.mod:
            return module
    raise Refused(f"{dir} has no go.mod that parses: go would refuse the whole workspace")


USE_MODULE = Treatment(
    id="use-module",
    title="Add the module to go.work",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GW101", "GS501"),
    needs=frozenset({"modules", "workspaces"}),
)
