"""The way back: every file of a migration as it was at its start, byte for byte, in one plan."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration.commit import take_off
from goworkdoctor.doctor.migration.session import Session
from goworkdoctor.doctor.migration.taking import sums_alone
from goworkdoctor.model.plan import EditFile, Plan, Receipt, Refused
from goworkdoctor.system import atomic

TITLE = "Abort the migration: all as it was at its start"


def abort(session: Session) -> tuple[Receipt | None, tuple[str, ...]]:
    """(receipt, None where nothing was to be changed; what stays, and why)."""
    if not session.started:
        raise Refused("no migration has begun in this checkout")
    plan = Plan("migrate-abort", TITLE, session.root, tuple(_edits(session)))
    commits = tuple(step.commit for step in session.done if step.commit)
    receipt = apply(plan) if plan.steps else None
    if receipt and receipt.state != "applied":
        raise Refused(f"the migration is not aborted: {receipt.why}")
    tracked = [path for path in session.files if not path.startswith(".git/")]
    committed = tracked and (commits or session.commit)
    kept = take_off(session.root, commits, tracked, session.known) if committed else ""
    sessions.forget(session)
    which = ", ".join(one[:10] for one in commits)
    files = ", ".join(tracked)
    how = f", and stay ({which}): commit {files} as it is now to take it all back" if which else ""
    return receipt, (f"{kept}{how}",) if kept else ()


def _edits(session: Session) -> Iterator[EditFile]:
    foreign = []
    for path, start in session.files.items():
        now = atomic.content(session.root / path)
        if not sums_alone(path, now) and not session.known(path, now):
            foreign.append(path)
        elif now != start:
            yield EditFile(session.root / path, now, start)
    if between := [path for path in session.foreign if path not in foreign]:
        raise Refused(
            f"{', '.join(between)} was changed by somebody else between two steps, and that would be lost: "
            "undo single steps (goworkdoctor history), or take out by hand what the migration put in"
        )
    if foreign:
        raise Refused(
            f"{', '.join(foreign)} was changed since by somebody else: put it as the migration left it, "
            "or keep it and undo single steps (goworkdoctor history)"
        )
