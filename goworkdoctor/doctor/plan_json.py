"""A plan as JSON, with the bytes of its files in blobs beside it, named by their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from goworkdoctor.model.plan import EditFile, MoveToTrash, Plan, RunCommand, Step

Blob = Callable[[str], bytes]


def dump(plan: Plan) -> dict[str, Any]:
    """The plan for json.dumps; what it holds as bytes is in `blobs`."""
    return {
        "treatment": plan.treatment,
        "title": plan.title,
        "root": str(plan.root),
        "notes": list(plan.notes),
        "codes": list(plan.codes),
        "steps": [_dump_step(step) for step in plan.steps],
    }


def load(data: Any, blob: Blob) -> Plan:
    """The plan that `dump` wrote; raises ValueError, KeyError, TypeError or OSError where it is damaged."""
    return Plan(
        treatment=data["treatment"],
        title=data["title"],
        root=Path(data["root"]),
        notes=tuple(data["notes"]),
        codes=tuple(data["codes"]),
        steps=tuple(_load_step(step, blob) for step in data["steps"]),
    )


def blobs(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every content that the plan's edits see or leave."""
    for step in plan.steps:
        if isinstance(step, EditFile):
            yield from ((name(data), data) for data in (step.before, step.after) if data is not None)


def name(data: bytes) -> str:
    """What a blob is called."""
    return hashlib.sha256(data).hexdigest()


def _named(data: bytes | None) -> str | None:
    return None if data is None else name(data)


def _dump_step(step: Step) -> dict[str, Any]:
    match step:
        case EditFile(path, before, after):
            return {"edit": str(path), "before": _named(before), "after": _named(after)}
        case MoveToTrash(path, trash, size, identity):
            return {"move": str(path), "trash": str(trash), "bytes": size, "identity": identity}
        case RunCommand():
            return {
                "run": list(step.argv),
                "cwd": str(step.cwd),
                "cannot_undo": step.cannot_undo,
                "frees": step.frees,
                "busy": list(step.busy),
                "env": [list(pair) for pair in step.env],
            }


def _load_step(data: Any, blob: Blob) -> Step:
    if "edit" in data:
        before, after = (None if data[side] is None else blob(data[side]) for side in ("before", "after"))
        return EditFile(Path(data["edit"]), before, after)
    if "move" in data:
        return MoveToTrash(Path(data["move"]), Path(data["trash"]), data["bytes"], data["identity"])
    return RunCommand(
        argv=tuple(data["run"]),
        cwd=Path(data["cwd"]),
        cannot_undo=data["cannot_undo"],
        frees=data["frees"],
        busy=tuple(data["busy"]),
        env=tuple((key, value) for key, value in data["env"]),
    )
