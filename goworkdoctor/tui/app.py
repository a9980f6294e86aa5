"""The app: it shows a report, examines again, and hands treatments to their screen."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from goworkdoctor.config import Settings
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import Receipt, Treatment
from goworkdoctor.model.report import Report
from goworkdoctor.tui.aside import Examination, aside
from goworkdoctor.tui.palette import DoctorCommands
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.screens.home import HomeScreen
from goworkdoctor.tui.themes import DARK, THEMES
from goworkdoctor.tui.verbs import Verbs
from goworkdoctor.tui.view.probes import continued
from goworkdoctor.tui.widgets.text import GOOD, WARN, plain

INTERRUPTED = 130
NOTHING_TO_EXAMINE = 3
INTERNAL = 4
TICK = 0.1
"""Seconds between two looks at what the examination knows: no more often is anything drawn anew."""


class DoctorApp(App[int]):
    """`report` is the newest of the examination under way, or the finished one."""

    TITLE = "goworkdoctor"
    CSS_PATH: ClassVar[Any] = ["app.tcss", "screens/home.tcss"]
    COMMANDS = App.COMMANDS | {DoctorCommands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[Any]] = [
        Binding("r", "examine", "Examine", tooltip="Look at the checkout again"),
        Binding("u", "undo", "Undo", tooltip="Take back what was applied last, after asking"),
        Binding("h", "history", "History", tooltip="What was applied in this checkout"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="Keys and glyphs"),
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", priority=True),
        Binding("q", "quit", "Quit"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True),
        Binding("p", "nothing_to_preview", "Preview", show=False),
    ]
    report: reactive[Report | None] = reactive(None)
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
        self.acting = Event()
        self.acting.set()
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
        if self.first_screen:
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
        if (examination := self.examination) is None:
            return
        ended = examination.ended
        if examination.error is not None:
            self.fail(examination.error)
        elif examination.latest is not None and examination.latest is not self.taken:
            self.taken = examination.latest
            self.report = continued(self.before, examination.latest)
        if ended:
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

    def action_help(self) -> None:
        """Show or hide the help panel."""
        from textual.widgets import HelpPanel

        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    # -- treating -------------------------------------------------------------------------------------------

    def treat_finding(self, finding: Finding, fix: int = 0) -> None:
        """Preview one of a finding's treatments."""
        treatment = self.verbs.treatment(finding.fixes[fix].id) if fix < len(finding.fixes) else None
        if treatment is None:
            self.action_nothing_to_preview()
        else:
            self.treat(treatment, (finding,))

    def treat_all(self, treatment: Treatment) -> None:
        """Preview a treatment of all the findings that it serves; one without codes needs none."""
        findings = self.report.findings if self.report else ()
        served = tuple(f for f in findings if any(fix.id == treatment.id for fix in f.fixes))
        if treatment.codes and not served:
            self.say(f"{treatment.title}: no finding needs it here", good=False)
        else:
            self.treat(treatment, served)

    def treat(self, treatment: Treatment, findings: tuple[Finding, ...]) -> None:
        from goworkdoctor.tui.screens.preview import PreviewScreen

        if self.report is None:
            self.say("nothing is examined yet", good=False)
            return
        self.push_screen(PreviewScreen(self.report.facts, treatment, findings), self.done)

    def action_undo(self) -> None:
        """Ask, then take back what was applied last in this checkout."""
        from goworkdoctor.tui.screens.undo import UndoScreen

        self.push_screen(UndoScreen(self.root), self.done)

    def done(self, receipt: Receipt | None) -> None:
        """Say what was done or undone, leave a finding that was treated, and look again."""
        if receipt is None:
            return
        words = {"applied": "applied", "undone": "undone", "reversed": "reversed", "failed": "failed"}
        said = f"{words.get(receipt.state, receipt.state)}: {receipt.title}"
        hint = " · u undoes it" if receipt.state == "applied" and receipt.undoable else ""
        self.say(said + (f": {receipt.why}" if receipt.why else "") + hint, good=receipt.state in ("applied", "undone"))
        from goworkdoctor.tui.screens.finding import FindingScreen

        if isinstance(self.screen, FindingScreen):
            self.pop_screen()
        self.action_examine()

    async def carry_out(self, act: Callable[[], Receipt]) -> Receipt:
        """Act beside the screen; leaving the app waits for the end of it, as the only thing it waits for."""
        self.acting = over = Event()

        def work() -> Receipt:
            try:
                return act()
            finally:
                over.set()

        return await aside(work)

    def action_nothing_to_preview(self) -> None:
        """Behind a dimmed `p`: why there is nothing to preview."""
        self.notify("No treatment here: choose a finding that has a cure to preview", severity="warning")

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
    """Show the app until it is left; the exit code. `screen` is the subject to open first."""
    app = DoctorApp(start, settings, screen=screen)
    try:
        code = app.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    if not app.acting.is_set():
        print("goworkdoctor: finishing what was begun…", file=sys.stderr)  # noqa: T201
        app.acting.wait()
    if app.last_words:
        print(f"goworkdoctor: {app.last_words}", file=sys.stderr)  # noqa: T201
    return app.return_code or 0 if code is None else code
