"""On which side of a plan the world is, and how a step is carried over, either way."""

from __future__ import annotations

import hashlib
import os
import shlex
from contextlib import suppress
from enum import Enum
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.doctor import many
from goworkdoctor.doctor.entry import Entry, paths, relative
from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.model.plan import EditFile, EmptyTrash, MoveEntries, MoveToTrash, RunCommand, place
from goworkdoctor.system import atomic, trash
from goworkdoctor.system.runner import RunError, run

A_DAY = 24 * 3600.0


class Side(Enum):
    """Before the step, after it, half way between, or neither: somebody else changed the thing."""

    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"
    NEITHER = "neither"


class Failed(Exception):
    """A step that could not be done; the text says why."""


Reversible = EditFile | MoveToTrash | MoveEntries
Forward = EmptyTrash | RunCommand
"""Steps that show by nothing on which side they are: the journal says how far they came."""


def side(step: Reversible) -> Side:
    """Where the step's file or folder is, as the world shows it; raises OSError."""
    if isinstance(step, MoveEntries):
        under_way = Side.BETWEEN if many.under_way(step) else Side.BEFORE
        return Side.AFTER if many.arrived(step) else under_way
    if isinstance(step, EditFile):
        try:
            now = atomic.content(step.path)
        except atomic.NotAFile:
            return Side.NEITHER
        return Side.BEFORE if now == step.before else Side.AFTER if now == step.after else Side.NEITHER
    match identity(step.path), identity(step.trash):
        case step.identity, "":
            return Side.BEFORE
        case "", step.identity:
            return Side.AFTER
    return Side.NEITHER


def identity(path: Path) -> str:
    """What tells one file or folder from another: names, kinds, sizes and times of all in it; "" for none.

    Nothing is read but the directory; moving the whole does not change it. Raises OSError.
    """
    if not os.path.lexists(path):
        return ""
    seen = hashlib.sha256()
    for name, status in sorted(_statuses(path)):
        kind_and_rights, size, changed = status
        seen.update(f"{name!a} {kind_and_rights} {size} {changed}\n".encode())
    return seen.hexdigest()


def _statuses(path: Path) -> list[tuple[str, tuple[int, int, int]]]:
    """(name below path, (mode, size, mtime in ns)) of all in it; folders have no size and no time."""
    found, pending = [], [path]
    while pending:
        place = pending.pop()
        status = place.stat(follow_symlinks=False)
        folder = place.is_dir() and not place.is_symlink()
        seen = (status.st_mode, 0, 0) if folder else (status.st_mode, status.st_size, status.st_mtime_ns)
        found.append((str(place.relative_to(path)), seen))
        if folder:
            pending.extend(place.iterdir())
    return found


def do(entry: Entry, index: int) -> Entry:
    """Do one step, of which the world is still on the side before; raises Failed or OSError."""
    step = entry.plan.steps[index]
    if isinstance(step, Forward):
        entry = entry.log(index, "started")
        _run(step)
        return entry.log(index, "done")
    if side(step) is not Side.BEFORE:
        raise Failed(f"{relative(place(step), entry.plan.root)} was changed by somebody else just now")
    stays = _carry(entry, index, step, Side.AFTER)
    return replace(entry, why="; ".join(filter(None, (entry.why, *stays))))


def _run(step: Forward) -> None:
    if isinstance(step, EmptyTrash):
        for folder in step.trashes:
            trash.delete(folder)
        return
    try:
        env = dict(os.environ) | dict(step.env) | {"PWD": str(step.cwd)}
        done = run(step.argv, step.cwd, env, timeout=A_DAY)
    except RunError as error:
        raise Failed(str(error)) from error
    if done.code:
        raise Failed(f"{shlex.join(step.argv)}: {done.complaint}")


def _carry(entry: Entry, index: int, step: Reversible, to: Side) -> tuple[str, ...]:
    """Carry it over; a sentence each for what had to stay."""
    if isinstance(step, MoveEntries):
        if to is Side.AFTER:
            return many.move_out(step)
        many.move_back(step)
    elif isinstance(step, MoveToTrash):
        _move(step, to)
    elif (data := step.after if to is Side.AFTER else step.before) is None:
        atomic.remove(step.path)
    else:
        atomic.replace(step.path, data, entry.token, entry.looks[index])
    return ()


def _move(step: MoveToTrash, to: Side) -> None:
    if to is Side.AFTER:
        return atomic.move(step.path, step.trash)
    atomic.move(step.trash, step.path)
    return trash.remove_empty(step.trash.parent, TRASH)


def bring(entry: Entry, to: Side) -> tuple[str, ...]:
    """Carry every file and folder to one side, the last step first; raises OSError.

    What is on neither side is left alone and named in the answer. Doing it again does no harm.
    """
    sweep(entry)
    left = []
    for index, step in reversed(list(enumerate(entry.plan.steps))):
        if isinstance(step, Forward):
            continue
        match side(step):
            case Side.NEITHER:
                name = relative(place(step), entry.plan.root)
                left.append(f"{name} was changed since and is left as it is")
            case here if here is not to:
                _carry(entry, index, step, to)
    return tuple(left)


def all_on(entry: Entry, where: Side) -> bool:
    """Whether every file and folder of the plan is on that side; raises OSError."""
    return all(side(step) is where for step in entry.plan.steps if not isinstance(step, Forward))


def sweep(entry: Entry) -> None:
    """Take away new content that was waiting for its place when the power went."""
    for path in (*paths(entry.plan), entry.folder / "state.json"):
        with suppress(OSError):
            atomic.waiting(path, entry.token).unlink(missing_ok=True)
