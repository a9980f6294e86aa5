"""The journal: every plan that was applied, with what it takes to undo it, and the cure for a crash.

It lies in `$XDG_STATE_HOME/goworkdoctor/journal`, one numbered folder a plan, for this user's eyes only:
the files that it keeps may hold secrets.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.doctor.entry import DAMAGE, Entry, Unreadable, read, unfinished, write
from goworkdoctor.doctor.sides import Forward, Side, all_on, bring, sweep
from goworkdoctor.model.plan import EditFile, EmptyTrash, Move, Plan, Receipt, Refused, final
from goworkdoctor.system import atomic

KEPT = 200


def folder() -> Path:
    """Where the journal lies; XDG demands an absolute XDG_STATE_HOME and ignores another."""
    state = Path(os.environ.get("XDG_STATE_HOME") or "")
    base = state if state.is_absolute() else Path.home() / ".local" / "state"
    return base / "goworkdoctor" / "journal"


def history(root: Path | None = None) -> tuple[Receipt, ...]:
    """Receipts, the newest first, of one checkout or of all; what cannot be read is told as failed."""
    receipts = tuple(_receipt(place) for place in _folders())
    return receipts if root is None else tuple(one for one in receipts if one.root == root.resolve())


def _receipt(place: Path) -> Receipt:
    try:
        return read(place).receipt
    except Unreadable as error:
        return Receipt(place.name, "", "(unreadable)", Path(), "", "failed", False, why=str(error))


def roots() -> tuple[Path, ...]:
    """The checkouts in which anything was treated, the newest first; an entry that is damaged names none."""
    found: dict[Path, None] = {}
    for place in _folders():
        with suppress(*DAMAGE):
            found[Path(json.loads((place / "plan.json").read_bytes())["root"])] = None
    return tuple(found)


def recover() -> tuple[Receipt, ...]:
    """Finish or reverse what was interrupted, as a crash left it; the receipts of what was found.

    All of a plan's files are at its end: it counts as done. Else they go back to where they were; a file
    that somebody changed since is left alone, and the receipt says so. While another doctor is at work
    there is nothing to recover.
    """
    if not any(unfinished(place) for place in _folders()):
        return ()
    try:
        with locked():
            return tuple(recover_locked())
    except Refused:
        return ()


def recover_locked() -> Iterator[Receipt]:
    """`recover`, for who holds the lock; an entry that cannot be recovered now stays for the next time."""
    for place in filter(unfinished, _folders()):
        with suppress(Unreadable):
            entry = read(place)
            try:
                yield _recover(entry).receipt
            except OSError as error:
                why = f"interrupted, and not yet put right: {error}"
                yield replace(entry, why=why).receipt


def _recover(entry: Entry) -> Entry:
    sweep(entry)
    commands = [index for index, step in enumerate(entry.plan.steps) if isinstance(step, Forward)]
    if all_on(entry, Side.AFTER) and all(entry.commands.get(index) == "done" for index in commands):
        return entry.settle("applied", entry.why)
    return take_back(entry, "interrupted")


def take_back(entry: Entry, why: str) -> Entry:
    """Everything back to where it was, and the entry settled: undone, reversed, or failed; raises OSError."""
    left = list(bring(entry, Side.BEFORE))
    if entry.state == "undoing":
        return entry.settle("failed" if left else "undone", "; ".join(left))
    left += [_irreversible(entry, index) for index in sorted(entry.commands)]
    left = [said for said in left if said]
    ending = "; ".join(left) if left else "everything is as it was before"
    return entry.settle("failed" if left else "reversed", f"{why}; {ending}")


def _irreversible(entry: Entry, index: int) -> str:
    step = entry.plan.steps[index]
    assert isinstance(step, Forward)
    how_far = "was done" if entry.commands[index] == "done" else "had begun"
    what = "emptying the trash" if isinstance(step, EmptyTrash) else f"`{shlex.join(step.argv)}`"
    return f"{what} {how_far}, and cannot be taken back" if final(step) else ""


def entries() -> Iterator[Entry]:
    """Every entry that can be read, the newest first."""
    for place in _folders():
        with suppress(Unreadable):
            yield read(place)


def _folders() -> list[Path]:
    try:
        numbered = [place for place in folder().iterdir() if place.name.isdecimal()]
    except OSError:
        return []
    return sorted(numbered, key=lambda place: int(place.name), reverse=True)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the journal, so that two doctors never act at once; raises Refused where another does.

    The lock goes with the process, however that ends.
    """
    descriptor = _lock()
    try:
        yield
    finally:
        os.close(descriptor)


def _lock() -> int:
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused(f"the journal cannot be written, so nothing was done: {error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Refused("another goworkdoctor is treating something: try again when it is done") from error
    return descriptor


def begin(plan: Plan) -> Entry:
    """The plan in the journal, on disk, before anything acts; raises OSError. The caller holds the lock."""
    _tidy()
    place = folder() / str(max((int(place.name) for place in _folders()), default=0) + 1)
    token = secrets.token_hex(4)
    looks = tuple(atomic.look(step.path) if isinstance(step, EditFile) else None for step in plan.steps)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    draft = Entry(folder() / f".new-{token}", plan, when, token, looks)
    write(draft)
    draft.folder.rename(place)
    atomic.sync_folder(folder())
    return read(place)


def _tidy() -> None:
    """Drop what a crash left half written, and the oldest entries that nobody may need any more."""
    for unborn in folder().glob(".new-*"):
        shutil.rmtree(unborn, ignore_errors=True)
    for place in _folders()[KEPT - 1 :]:
        if _may_go(place):
            shutil.rmtree(place, ignore_errors=True)


def _may_go(place: Path) -> bool:
    try:
        entry = read(place)
    except Unreadable:
        return True
    holds = any(isinstance(step, Move) and os.path.lexists(step.trash) for step in entry.plan.steps)
    return not unfinished(place) and not holds
