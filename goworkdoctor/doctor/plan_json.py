"""A plan as JSON, with the bytes of its files in blobs beside it, named by their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from goworkdoctor.model.plan import EditFile, EmptyTrash, MoveEntries, MoveToTrash, Plan, RunCommand, Step

Blob = Callable[[str], bytes]
Caches = tuple[tuple[str, Path], ...]


def dump(plan: Plan) -> dict[str, Any]:
    """The plan for json.dumps; what it holds as bytes is in `blobs`."""
    return {
        "treatment": plan.treatment,
        "title": plan.title,
        "root": str(plan.root),
        "notes": list(plan.notes),
        "codes": list(plan.codes),
        "left": list(plan.left),
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
        left=tuple(data.get("left", ())),
        steps=tuple(_load_step(step, blob) for step in data["steps"]),
    )


def blobs(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every content that the plan's edits see or leave, and of what moves many entries."""
    for step in plan.steps:
        if isinstance(step, MoveEntries):
            yield name(step.manifest), step.manifest
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
            said = {"move": str(path), "trash": str(trash), "bytes": size, "identity": identity}
            return said | {"busy": list(step.busy), "caches": _dump_caches(step.caches)}
        case MoveEntries():
            return {
                "entries": name(step.manifest),
                "kind": step.kind,
                "cache": str(step.cache),
                "trash": str(step.trash),
                "count": step.count,
                "bytes": step.bytes,
                "busy": list(step.busy),
            }
        case EmptyTrash(trashes, size):
            return {"empty": [str(trash) for trash in trashes], "bytes": size}
        case RunCommand():
            return {
                "run": list(step.argv),
                "cwd": str(step.cwd),
                "cannot_undo": step.cannot_undo,
                "frees": step.frees,
                "busy": list(step.busy),
                "env": [list(pair) for pair in step.env],
                "caches": _dump_caches(step.caches),
            }


def _dump_caches(caches: Caches) -> list[list[str]]:
    return [[kind, str(folder)] for kind, folder in caches]


def _load_caches(data: Any) -> Caches:
    return tuple((kind, Path(folder)) for kind, folder in data.get("caches", ()))


def _load_step(data: Any, blob: Blob) -> Step:
    if "edit" in data:
        before, after = (None if data[side] is None else blob(data[side]) for side in ("before", "after"))
        return EditFile(Path(data["edit"]), before, after)
    if "move" in data:
        return MoveToTrash(
            path=Path(data["move"]),
            trash=Path(data["trash"]),
            bytes=data["bytes"],
            identity=data["identity"],
            busy=tuple(data.get("busy", ())),
            caches=_load_caches(data),
        )
    if "entries" in data:
        return _load_entries(data, blob)
    if "empty" in data:
        return EmptyTrash(tuple(Path(trash) for trash in data["empty"]), data["bytes"])
    return RunCommand(
        argv=tuple(data["run"]),
        cwd=Path(data["cwd"]),
        cannot_undo=data["cannot_undo"],
        frees=data["frees"],
        busy=tuple(data["busy"]),
        env=tuple((key, value) for key, value in data["env"]),
        caches=_load_caches(data),
    )


def _load_entries(data: Any, blob: Blob) -> MoveEntries:
    return MoveEntries(
        kind=data["kind"],
        cache=Path(data["cache"]),
        trash=Path(data["trash"]),
        manifest=blob(data["entries"]),
        count=data["count"],
        bytes=data["bytes"],
        busy=tuple(data["busy"]),
    )
