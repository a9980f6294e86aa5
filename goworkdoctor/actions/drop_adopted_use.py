"""Drop adopted uses: take modules that were swept up by `go work use -r` out of go.work again."""

from __future__ import annotations

from goworkdoctor.actions.drop_stale_use import nameable
from goworkdoctor.actions.goworkfile import listed, workspace_of
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One edit for all: by the written spelling, or by the line where no flag can name it."""
    workspace, _ = workspace_of(facts)
    dirs = {finding.subject for finding in findings}
    uses = [use for use in workspace.uses if use.dir in dirs]
    if not uses:
        raise Refused(f"nothing is left to do: {workspace.file} uses {listed(sorted(dirs))} no more")
    names = dict.fromkeys(use.written for use in uses if nameable(use.written))
    return Draft(
        title=f"drop {listed(sorted(dirs))} from {workspace.file}",
        steps=(
            GoEdit(
                "work",
                workspace.file,
                tuple(f"-dropuse={name}" for name in names),
                remove_lines=tuple(use.line for use in uses if not nameable(use.written)),
            ),
        ),
        notes=("a later `go work use -r` would adopt them again",),
    )


DROP_ADOPTED_USE = Treatment(
    id="drop-adopted-use",
    title="Drop the adopted module from go.work",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GW109",),
    needs=frozenset({"workspaces"}),
)
