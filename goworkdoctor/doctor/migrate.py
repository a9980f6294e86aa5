"""Migration sessions: from nested modules to a workspace, one verified step at a time.

The verbs that the command line and the app use; each does one thing and can be left at any time.

    report = examine(start, settings)             needs tree, modules, workspaces, packages, toolchain, …
    state = look(report)                          what is done, next, blocked; writes nothing
    prepared = prepare(report, step_id)           proven in a scratch copy, and planned; writes nothing
    taken = carry_out(report, prepared)           applied, verified in place, journalled (or rolled back)
"""

from __future__ import annotations

from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration.state import stand
from goworkdoctor.model.migration import Migration, Preflight
from goworkdoctor.model.report import Report

NEEDS = frozenset(
    {"tree", "modules", "workspaces", "packages", "toolchain", "environment", "checkout", "targets"}
)
"""The facts that a migration stands on (`Settings.wanted`)."""


def look(report: Report, preflight: Preflight | None = None) -> Migration:
    """Where the migration stands; `preflight` is an earlier look's, so that no script is read again.

    Raises Refused where the session on disk is damaged. Writes nothing.
    """
    return stand(report, sessions.load(report.facts.root), preflight)
