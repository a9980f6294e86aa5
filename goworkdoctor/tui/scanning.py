"""Scanning: a whole cache held against its names or hashes, beside the screen, until it is stopped."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from msgspec.structs import replace

from goworkdoctor.tui.aside import aside

if TYPE_CHECKING:
    from goworkdoctor.model.buildcache import BuildHealth
    from goworkdoctor.model.modulecache import ModuleHealth
    from goworkdoctor.model.progress import Progress
    from goworkdoctor.tui.app import DoctorApp


class ScanState(StrEnum):
    """How a scan stands."""

    READING = "reading"
    PAUSED = "paused"
    STOPPED = "stopped"
    ENDED = "ended"
    FAILED = "failed"


class Scan:
    """One scan: `progress` is the newest that it told, `health` what it found, `why` what went wrong."""

    def __init__(self) -> None:
        self.paused, self.cancelled = Event(), Event()
        self.progress: Progress | None = None
        self.health: BuildHealth | ModuleHealth | None = None
        self.why = ""
        self.over = False

    @property
    def state(self) -> ScanState:
        if self.cancelled.is_set():
            return ScanState.STOPPED
        if self.over:
            return ScanState.FAILED if self.why else ScanState.ENDED
        return ScanState.PAUSED if self.paused.is_set() else ScanState.READING

    def tell(self, progress: Progress) -> None:
        """Called from any thread."""
        self.progress = progress


class Scanning:
    """The app's newest scan of one cache, which goes on whatever screen is shown.

    `name` is that of the facts which it gathers; what it verified is not read twice.
    """

    def __init__(self, app: DoctorApp, name: str) -> None:
        self.app, self.name = app, name
        self.scan: Scan | None = None

    @property
    def running(self) -> bool:
        return self.scan is not None and self.scan.state in (ScanState.READING, ScanState.PAUSED)

    @property
    def paused(self) -> bool:
        return self.scan is not None and self.scan.state is ScanState.PAUSED

    def toggle(self) -> None:
        """Start, pause, or go on."""
        if not self.running or self.scan is None:
            self.start()
        elif self.scan.paused.is_set():
            self.scan.paused.clear()
        else:
            self.scan.paused.set()

    def start(self, again: bool = False) -> None:
        """Scan from here on; with `again` also what was verified before."""
        self.stop()
        self.scan = Scan()
        self.app.run_worker(self.follow(self.scan, again))

    def stop(self) -> None:
        """Give up a scan under way; what it verified is kept."""
        if self.running and self.scan:
            self.scan.cancelled.set()

    async def follow(self, scan: Scan, again: bool) -> None:
        """Until the scan is over; then the report takes its verdict over, which reads nothing twice."""
        settings = replace(self.app.settings, again=again)
        look = partial(self.app.verbs.caches.scan, self.name, self.app.start, settings)
        try:
            report = await aside(lambda: look(scan.tell, scan.paused, scan.cancelled))
        except Exception as error:
            scan.why = "" if scan.cancelled.is_set() else f"{type(error).__name__}: {error}"
        else:
            scan.health = getattr(report.facts, self.name)
            probe = report.probe(self.name)
            scan.why = "" if scan.health else (probe.why if probe else "it was not looked at")
        scan.over = True
        if scan.state is ScanState.ENDED and not self.app.want(frozenset({self.name})):
            self.app.action_examine()
