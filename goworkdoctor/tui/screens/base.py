"""What every screen has: the top line, its body, the log line and the key line, fed by the app's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from goworkdoctor.model.report import Report
from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.topline import TopLine

if TYPE_CHECKING:
    from goworkdoctor.tui.app import DoctorApp


class ReportScreen(Screen[None]):
    """A screen that shows the app's report; hidden ones catch up when they are shown again."""

    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (32, "-medium"), (46, "-tall")]
    report: reactive[Report | None] = reactive(None, bindings=True)
    said: reactive[Content] = reactive(Content(""))

    @property
    def doctor(self) -> DoctorApp:
        return cast("DoctorApp", self.app)

    def compose(self) -> ComposeResult:
        yield TopLine().data_bind(ReportScreen.report)
        yield from self.compose_body()
        yield Static(id="log", markup=False)
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

    def watch_said(self, said: Content) -> None:
        for line in self.query("#log").results(Static):
            line.update(said)
            line.display = bool(said.plain)
