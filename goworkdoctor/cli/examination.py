"""Run an examination for the command line: progress on standard error, Ctrl-C at any time."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from threading import Event

from goworkdoctor.cli import terminal
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.config import Settings
from goworkdoctor.model.report import Probe, ProbeStatus, Report


def examined(start: Path, settings: Settings, *, wait: bool = False) -> Report:
    """The report on `start`; stops the run where there is nothing to examine.

    With `wait` also for what may take long: measuring caches.
    """
    from goworkdoctor.doctor.examine import PATIENCE, NothingToExamine, examine

    cancelled = Event()
    gc.disable()  # Facts are many and live to the end: looking for garbage among them costs a sixth.
    try:
        report = examine(start, settings, _show, cancelled, None if wait else PATIENCE)
    except NothingToExamine as error:
        raise Stop(Exit.NOTHING, str(error)) from None
    except BaseException:
        cancelled.set()
        raise
    finally:
        gc.enable()
        terminal.progress("")
    return replace(report, probes=(*report.probes, *_left_out(settings)))


def _show(report: Report) -> None:
    if report.running:
        terminal.progress(f"examining: {', '.join(report.running)}")


def _left_out(settings: Settings) -> tuple[Probe, ...]:
    """A probe for each rule that the repository's own file silences: a reader must see that."""
    if not (settings.config_select or settings.config_ignore):
        return ()
    from goworkdoctor.checks.catalogue import RULES

    why = f"ignored by {settings.config}"
    silent = (rule.code for rule in RULES if settings.left_out_by_file(rule.code))
    return tuple(Probe(code, ProbeStatus.SKIPPED, why) for code in silent)
