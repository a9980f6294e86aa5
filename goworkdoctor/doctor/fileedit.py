"""A draft's edit held against the file as it is now: it was examined so, and is written by hand."""

from __future__ import annotations

import posixpath
from pathlib import Path

from goworkdoctor.doctor.generator import find_generator
from goworkdoctor.doctor.goedit import edited, parse
from goworkdoctor.golang.modfile import ModFile, WorkFile
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.plan import EditFile, GoEdit, Refused
from goworkdoctor.system import atomic


def file_edit(facts: Facts, edit: GoEdit, path: Path, so_far: EditFile | None) -> EditFile:
    """The edit's bytes, on top of an earlier edit of the same file; raises Refused.

    An edit after which the file says the same leaves it as it is, whatever go would do to its layout.
    """
    if so_far is None:
        so_far = _untouched(facts, edit, path)
    assert so_far.after is not None
    after = edited(go_command(facts), edit, so_far.after)
    same = parse(edit, after) == parse(edit, so_far.after)
    return so_far if same else EditFile(path, so_far.before, after)


def go_command(facts: Facts) -> Path:
    """The go that edits and is asked; raises Refused where there is none."""
    if facts.toolchain is None or not facts.toolchain.path:
        raise Refused("no go was found on PATH, and it makes the edit: install Go (https://go.dev/dl)")
    return Path(facts.toolchain.path)


def _untouched(facts: Facts, edit: GoEdit, path: Path) -> EditFile:
    data = _content(path, edit.path)
    file = parse(edit, data)
    # The draft's lines and entries are those of the examination: no other file must get them.
    if file != _examined(facts, edit.path):
        raise Refused(f"{edit.path} was changed since it was examined: examine again")
    if isinstance(file, WorkFile) and file.generated:
        raise Refused(f'{edit.path} is generated ("{file.generated}"): {_instead(facts)}')
    return EditFile(path, data, data)


def _content(path: Path, name: str) -> bytes:
    try:
        data = atomic.content(path)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error}") from error
    if data is None:
        raise Refused(f"{name} is not there any more: examine again")
    return data


def _examined(facts: Facts, path: str) -> ModFile | WorkFile | None:
    if facts.workspace and facts.workspace.file == path:
        return facts.workspace.work
    dir = posixpath.dirname(path) or "."
    return next((module.mod for module in facts.modules or () if module.dir == dir), None)


def _instead(facts: Facts) -> str:
    script = find_generator(facts)
    return f"change and run {script}, which seems to write it" if script else "change what writes it"
