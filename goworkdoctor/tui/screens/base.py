"""What every screen has: the top line, its body, the log line and the key line, fed by the app's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from goworkdoctor.tui.panes.frame import TablePane
from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.table import Table
from goworkdoctor.tui.widgets.topline import TopLine

if TYPE_CHECKING:
    from goworkdoctor.model.report import Report
    from goworkdoctor.tui.app import DoctorApp


class LogLine(Widget):
    """The last thing that was done, until the next."""

    said: reactive[Content] = reactive(Content(""))

    def watch_said(self, said: Content) -> None:
        self.display = bool(said.plain)

    def render(self) -> Content:
        return self.said


class ReportScreen(Screen[None]):
    """A screen that shows the app's report; hidden ones catch up when they are shown again."""

    report: reactive[Report | None] = reactive(None, repaint=False, bindings=True)
    said: reactive[Content] = reactive(Content(""))

    @property
    def doctor(self) -> DoctorApp:
        return cast("DoctorApp", self.app)

    def compose(self) -> ComposeResult:
        yield TopLine().data_bind(ReportScreen.report)
        yield from self.compose_body()
        yield LogLine().data_bind(ReportScreen.said)
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """The widgets between the top line and the key line."""
        yield from ()

    def on_mount(self) -> None:
        self.catch_up()

    def on_screen_resume(self) -> None:
        self.catch_up()

    def catch_up(self) -> None:
        """Take over what the app knows now."""
        self.report, self.said = self.doctor.report, self.doctor.said

    @on(Table.Opened)
    def open_row(self, event: Table.Opened) -> None:
        """Follow a row to its finding or its module."""
        pane = event.table.parent
        opens = pane.sheet.opens if isinstance(pane, TablePane) and pane.sheet else ""
        if opens == "finding":
            self.doctor.open_finding(event.row)
        elif opens:
            self.doctor.open_subject(opens, event.row.dir)
