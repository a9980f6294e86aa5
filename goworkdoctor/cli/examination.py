"""Run an examination for the command line: progress on standard error, Ctrl-C at any time."""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Event

from goworkdoctor.cli import terminal
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.config import Settings
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import Report


def examined(start: Path, settings: Settings, *, wait: bool = False) -> Report:
    """The report on `start`; stops the run where there is nothing to examine.

    With `wait` also for what may take long: measuring caches.
    """
    from goworkdoctor.doctor.examine import PATIENCE, NothingToExamine, examine

    cancelled = Event()
    gc.disable()  # Facts are many and live to the end: looking for garbage among them costs a sixth.
    try:
        return examine(start, settings, _show, cancelled, None if wait else PATIENCE, on_scan=_show_scan)
    except NothingToExamine as error:
        raise Stop(Exit.NOTHING, str(error)) from None
    except BaseException:
        cancelled.set()
        raise
    finally:
        gc.enable()
        terminal.progress("")


def _show_scan(progress: Progress) -> None:
    from goworkdoctor.report.page import bytes_as_text

    read = f"{bytes_as_text(progress.read)} of {bytes_as_text(progress.bytes)}"
    entries = f"{progress.done:,} of {progress.total:,}"
    left = "" if progress.left is None else f", {progress.left:.0f} s left"
    rate = bytes_as_text(round(progress.rate))
    terminal.progress(f"{progress.name}: {read}, {entries} entries, {rate}/s{left}")


def _show(report: Report) -> None:
    if report.running:
        terminal.progress(f"examining: {', '.join(report.running)}")
