"""Standard output and standard error: what they can show, and how to write to them without surprises."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

from goworkdoctor.report.escape import visible
from goworkdoctor.report.page import Page

PLAIN_WIDTH = 100


class Unwritten(Exception):
    """Standard output takes nothing, for another reason than that nobody reads it: a full disk."""


def interactive() -> bool:
    """Whether somebody sits there who can use the app: a terminal every way, and no CI."""
    # Textual draws on standard error: `2>log` would leave the screen empty.
    attended = all(map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr)))
    return attended and not _dumb() and os.environ.get("CI", "").lower() not in ("true", "1")


def page(stream: TextIO | None = None) -> Page:
    """The page that standard output is: colour on a terminal only, unless the user says otherwise."""
    stream = stream or sys.stdout
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    return Page(width=width, colour=_colour(stream), unicode=_unicode(stream))


def _colour(stream: TextIO | None) -> bool:
    """https://no-color.org, https://force-color.org: NO_COLOR has the last word."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (_is_terminal(stream) and not _dumb())


def _unicode(stream: TextIO | None) -> bool:
    try:
        "✗✓·…".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _dumb() -> bool:
    return os.environ.get("TERM", "dumb") in ("dumb", "")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def put(text: str, encoding: str = "") -> None:
    """Write to standard output; a reader that went away (`| head`) is no error."""
    if sys.stdout is None:
        return
    data = text.encode(encoding or sys.stdout.encoding or "utf-8", "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_output()
    except OSError as error:
        abandon_output()
        raise Unwritten(f"standard output: {error.strerror}") from None


def abandon_output() -> None:
    """Let what is still buffered for a closed pipe go nowhere, instead of failing at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)


def note(text: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        line = f"{visible(text)}\n"
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def complain(message: str) -> None:
    """One line on standard error that says why the run ends."""
    note(f"goworkdoctor: {message}")


def progress(text: str) -> None:
    """A line on standard error that the next one replaces; only on a terminal. "" takes it away."""
    if _is_terminal(sys.stderr) and not _dumb():
        columns = shutil.get_terminal_size((80, 24)).columns
        sys.stderr.write(f"\r\x1b[2K{visible(text)[: columns - 1]}")
        sys.stderr.flush()
