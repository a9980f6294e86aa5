"""An edit that go makes, made on a copy: formatting and comments are Go's own, the file stays untouched."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from textwrap import shorten

from goworkdoctor.doctor.effect import entries, meant
from goworkdoctor.golang.modfile import ModFile, ModFileError, WorkFile, parse_mod, parse_work
from goworkdoctor.model.plan import GoEdit, Refused
from goworkdoctor.system.go import run_go, safe_environment
from goworkdoctor.system.runner import RunError

LONGEST = 300


def parse(edit: GoEdit, data: bytes) -> ModFile | WorkFile:
    """The file of an edit; raises Refused where Go would not read it."""
    try:
        return parse_work(data, edit.path) if edit.verb == "work" else parse_mod(data, edit.path)
    except ModFileError as error:
        raise Refused(f"{error}: Go edits no file that it cannot read") from error


def edited(go: Path, edit: GoEdit, before: bytes) -> bytes:
    """The file's bytes after the edit; raises Refused where go refuses, or does anything but what was meant.

    Go writes LF; a file that has CRLF throughout gets it back.
    """
    after = _run(go, edit, _without(before, edit.remove_lines))
    if _crlf(before):
        after = after.replace(b"\n", b"\r\n")
    was, now = parse(edit, before), parse(edit, after)
    if entries(now) != meant(edit, was):
        said = " ".join([f"go {edit.verb} edit", *edit.arguments])
        raise Refused(f"`{said}` does not do to {edit.path} what is meant: nothing is planned")
    return after


def _without(data: bytes, lines: tuple[int, ...]) -> bytes:
    kept = (line for number, line in enumerate(data.split(b"\n"), start=1) if number not in lines)
    return b"\n".join(kept)


def _crlf(data: bytes) -> bool:
    return b"\n" in data and data.count(b"\n") == data.count(b"\r\n")


def _run(go: Path, edit: GoEdit, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-") as name:
        folder = Path(name).resolve()
        copy = folder / f"go.{edit.verb}"
        copy.write_bytes(data)
        arguments = [edit.verb, "edit", *(edit.arguments or ("-fmt",)), str(copy)]
        try:
            done = run_go(go, arguments, folder, safe_environment(os.environ), timeout=30)
        except RunError as error:
            raise Refused(f"go cannot be run, and it makes the edit: {error}") from error
        if done.code:
            raise Refused(f"go {edit.verb} edit: {in_one_line(done.stderr, str(copy), edit.path)}")
        return copy.read_bytes()


def in_one_line(stderr: bytes, copy: str, real: str) -> str:
    """What go complained of, about the copy, as a line about the real thing."""
    said = stderr.decode("utf-8", "replace").replace(copy, real)
    complaints = (" ".join(one.split()) for one in re.split(r"^go: ", said, flags=re.MULTILINE))
    return shorten("; ".join(filter(None, complaints)), LONGEST, placeholder="…")
