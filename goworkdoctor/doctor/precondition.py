"""What must hold before a plan may act: the world is what its preview saw, and lets itself be changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.doctor.entry import relative
from goworkdoctor.doctor.guard import guard
from goworkdoctor.doctor.sides import identity
from goworkdoctor.doctor.strangers import guard_command
from goworkdoctor.doctor.users import disturbed
from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.model.plan import (
    EditFile,
    EmptyTrash,
    MoveEntries,
    MoveToTrash,
    Plan,
    Refused,
    RunCommand,
)
from goworkdoctor.system import atomic
from goworkdoctor.system.disk import device, space
from goworkdoctor.system.trash import is_mine

SPARE = 1 << 16


def hold(plan: Plan, insist: bool = False) -> None:
    """Raises Refused with every reason why the plan must not act now; touches nothing."""
    if reasons := list(objections(plan, insist)):
        raise Refused("; ".join(dict.fromkeys(reasons)))


def objections(plan: Plan, insist: bool) -> Iterator[str]:
    """Why each step must not act now, one sentence a reason."""
    for step in plan.steps:
        try:
            match step:
                case EditFile():
                    yield from _about_file(step, plan.root)
                case MoveToTrash():
                    yield from _about_move(step, plan.root)
                    yield from () if insist else disturbed(step)
                case MoveEntries():
                    yield from _about_entries(step, plan.root)
                    yield from () if insist else disturbed(step)
                case EmptyTrash():
                    yield from _about_emptying(step)
                case RunCommand():
                    yield from _about_command(step, plan.root)
                    yield from () if insist else disturbed(step)
        except Refused as refused:
            yield str(refused)
        except OSError as error:
            yield f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")


def inside(path: Path, root: Path) -> Path:
    """The real path of a file to be changed; raises Refused where that is not in the checkout."""
    real = Path(os.path.realpath(path))
    if real.is_relative_to(os.path.realpath(root)):
        return real
    how = "is a link to" if path.is_symlink() or path.is_relative_to(root) else "is"
    raise Refused(f"{path.name} {how} {real}, outside this checkout ({root}), where nothing is changed")


def _about_file(step: EditFile, root: Path) -> Iterator[str]:
    name = relative(step.path, root)
    if Path(os.path.realpath(step.path)) != step.path or inside(step.path, root) != step.path:
        yield f"{name} is reached through a link since the preview"
        return
    now = atomic.content(step.path)
    if now != step.before:
        yield f"{name} {_what_happened(step.before, now)} since the preview"
    elif not os.access(step.path.parent, os.W_OK | os.X_OK):
        yield f"{name} cannot be written: its folder is read-only"
    elif now is not None and not os.access(step.path, os.W_OK):
        yield f"{name} cannot be written: it is read-only"
    elif space(step.path.parent)[0] < len(step.after or b"") + SPARE:
        yield f"{name} cannot be written: no space left on its disk"


def _what_happened(before: bytes | None, now: bytes | None) -> str:
    return "was deleted" if now is None else "was created" if before is None else "was changed"


def _about_move(step: MoveToTrash, root: Path) -> Iterator[str]:
    name = relative(step.path, root)
    if identity(step.path) != step.identity:
        yield f"{name} was changed since the preview"
    elif os.path.lexists(step.trash):
        yield f"{step.trash} is there already"
    elif not os.access(step.path.parent, os.W_OK | os.X_OK):
        yield f"{name} cannot be moved: its folder is read-only"
    else:
        yield from _about_trash(step.trash, step.path.parent)


def _about_trash(trash: Path, source: Path) -> Iterator[str]:
    there = nearest(trash.parent)
    common = Path(os.path.commonpath([there, source]))
    if Path(os.path.realpath(there)) != Path(os.path.realpath(common)) / there.relative_to(common):
        yield f"{there} leads elsewhere by a link"
    elif device(there) != device(source):
        yield f"{trash} is on another filesystem than {source}"


def _about_entries(step: MoveEntries, root: Path) -> Iterator[str]:
    guard(step.kind, step.cache, root)
    if os.path.lexists(step.trash):
        yield f"{step.trash} is there already"
    elif not os.access(step.cache, os.W_OK | os.X_OK):
        yield f"{step.cache} is read-only"
    else:
        yield from _about_trash(step.trash, step.cache)


def _about_emptying(step: EmptyTrash) -> Iterator[str]:
    for trash in step.trashes:
        if trash.parent.name != TRASH or trash.name in ("", ".", "..") or not is_mine(trash.parent):
            yield f"{trash} is in no trash of a cache of this user"
        elif trash.is_symlink() or not trash.is_dir():
            yield f"{trash} is not in the trash any more"


def nearest(path: Path) -> Path:
    """The path, or the closest of its parents that is there."""
    return next(place for place in (path, *path.parents) if place.exists())


def _about_command(step: RunCommand, root: Path) -> Iterator[str]:
    guard_command(step, root)
    program = Path(step.argv[0])
    if not (program.is_absolute() and os.access(program, os.X_OK)):
        yield f"{program} is no program that can be run"
    if not step.cwd.is_dir():
        yield f"{step.cwd} is no folder to run it in"
