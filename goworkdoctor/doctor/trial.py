"""A command of the user's own, tried to see whether it works: bounded in time, and in what is kept of it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from textwrap import shorten
from time import monotonic

from msgspec import Struct

from goworkdoctor.model.plan import Refused
from goworkdoctor.system.runner import Completed, NotFound, TimedOut, find_program, run

LONGEST = 15 * 60.0
"""Seconds after which a command has failed."""
KEPT = 1 << 16
"""Bytes of each of its outputs that are kept; the rest is read and forgotten."""
WIDEST = 400


class Trial(Struct, frozen=True):
    """How a command ended: `said` is its line that says most of why it failed, "" where it passed."""

    passed: bool
    said: str
    seconds: float


class Command(Struct, frozen=True):
    """A command and the folder that it is run in, with the user's own environment and no shell."""

    argv: tuple[str, ...]
    folder: Path

    @property
    def line(self) -> str:
        return shlex.join(self.argv)

    def tried(self) -> Trial:
        """Run it to its end; raises Refused where it cannot be started."""
        began = monotonic()
        try:
            env = dict(os.environ) | {"PWD": str(self.folder)}
            done = run((self.program(), *self.argv[1:]), self.folder, env, LONGEST, most=KEPT)
        except TimedOut as error:
            return Trial(False, str(error), monotonic() - began)
        except NotFound as error:
            raise Refused(str(error)) from error
        return Trial(done.code == 0, _said(done), monotonic() - began)

    def program(self) -> str:
        """The path of what is run; raises Refused where PATH has none."""
        name = self.argv[0]
        if os.sep in name:
            return str(self.folder / name)
        found = find_program(name, os.environ)
        if found is None:
            raise Refused(f"{name} is not on PATH")
        return str(found)


def command(text: str, folder: Path) -> Command:
    """The command that a text is, in a shell's words; raises Refused where it is none."""
    try:
        argv = tuple(shlex.split(text))
    except ValueError as error:
        raise Refused(f"{text!r} cannot be read: {error}") from None
    if not argv or not argv[0]:
        raise Refused("there is no command to run")
    found = Command(argv, folder.resolve())
    found.program()
    return found


def _said(done: Completed) -> str:
    if not done.code:
        return ""
    said = done if done.stderr.strip() else Completed(done.code, b"", done.stdout)
    return shorten(said.complaint, WIDEST, placeholder="…")
