"""The app: it shows a report, examines again, and hands treatments to their screen."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from textual import work
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from goworkdoctor.tui.aside import Examination, aside
from goworkdoctor.tui.caching import ENTRIES, MODULES
from goworkdoctor.tui.scanning import Scanning
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.screens.home import HomeScreen
from goworkdoctor.tui.themes import DARK, THEMES
from goworkdoctor.tui.treating import NOTHING, Treating
from goworkdoctor.tui.verbs import Verbs
from goworkdoctor.tui.widgets.text import GOOD, WARN, plain

if TYPE_CHECKING:
    from textual.command import Provider

    from goworkdoctor.config import Settings
    from goworkdoctor.model.finding import Finding
    from goworkdoctor.model.report import Report

HERE = Path(__file__).parent
INTERRUPTED = 130
NOTHING_TO_EXAMINE = 3
INTERNAL = 4
TIDYING = 5.0
"""Seconds that leaving waits, at most, for a scratch copy to be deleted; the screen is restored before."""
TICK = 0.1
"""Seconds between two looks at what the examination knows: no more often is anything drawn anew."""


def commands() -> type[Provider]:
    """The palette's provider, imported when it is first opened."""
    from goworkdoctor.tui.palette import DoctorCommands

    return DoctorCommands


class DoctorApp(App[int]):
    """`report` is the newest of the examination under way, or the finished one."""

    TITLE = "goworkdoctor"
    CSS_PATH: ClassVar[Any] = [HERE / "app.tcss", HERE / "screens" / "home.tcss"]
    COMMANDS = App.COMMANDS | {commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-medium"), (46, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[Any]] = [
        Binding("r", "examine", "Examine", tooltip="Look at the checkout again"),
        Binding("u", "undo", "Undo", tooltip="Take back what was applied last, after asking"),
        Binding("m", "migration", "Migrate", tooltip="From nested modules to a workspace, step by step"),
        Binding("c", "caches", "Caches", tooltip="What they hold, their health, cleaning and the trash"),
        Binding("h", "history", "History", tooltip="What was applied in this checkout"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="Keys and glyphs"),
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", priority=True),
        Binding("q", "quit", "Quit"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True),
        Binding("p", "nothing_to_preview", "Preview", show=False),
    ]
    report: reactive[Report | None] = reactive(None, repaint=False)
    said: reactive[Content] = reactive(Content(""))

    def __init__(
        self, start: Path, settings: Settings, verbs: Verbs | None = None, screen: str | None = None
    ) -> None:
        super().__init__()
        self.start, self.settings, self.verbs = start, settings, verbs or Verbs()
        self.first_screen = screen
        self.examination: Examination | None = None
        self.before: Report | None = None
        self.taken: Report | None = None
        self.treating = Treating(self)
        self.scanning = {name: Scanning(self, name) for name in (ENTRIES, MODULES)}
        self.last_words = ""
        self.ticking: Timer | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[Any]:
        return HomeScreen()

    def on_mount(self) -> None:
        self._catch_signals()
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Everything that is not needed to paint the first frame."""
        self.action_examine()
        self.furnish()

    @work
    async def furnish(self) -> None:
        """Give the frames their subjects, which are imported beside the screen, for that takes its time."""
        await aside(partial(import_module, "goworkdoctor.tui.panes.catalogue"))
        for home in self.screen_stack:
            if isinstance(home, HomeScreen):
                home.furnish()
        if self.first_screen == "history":
            self.action_history()
        elif self.first_screen == "migration":
            self.action_migration()
        elif self.first_screen:
            self.open_subject(self.first_screen)

    # -- examining ------------------------------------------------------------------------------------------

    def action_examine(self) -> None:
        """Examine from the start; an examination under way is given up."""
        if self.examination:
            self.examination.cancel()
        self.before = self.report
        self.examination = Examination(partial(self.verbs.examine, self.start, self.settings))
        self.examination.start()
        if self.ticking is None:
            self.ticking = self.set_interval(TICK, self.take)

    def take(self) -> None:
        """Show what the examination knows by now."""
        from goworkdoctor.tui.view.probes import continued

        if (examination := self.examination) is None:
            return
        ended = examination.ended
        if examination.error is not None:
            self.fail(examination.error)
        elif examination.latest is not None and examination.latest is not self.taken:
            self.taken = examination.latest
            self.report = continued(self.before, examination.latest)
        if ended:
            self.rest()

    def want(self, names: frozenset[str]) -> bool:
        """Gather these facts too from now on; whether that is new, and a look for them begins."""
        if names <= self.settings.wanted:
            return False
        self.settings = replace(self.settings, wanted=self.settings.wanted | names)
        self.call_later(self.action_examine)
        return True

    def rest(self) -> None:
        """The examination is over: nothing is polled until the next."""
        self.examination = None
        if self.ticking:
            self.ticking.stop()
        self.ticking = None

    def fail(self, error: Exception) -> None:
        """Nothing to examine ends the app; after a look that went well, a failure is only said."""
        from goworkdoctor.doctor.examine import NothingToExamine

        if self.before is not None:
            self.say(f"the examination failed: {error}", good=False)
            return
        nothing = isinstance(error, NothingToExamine)
        self.last_words = str(error) if nothing else f"{type(error).__name__}: {error}"
        self.exit(NOTHING_TO_EXAMINE if nothing else INTERNAL)

    def watch_report(self) -> None:
        if isinstance(self.screen, ReportScreen):
            self.screen.catch_up()

    def say(self, words: str, *, good: bool = True) -> None:
        """Say what was done, as a toast and on the log line."""
        self.said = Content.assemble(("✓ ", GOOD) if good else ("! ", WARN), plain(words))
        self.notify(words, severity="information" if good else "warning", markup=False)

    def watch_said(self) -> None:
        if isinstance(self.screen, ReportScreen):
            self.screen.catch_up()

    # -- screens --------------------------------------------------------------------------------------------

    def open_subject(self, id: str, key: str | None = None) -> None:
        """A subject on the full screen, its cursor on the row of that key."""
        from goworkdoctor.tui.screens.subject import SubjectScreen

        screen = SubjectScreen.of(id, key)
        if screen is None:
            return
        if isinstance(self.screen, SubjectScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def open_finding(self, finding: Finding) -> None:
        from goworkdoctor.tui.screens.finding import FindingScreen

        self.push_screen(FindingScreen(finding))

    def action_history(self) -> None:
        from goworkdoctor.tui.screens.history import HistoryScreen

        if not isinstance(self.screen, HistoryScreen):
            self.push_screen(HistoryScreen())

    def action_migration(self) -> None:
        from goworkdoctor.tui.screens.migration import MigrationScreen

        if not isinstance(self.screen, MigrationScreen):
            self.push_screen(MigrationScreen())

    def action_caches(self) -> None:
        from goworkdoctor.tui.screens.caches import CachesScreen

        if not isinstance(self.screen, CachesScreen):
            self.open_subject("caches")

    def action_help(self) -> None:
        """Show or hide the help panel."""
        from textual.widgets import HelpPanel

        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_undo(self) -> None:
        self.treating.undo()

    def action_nothing_to_preview(self) -> None:
        """Behind a dimmed `p`: why there is nothing to preview."""
        self.notify(NOTHING, severity="warning", markup=False)

    @property
    def root(self) -> Path:
        return self.report.facts.root if self.report else self.start

    # -- leaving --------------------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        self.leave(0)

    def action_interrupt(self) -> None:
        self.leave(INTERRUPTED)

    def leave(self, code: int) -> None:
        """At once, whatever still runs."""
        if self.examination:
            self.examination.cancel()
        self.exit(code)

    def _catch_signals(self) -> None:
        """An interrupt from outside restores the terminal too; only a main thread may ask for it."""
        import asyncio

        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGINT, self.leave, INTERRUPTED)
            loop.add_signal_handler(signal.SIGTERM, self.leave, 128 + signal.SIGTERM)


def run(start: Path, settings: Settings, screen: str | None = None) -> int:
    """Show the app until it is left; the exit code.

    `screen` is what to open first: the id of a subject, `history` or `migration`.
    """
    app = DoctorApp(start, settings, screen=screen)
    try:
        code = app.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    if app.treating.trial:
        app.treating.trial.stop(TIDYING)
    if not app.treating.acting.is_set():
        print("goworkdoctor: finishing what was begun…", file=sys.stderr)  # noqa: T201
        app.treating.acting.wait()
    if app.last_words:
        print(f"goworkdoctor: {app.last_words}", file=sys.stderr)  # noqa: T201
    return app.return_code or 0 if code is None else code
