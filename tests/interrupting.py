"""Ctrl-C for programs that tests start."""

from __future__ import annotations

import signal


def interruptible() -> None:
    """Before a child begins: let it hear Ctrl-C, even where the test run was started in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
