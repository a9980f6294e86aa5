"""Undo an applied plan: its files as they were before, to the byte."""

from __future__ import annotations

import os
from pathlib import Path

from goworkdoctor.doctor import journal
from goworkdoctor.doctor.entry import Entry, paths, relative
from goworkdoctor.doctor.sides import Forward, Side, bring, side
from goworkdoctor.model.plan import Move, Receipt, Refused, final, place


def undo(receipt_id: str | None, root: Path) -> Receipt:
    """Take back the plan with that receipt, or the newest that can be undone in this checkout.

    Raises Refused, with nothing done, where there is none, where a file is no longer what the plan left,
    or where the plan cannot be undone.
    """
    with journal.locked():
        list(journal.recover_locked())
        entry = _find(receipt_id, root)
        if reasons := list(_objections(entry)):
            raise Refused("; ".join(reasons))
        return _take_back(entry).receipt


def _find(receipt_id: str | None, root: Path) -> Entry:
    here = [entry for entry in journal.entries() if entry.plan.root == root.resolve()]
    if receipt_id is None:
        entry = next((entry for entry in here if entry.receipt.undoable), None)
        if entry is None:
            raise Refused("nothing that was done in this checkout can be undone")
        return entry
    entry = next((entry for entry in here if entry.id == receipt_id), None)
    if entry is None:
        raise Refused(f"the journal has no {receipt_id} for this checkout: see `goworkdoctor history`")
    _must_be_undoable(entry)
    return entry


def _must_be_undoable(entry: Entry) -> None:
    if entry.state != "applied":
        raise Refused(f"{entry.id} ({entry.plan.title}) is {entry.state}: there is nothing to undo")
    for step in entry.plan.steps:
        if why := final(step):
            raise Refused(f"{entry.id} ({entry.plan.title}) cannot be undone: {why}")


def _objections(entry: Entry) -> list[str]:
    reasons = []
    for step in entry.plan.steps:
        if isinstance(step, Forward):
            continue
        name = relative(place(step), entry.plan.root)
        try:
            if isinstance(step, Move) and not os.path.lexists(step.trash):
                reasons.append(f"{name}: {step.trash} is no longer in the trash")
            elif side(step) is not Side.AFTER:
                reasons.append(f"{name} was changed since{_by_whom(entry, place(step))}")
        except OSError as error:
            reasons.append(f"{name} cannot be read: {error.strerror or error}")
    return reasons


def _by_whom(entry: Entry, path: Path) -> str:
    """Names the treatment that came after and must be undone first, if one did."""
    for later in journal.entries():
        if int(later.id) > int(entry.id) and later.state == "applied" and path in paths(later.plan):
            return f" by {later.id} ({later.plan.title}): undo that first"
    return ""


def _take_back(entry: Entry) -> Entry:
    try:
        undoing = entry.settle("undoing")
    except OSError as error:
        raise Refused(f"the journal cannot be written, so nothing was undone: {error}") from error
    try:
        return journal.take_back(undoing, "")
    except OSError as error:
        _restore(undoing)
        raise Refused(f"nothing was undone: {error}") from error


def _restore(undoing: Entry) -> None:
    """All of the plan again; where even that fails, the next start finishes the undoing."""
    try:
        bring(undoing, Side.AFTER)
        undoing.settle("applied")
    except OSError as error:
        raise Refused(f"the undoing stopped half way ({error}): the next start finishes it") from error
