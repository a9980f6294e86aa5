"""How long keys wait while a checkout is examined: `python -m tests.benchmarks.keys [DIR]`; bound: 100 ms.

Without DIR on a generated repository of 300 modules. The app runs without a terminal; a thread presses keys
all the time, and each key tells, when its turn comes, how long ago it was pressed. The first run has an
empty cache.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from textual import events

from goworkdoctor.config import Settings
from goworkdoctor.tui.app import DoctorApp
from tests.benchmarks.generated import monorepo

KEYS = ("tab", "down", "down", "up", "shift+tab")
PAUSE = 1 / 30
"""Seconds between two keys: as a keyboard repeats one that is held down."""
LONGEST = 60.0


class Pressed(DoctorApp):
    """The app, which notes how long each key waited, in seconds, and leaves once all is examined."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, Settings())
        self.waits: list[float] = []
        self.over = Event()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.waits.append(monotonic() - event.time)
        await super().on_event(event)

    def press_keys(self) -> None:
        end = monotonic() + LONGEST
        for key in cycle(KEYS):
            if self.over.is_set() or monotonic() > end:
                break
            self.post_message(events.Key(key, None))
            time.sleep(PAUSE)
        self.call_from_thread(self.exit)

    def on_mount(self) -> None:
        Thread(target=self.press_keys, daemon=True).start()
        self.set_interval(0.1, self.look)

    def look(self) -> None:
        if self.report is not None and not self.report.running:
            self.over.set()


def measure(root: Path) -> list[float]:
    """How long each key waited, in seconds, the longest first."""
    app = Pressed(root)
    app.run(headless=True, size=(120, 40))
    return sorted(app.waits, reverse=True)


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
        os.environ["XDG_STATE_HOME"] = f"{name}/state"
        root = Path(arguments[0]) if arguments else monorepo(Path(name) / "large", 300)
        for run in ("first", "second"):
            waits = [wait * 1000 for wait in measure(root)]
            worst = ", ".join(f"{wait:.0f}" for wait in waits[:3])
            half = waits[len(waits) // 2]
            print(f"{run} run: {len(waits)} keys; longest waits {worst} ms, half below {half:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
