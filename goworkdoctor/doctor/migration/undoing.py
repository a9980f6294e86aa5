"""Undo, for steps of a migration: the commit that was made of one goes too, or is said to stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.doctor import undo as engine
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration.commit import commit, holds, take_off
from goworkdoctor.doctor.migration.session import Done, Session
from goworkdoctor.doctor.migration.taking import TREATMENT
from goworkdoctor.model.plan import Receipt, Refused
from goworkdoctor.system import atomic


def undo(receipt_id: str | None, root: Path) -> Receipt:
    """As the engine's; `why` also says what became of the step's commit. Raises Refused."""
    receipt = engine.undo(receipt_id, root)
    if receipt.treatment != TREATMENT or receipt.state != "undone":
        return receipt
    try:
        session = sessions.load(root)
        step = next((one for one in session.done if one.receipt == receipt.id), None)
        if step is None:
            return receipt
        said = _uncommitted(session, step, receipt.paths) if step.commit else ""
        done = tuple(one for one in session.done if one is not step)
        split = tuple(dir for dir in session.split if dir not in step.modules)
        sessions.save(replace(session, done=done, split=split))
    except Refused as refused:
        said = str(refused)
    return replace(receipt, why="; ".join(filter(None, (receipt.why, said))))


def _uncommitted(session: Session, step: Done, paths: Sequence[str]) -> str:
    """The branch is set back where the commit is its tip and nobody else has it; else it is reverted."""
    root, sha = session.root, step.commit
    tracked = [path for path in paths if not path.startswith(".git/")]
    if not (kept := take_off(root, (sha,), tracked, session.known)):
        return f"its commit {sha[:10]} is taken off the branch"
    by_hand = f"its commit {sha[:10]} stays: commit {', '.join(tracked)} to take it back"
    if not holds(root, sha):
        return f"its commit {sha[:10]} is on another branch, and stays there"
    try:
        files = {path: atomic.content(root / path) for path in tracked}
        new = commit(root, files, f'Revert "{step.title}"\n\nThis reverts commit {sha}.\n')
    except Refused as refused:
        return f"{by_hand} ({refused})"
    return f"{kept}: commit {new[:10]} takes {sha[:10]} back"
