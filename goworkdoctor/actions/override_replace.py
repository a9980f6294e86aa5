"""Override a replace: settle in go.work what its members replace in different ways."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from goworkdoctor.actions.goworkfile import spelled, workspace_of
from goworkdoctor.golang.modfile import Replace
from goworkdoctor.model.facts import Facts, UsedModule, Workspace
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Choice, Draft, GoEdit, Refused, Treatment


def choices(facts: Facts, finding: Finding) -> tuple[Choice, ...]:
    """The targets that members replace the module by, each with who asks for it."""
    workspace = facts.workspace
    if workspace is None:
        return ()
    wanted: dict[str, list[str]] = {}
    for use, replace in _competing(workspace, finding.subject):
        wanted.setdefault(_target(workspace, use, replace), []).append(use.path or use.dir)
    return tuple(Choice(target, f"{target}, as {', '.join(who)} has it") for target, who in wanted.items())


def _competing(workspace: Workspace, subject: str) -> Iterator[tuple[UsedModule, Replace]]:
    """The members' replace lines that bear on `path` or `path@version`, in the order of the use lines."""
    path, _, version = subject.partition("@")
    for use in workspace.uses:
        for replace in use.mod.replaces if use.mod else ():
            if replace.old_path == path and replace.old_version in ("", version):
                yield use, replace


def _target(workspace: Workspace, use: UsedModule, replace: Replace) -> str:
    """The target as go.work must spell it: a directory relative to go.work, or `path@version`."""
    if not replace.local:
        return f"{replace.new_path}@{replace.new_version}"
    if posixpath.isabs(replace.new_path):
        return replace.new_path
    return spelled(workspace, posixpath.normpath(posixpath.join(use.dir, replace.new_path)))


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """A replace in go.work, which goes before those of all members."""
    workspace, _ = workspace_of(facts)
    subjects = sorted({finding.subject for finding in findings})
    if len(subjects) != 1 or choice is None:
        raise Refused("each conflict has targets of its own: treat one finding after the other")
    return Draft(
        title=f"replace {subjects[0]} by {choice} for the whole workspace",
        steps=(GoEdit("work", workspace.file, (f"-replace={subjects[0]}={choice}",)),),
        notes=("only the workspace is settled: outside it each go.mod keeps its own replace",),
    )


OVERRIDE_REPLACE = Treatment(
    id="override-replace",
    title="Settle the conflict by a replace in go.work",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GW105", "GW106"),
    needs=frozenset({"workspaces"}),
    choices=choices,
)
