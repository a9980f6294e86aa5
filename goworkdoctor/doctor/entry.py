"""One journal entry on disk: a plan, the bytes it needs to be taken back, and how far it came.

`plan.json` and `blobs/` are written once, before anything acts; only `state.json` changes, in one step.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from goworkdoctor.doctor import plan_json
from goworkdoctor.model.plan import EmptyTrash, Move, Plan, Receipt, RunCommand, place
from goworkdoctor.system import atomic

VERSION = 1
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError)


class Unreadable(Exception):
    """A journal entry that cannot be understood; the text says why."""


class Entry(Struct, frozen=True):
    """A plan in the journal. `looks` has the mode and owner of each edited file as it was, by step.

    `commands` says of each command, by step, that it was "started" or is "done": a file shows by its
    content on which side it is, a command does not. `token` is in the names of its temporary files.
    """

    folder: Path
    plan: Plan
    when: str
    token: str
    looks: tuple[atomic.Look | None, ...]
    state: str = "begun"
    why: str = ""
    commands: Mapping[int, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.folder.name

    def settle(self, state: str, why: str = "") -> Entry:
        """The entry in another state, on disk; raises OSError."""
        return self._save(replace(self, state=state, why=why))

    def log(self, step: int, progress: str) -> Entry:
        """The entry with a command "started" or "done", on disk; raises OSError."""
        return self._save(replace(self, commands={**self.commands, step: progress}))

    def _save(self, new: Entry) -> Entry:
        atomic.replace(self.folder / "state.json", _state(new), self.token)
        return new

    @property
    def receipt(self) -> Receipt:
        """What people are told of it."""
        return Receipt(
            id=self.id,
            treatment=self.plan.treatment,
            title=self.plan.title,
            root=self.plan.root,
            when=self.when,
            state=self.state,
            undoable=self.state == "applied" and self.plan.undoable and not _emptied(self.plan),
            paths=tuple(relative(path, self.plan.root) for path in paths(self.plan)),
            why=self.why,
        )


def _emptied(plan: Plan) -> bool:
    """Whether something that the plan moved to a trash is no longer there."""
    return any(not os.path.lexists(step.trash) for step in plan.steps if isinstance(step, Move))


def paths(plan: Plan) -> tuple[Path, ...]:
    """The files and folders that a plan changes."""
    return tuple(place(step) for step in plan.steps if not isinstance(step, RunCommand | EmptyTrash))


def relative(path: Path, root: Path) -> str:
    """A path as people read it: relative to the root where it lies inside, with `/`."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def write(entry: Entry) -> None:
    """Write a new entry into its folder, all of it on disk before this returns; raises OSError."""
    kept = entry.folder / "blobs"
    entry.folder.mkdir(mode=0o700)
    kept.mkdir(mode=0o700)
    for name, data in dict(plan_json.blobs(entry.plan)).items():
        _write_once(kept / name, data)
    record = plan_json.dump(entry.plan) | {
        "version": VERSION,
        "when": entry.when,
        "token": entry.token,
        "looks": [look and [look.mode, look.uid, look.gid] for look in entry.looks],
    }
    _write_once(entry.folder / "plan.json", json.dumps(record, indent=1).encode())
    _write_once(entry.folder / "state.json", _state(entry))
    atomic.sync_folder(kept)
    atomic.sync_folder(entry.folder)


def _write_once(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _state(entry: Entry) -> bytes:
    return json.dumps({"state": entry.state, "why": entry.why, "commands": entry.commands}).encode()


def read(folder: Path) -> Entry:
    """The entry in that folder; raises Unreadable."""
    try:
        return _read(folder)
    except DAMAGE as error:
        why = f"{type(error).__name__}: {error}"
        raise Unreadable(f"journal entry {folder.name} cannot be read ({why})") from error


def unfinished(folder: Path) -> bool:
    """Whether what the entry tells of was interrupted, or is under way; reads no more than its state."""
    try:
        state: Any = json.loads((folder / "state.json").read_bytes())
        return state["state"] in ("begun", "undoing")
    except DAMAGE:
        return False


def _read(folder: Path) -> Entry:
    record: Any = json.loads((folder / "plan.json").read_bytes())
    state: Any = json.loads((folder / "state.json").read_bytes())
    if record["version"] != VERSION:
        raise ValueError(f"version {record['version']} is not of this goworkdoctor")

    def blob(name: str) -> bytes:
        data = (folder / "blobs" / name).read_bytes()
        if plan_json.name(data) != name:
            raise ValueError(f"blob {name} has other content")
        return data

    return Entry(
        folder=folder,
        plan=plan_json.load(record, blob),
        when=record["when"],
        token=record["token"],
        looks=tuple(look and atomic.Look(*look) for look in record["looks"]),
        state=state["state"],
        why=state["why"],
        commands={int(step): progress for step, progress in state["commands"].items()},
    )
