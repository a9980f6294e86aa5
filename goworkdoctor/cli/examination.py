"""Run an examination for the command line: progress on standard error, Ctrl-C at any time."""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Event

from goworkdoctor.cli import terminal
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.config import Settings
from goworkdoctor.model.report import Report


def examined(start: Path, settings: Settings, *, wait: bool = False) -> Report:
    """The report on `start`; stops the run where there is nothing to examine.

    With `wait` also for what may take long: measuring caches.
    """
    from goworkdoctor.doctor.examine import PATIENCE, NothingToExamine, examine

    cancelled = Event()
    gc.disable()  # Facts are many and live to the end: looking for garbage among them costs a sixth.
    try:
        return examine(start, settings, _show, cancelled, None if wait else PATIENCE)
    except NothingToExamine as error:
        raise Stop(Exit.NOTHING, str(error)) from None
    except BaseException:
        cancelled.set()
        raise
    finally:
        gc.enable()
        terminal.progress("")


def _show(report: Report) -> None:
    if report.running:
        terminal.progress(f"examining: {', '.join(report.running)}")
