"""How a run ends: its exit code, and the one line on standard error that says why."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from enum import IntEnum
from time import monotonic

import click

from goworkdoctor.cli import terminal

LAST_WORDS = 1.0
"""Seconds that threads get on Ctrl-C to end the programs they run."""


class Exit(IntEnum):
    """The exit codes, a contract."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NOTHING = 3
    INTERNAL = 4
    INTERRUPTED = 130


class Stop(Exception):
    """The run ends here, with that code and one line for people."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code


def outcome(arguments: list[str]) -> int:
    """Run the command line and give its exit code."""
    try:
        return _run(arguments)
    except SystemExit:
        return Exit.OK  # So click leaves when it has completed a word, or when nobody reads the help.
    except (KeyboardInterrupt, click.Abort):
        _let_threads_end()
        return Exit.INTERRUPTED
    except Stop as stop:
        terminal.complain(str(stop))
        return stop.code
    except terminal.Unwritten as error:
        terminal.complain(str(error))
        return Exit.INTERNAL
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "goworkdoctor"
        terminal.complain(f"{error.format_message().rstrip('.')}; see {command} --help")
        return Exit.USAGE
    except click.ClickException as error:
        terminal.complain(error.format_message())
        return Exit.USAGE
    except BrokenPipeError:
        terminal.abandon_output()
        return Exit.OK
    except Exception as error:
        return Exit.INTERRUPTED if interrupted(error) else _internal(error)


def interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: up to Python 3.11 one in the making of a class comes wrapped."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__
    return error is not None


def _run(arguments: list[str]) -> int:
    from goworkdoctor.cli.group import group

    done = group.main(arguments, prog_name="goworkdoctor", standalone_mode=False)
    if sys.stdout is not None:
        sys.stdout.flush()
    return done if isinstance(done, int) else Exit.OK


def _let_threads_end() -> None:
    end = monotonic() + LAST_WORDS
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(0.0, end - monotonic()))


def _internal(error: Exception) -> int:
    if os.environ.get("GOWORKDOCTOR_TRACEBACK"):
        traceback.print_exception(error)
        return Exit.INTERNAL
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    terminal.complain(f"internal error: {what}; GOWORKDOCTOR_TRACEBACK=1 shows where")
    return Exit.INTERNAL
