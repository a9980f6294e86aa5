"""What must hold before a plan may act: the world is what its preview saw, and lets itself be changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.doctor.entry import relative
from goworkdoctor.doctor.sides import identity
from goworkdoctor.model.plan import EditFile, MoveToTrash, Plan, Refused, RunCommand
from goworkdoctor.system import atomic
from goworkdoctor.system.disk import device, space
from goworkdoctor.system.processes import running

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
                case RunCommand():
                    yield from _about_command(step, insist)
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
    elif device(nearest(step.trash.parent)) != device(step.path.parent):
        yield f"{step.trash} is on another filesystem than {name}"


def nearest(path: Path) -> Path:
    """The path, or the closest of its parents that is there."""
    return next(place for place in (path, *path.parents) if place.exists())


def _about_command(step: RunCommand, insist: bool) -> Iterator[str]:
    program = Path(step.argv[0])
    if not (program.is_absolute() and os.access(program, os.X_OK)):
        yield f"{program} is no program that can be run"
    if not step.cwd.is_dir():
        yield f"{step.cwd} is no folder to run it in"
    if not insist and (busy := running(step.busy)):
        first = ", ".join(f"{process.name} ({process.pid})" for process in busy[:3])
        more = f" and {len(busy) - 3} more" if len(busy) > 3 else ""
        yield f"{first}{more} running now might fail by it: wait until then, or insist"
