"""Drop stale uses: take directories without a go.mod out of go.work.

`go work use ./gone` fails on them and writes nothing, and one stale line blocks every other change by
`go work use`; `go work edit` does not look at the directories.
"""

from __future__ import annotations

from goworkdoctor.actions.goworkfile import listed, workspace_of
from goworkdoctor.model.facts import Facts, UsedModule
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, GoEdit, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One edit for all: `-dropuse` by the written spelling, or the line itself where no flag can name it."""
    workspace, _ = workspace_of(facts)
    written = {finding.subject for finding in findings}
    stale = [use for use in workspace.uses if not use.exists and use.written in written]
    names = list(dict.fromkeys(use.written for use in stale))
    return Draft(
        title=f"drop {listed(names)} from {workspace.file}",
        steps=(
            GoEdit(
                "work",
                workspace.file,
                tuple(f"-dropuse={name}" for name in names if nameable(name)),
                remove_lines=tuple(use.line for use in stale if not nameable(use.written)),
            ),
        ),
        notes=_notes(workspace.uses, stale),
    )


def nameable(written: str) -> bool:
    """Whether `-dropuse` takes this spelling as it is; others (`gone`) it turns into `./gone` and misses."""
    return written in (".", "..") or written.startswith(("./", "../", "/"))


def _notes(uses: tuple[UsedModule, ...], stale: list[UsedModule]) -> tuple[str, ...]:
    if len(stale) < len(uses):
        return ()
    return ("no module is left in the workspace then, and go needs one: use another or remove the file",)


DROP_STALE_USE = Treatment(
    id="drop-stale-use",
    title="Drop the stale use from go.work",
    applicability=Applicability.SAFE,
    draft=draft,
    codes=("GW102",),
    needs=frozenset({"workspaces"}),
)
