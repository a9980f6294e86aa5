"""The session of a migration, on disk beside the journal: what the user decided, and what was there before.

What is done shows in the checkout; only what does not is kept. One file a checkout, replaced whole, so that a
crash at any moment leaves the session before or after a change.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from goworkdoctor.doctor import journal
from goworkdoctor.model.plan import Refused
from goworkdoctor.system.files import read, write_atomically

VERSION = 1
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError)


class Done(Struct, frozen=True):
    """A step that was taken: its receipt in the journal, and the commit made of it, if one was.

    `refused`: go refuses the workspace after it as before, for another reason, as its proof had shown.
    """

    id: str
    kind: str
    stage: str
    title: str
    modules: tuple[str, ...]
    tests: int = 0
    receipt: str = ""
    commit: str = ""
    refused: bool = False


class Answer(Struct, frozen=True):
    """What go said of a module without the workspace, and when; None where it could not tell.

    `of` stands for all that it was said of: see `answers.stamps`.
    """

    of: str
    when: str
    ready: bool | None
    why: str = ""


class Session(Struct, frozen=True):
    """`files` are the bytes of every file that the session changed, as they were before (None: not there).

    `left` has the SHA-256 of each content that a step has left or was about to leave, "" for no file: what
    is none of these was changed by somebody else. `pending` is the step between being applied and verified.
    `head` and `branch` are those at the start ("" where there is none), `tests` those inside the workspace
    then. `skipped` are step ids and module directories, `first` step ids in the user's order; `overrides`
    are replace targets by `path` or `path@version`; `split` are modules that the user wants on their own.
    `answers` are go's about each module, by its directory. `foreign` has the SHA-256 of what somebody else
    had made of a file before a step went on from there, the last by path: that is in it still.
    """

    root: Path
    when: str = ""
    branch: str = ""
    head: str = ""
    local: bool = False
    commit: bool = False
    tests: int = 0
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    skipped: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)
    split: tuple[str, ...] = ()
    pending: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)

    @property
    def started(self) -> bool:
        return bool(self.when)

    def leaves(self, path: str, data: bytes | None) -> dict[str, tuple[str, ...]]:
        """`left` with one more content of a file."""
        known = self.left.get(path, ())
        return {**self.left, path: tuple(dict.fromkeys((*known, digest(data))))}

    def known(self, path: str, data: bytes | None) -> bool:
        """Whether a file's content is the session's own, or that of its start."""
        return digest(data) in self.left.get(path, ()) or (path in self.files and self.files[path] == data)


def digest(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def place(root: Path) -> Path:
    """Where the session of a checkout lies."""
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return journal.folder().parent / "migrations" / f"{name}.json"


def load(root: Path) -> Session:
    """The session of a checkout; one not started where there is none. Raises Refused where it is damaged."""
    file = place(root)
    try:
        return _load(json.loads(read(file)), root.resolve())
    except FileNotFoundError:
        return Session(root.resolve())
    except DAMAGE as error:
        raise Refused(f"the migration session {file} cannot be read ({error}): move it away") from error


def save(session: Session) -> None:
    """Keep the session, on disk when this returns; raises Refused."""
    file = place(session.root)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(file, json.dumps(_dump(session), indent=1).encode())
    except OSError as error:
        raise Refused(f"the migration session cannot be written, so nothing was done: {error}") from error


def forget(session: Session) -> None:
    """End the session: nothing of it is left but the journal."""
    place(session.root).unlink(missing_ok=True)


def _dump(session: Session) -> dict[str, Any]:
    said = asdict(session)
    files = {path: data and base64.b64encode(data).decode() for path, data in session.files.items()}
    done = [asdict(each) for each in session.done]
    answers = {dir: asdict(answer) for dir, answer in session.answers.items()}
    kept = {"files": files, "done": done, "answers": answers}
    return said | kept | {"version": VERSION, "root": str(session.root)}


def _load(data: Any, root: Path) -> Session:
    if data.pop("version") != VERSION or Path(data.pop("root")) != root:
        raise ValueError("it is of another checkout, or of another goworkdoctor")
    data["files"] = {path: _bytes(text) for path, text in data["files"].items()}
    data["left"] = {path: tuple(known) for path, known in data["left"].items()}
    data["done"] = tuple(Done(**(each | {"modules": tuple(each["modules"])})) for each in data["done"])
    data["answers"] = {dir: Answer(**answer) for dir, answer in data.get("answers", {}).items()}
    for name in ("skipped", "first", "split"):
        data[name] = tuple(data[name])
    return Session(root=root, **data)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
