"""Examine a checkout: gatherers side by side, then every check whose facts are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from goworkdoctor.config import Settings
from goworkdoctor.model.report import Report

OnProgress = Callable[[Report], None]


class NothingToExamine(Exception):
    """There is no Go code at that place; the text says what was looked for."""


def examine(
    start: Path,
    settings: Settings,
    on_progress: OnProgress | None = None,
    cancelled: Event | None = None,
) -> Report:
    """What the doctor finds at `start`, any folder inside a checkout.

    `on_progress` gets a growing report whenever a gatherer starts or ends, from a worker thread.
    Raises NothingToExamine where there is no module at all.
    """
    raise NotImplementedError
