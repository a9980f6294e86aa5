"""A subject on the full screen: its summary, its tables, and the row under the cursor at length."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content

from goworkdoctor.tui.panes.catalogue import subject
from goworkdoctor.tui.panes.frame import Detail, TablePane
from goworkdoctor.tui.panes.names import NAMES, title
from goworkdoctor.tui.panes.subject import Subject
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.table import Table


class SubjectScreen(ReportScreen):
    """The number keys go from subject to subject; escape goes back."""

    CSS_PATH = "subject.tcss"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "back", "Back"),
        Binding("z", "back", "Back", show=False),
        Binding("p", "preview", "Preview", tooltip="What the finding's treatment would change"),
        *(Binding(str(each.number), f"open('{each.id}')", each.title, show=False) for each in NAMES),
    ]

    def __init__(self, subject: Subject, key: str | None = None) -> None:
        super().__init__()
        self.subject, self.key = subject, key
        self.HELP = subject.manual  # type: ignore[misc]

    @classmethod
    def of(cls, id: str, key: str | None = None) -> SubjectScreen | None:
        """The screen of the subject with that id; None where there is none."""
        if (found := subject(id)) is None:
            return None
        if id == "caches":
            from goworkdoctor.tui.screens.caches import CachesScreen

            return CachesScreen(found)
        return cls(found, key)

    def compose_body(self) -> ComposeResult:
        if self.subject.summary:
            yield Lines(id="summary", classes="pane")
        with Horizontal(id="body"):
            with Vertical(id="sheets"):
                for sheet in self.subject.sheets:
                    yield TablePane(sheet.id, sheet.title).data_bind(ReportScreen.report)
            if any(sheet.detail for sheet in self.subject.sheets):
                yield Detail(id="detail", classes="pane")

    def on_mount(self) -> None:
        self.furnish()
        super().on_mount()

    def furnish(self) -> None:
        """Give the frames what they show."""
        for pane, sheet in zip(self.query(TablePane), self.subject.sheets, strict=True):
            pane.furnish(sheet, self.subject)
        for summary in self.query("#summary").results(Lines):
            summary.can_focus = False
            summary.border_title = title(None, self.subject.title)
            summary.show(self.draw_summary)

    def draw_summary(self, width: int) -> list[Content]:
        """What stands above the tables."""
        return self.subject.draw_summary(self.report, width) if self.report else []

    def watch_report(self) -> None:
        for summary in self.query("#summary").results(Lines):
            summary.redraw()
        if self.key and self.report and not self.subject.sheets[0].unknown(self.report):
            self.call_after_refresh(self.query(TablePane).first().table.select, self.key)
            self.key = None

    @property
    def row(self) -> Any:
        """The row under the cursor of the table in focus, else of the first."""
        panes = self.query(TablePane)
        return next((pane for pane in panes if pane.has_focus_within), panes.first()).table.row

    @on(Table.Highlighted)
    def show_detail(self, event: Table.Highlighted) -> None:
        self.refresh_bindings()
        pane = event.table.parent
        if isinstance(pane, TablePane) and pane.sheet and pane.sheet.detail:
            self.query_one(Detail).tell(pane.sheet, event.row, self.report)

    def action_back(self) -> None:
        self.dismiss()

    def action_open(self, id: str) -> None:
        self.doctor.open_subject(id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "preview":
            if self.subject.id != "findings":
                return False
            return True if self.is_mounted and self.row is not None and self.row.fixes else None
        return True

    def action_preview(self) -> None:
        self.doctor.treating.finding(self.row)
