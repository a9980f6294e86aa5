"""A plan for people: what changes as a unified diff, and each step in a line."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.doctor.entry import relative
from goworkdoctor.model.plan import EditFile, EmptyTrash, MoveEntries, MoveToTrash, Plan, RunCommand, Step

# Control characters but tab, and those that reorder a line: a repository's bytes never drive a terminal.
_UNSAFE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def diff(plan: Plan) -> str:
    """All edits of the plan as a unified diff, paths relative to the root; "" where no file is edited.

    Bytes that are not UTF-8 and control characters are shown as escapes.
    """
    edits = (step for step in plan.steps if isinstance(step, EditFile))
    return "".join(f"{line}\n" for step in edits for line in _diff(step, plan.root))


def _diff(step: EditFile, root: Path) -> Iterator[str]:
    name = relative(step.path, root)
    before, after = _lines(step.before), _lines(step.after)
    old = "/dev/null" if step.before is None else f"a/{name}"
    new = "/dev/null" if step.after is None else f"b/{name}"
    for line in difflib.unified_diff(before, after, _safe(old), _safe(new), lineterm=""):
        yield from line.split("\n")


def _lines(data: bytes | None) -> list[str]:
    """Lines fit to be shown; a last one without its newline says so, as diff does."""
    lines = [_safe(line) for line in (data or b"").decode("utf-8", "backslashreplace").split("\n")]
    if lines[-1] == "":
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"]


def _safe(text: str) -> str:
    return _UNSAFE.sub(_escape, text.encode("utf-8", "backslashreplace").decode())


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def describe(step: Step, root: Path | None = None) -> str:
    """The step in one line: what it does, the bytes that it frees, and how it is taken back.

    Paths are relative to `root` where it is given.
    """
    match step:
        case EditFile(path, before, after):
            verb = "create" if before is None else "remove" if after is None else "edit"
            return _safe(f"{verb} {_name(path, root)} ({_size_of_change(before, after)}); can be undone")
        case MoveEntries():
            entries = "1 entry" if step.count == 1 else f"{step.count:,} entries"
            what = f"move {entries} ({human(step.bytes)}) of {_name(step.cache, root)}"
            return _safe(f"{what} to its trash, {step.trash.name}; can be undone")
        case EmptyTrash(trashes, size):
            ids = ", ".join(trash.name for trash in trashes)
            return _safe(f"delete {ids} from the trash; frees {human(size)}; cannot be undone")
        case MoveToTrash(path, trash, size):
            what = f"move {_name(path, root)} ({human(size)}) to the trash, {trash}"
            return _safe(f"{what}; can be undone")
        case RunCommand():
            frees = "" if step.frees is None else f"; frees about {human(step.frees)}"
            undo = f"cannot be undone: {step.cannot_undo}" if step.cannot_undo else "leaves nothing to undo"
            return _safe(f"run `{command(step)}`{frees}; {undo}")


def command(step: RunCommand) -> str:
    """The command as it can be pasted into a shell."""
    settings = [f"{name}={shlex.quote(value)}" for name, value in step.env]
    return " ".join([*settings, shlex.join(step.argv)])


def _name(path: Path, root: Path | None) -> str:
    return relative(path, root) if root else str(path)


def _size_of_change(before: bytes | None, after: bytes | None) -> str:
    old, new = _lines(before), _lines(after)
    changed = [line for line in difflib.ndiff(old, new) if line[:2] in ("+ ", "- ")]
    added = sum(line.startswith("+") for line in changed)
    return f"+{added} −{len(changed) - added} lines"


def human(size: int) -> str:
    """Bytes in decimal units, as disks are sold: 12.4 GB."""
    amount, units = float(size), ["bytes", "kB", "MB", "GB", "TB", "PB"]
    while amount >= 999.5 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.0f} {units[0]}" if amount >= 100 or units[0] == "bytes" else f"{amount:.1f} {units[0]}"
