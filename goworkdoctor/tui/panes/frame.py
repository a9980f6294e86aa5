"""Framed parts of a screen: a table or lines about a subject, filled from the screen's report."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.subject import Sheet, Subject, title
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.view.words import number
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.table import Table
from goworkdoctor.tui.widgets.text import MUTED, plain


class TablePane(Vertical):
    """A sheet in a frame; `/` filters it."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("slash", "filter", "Filter", tooltip="Show only the rows that hold these words"),
        Binding("escape", "unfilter", "All rows", show=False),
    ]
    report: reactive[Report | None] = reactive(None)
    words: reactive[str] = reactive("")

    def __init__(self, sheet: Sheet, subject: Subject, numbered: bool = False) -> None:
        super().__init__(id=sheet.id, classes="pane")
        self.sheet, self.subject, self.numbered = sheet, subject, numbered
        self.table: Table[Any] = Table(sheet.columns, sheet.key)
        self.HELP = subject.help

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.show()

    def watch_report(self) -> None:
        self.show()

    def watch_words(self) -> None:
        self.show()

    def show(self) -> None:
        """Fill the table from the report, as far as the filter lets through."""
        why = unknown(self.report, *self.sheet.needs)
        rows = [] if why or self.report is None else self.sheet.rows(self.report)
        shown = self.filtered(rows)
        self.table.fill(shown, plain(why or self.empty(bool(rows)), MUTED))
        self.border_title = self.caption(len(shown), len(rows))  # type: ignore[assignment]

    def empty(self, filtered: bool) -> str:
        """What a table without rows says."""
        if filtered:
            return f"nothing matches /{self.words}"
        return self.sheet.empty(self.report) if self.report else ""

    def filtered(self, rows: Any) -> Any:
        """The rows that hold every word of the filter, in any letter case."""
        wanted = self.words.casefold().split()
        if not wanted:
            return rows
        return [row for row in rows if all(word in self.table.text(row).casefold() for word in wanted)]

    def caption(self, shown: int, of: int) -> Content:
        known = self.report is not None and not unknown(self.report, *self.sheet.needs)
        badge = self.sheet.badge(self.report) if known and self.report else ""
        if self.words:
            badge = f"{number(shown)} of {number(of)}  /{self.words}"
        return title(self.subject.number if self.numbered else None, self.sheet.title, badge)

    async def action_filter(self) -> None:
        if not self.query(Input):
            await self.mount(Input(self.words, placeholder="filter", compact=True))
        self.query_one(Input).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.words or self.query(Input)) if action == "unfilter" else True

    async def action_unfilter(self) -> None:
        self.words = ""
        await self.query(Input).remove()
        self.table.focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        self.words = event.value

    @on(Input.Submitted)
    async def keep(self) -> None:
        await self.query(Input).remove()
        self.table.focus()


class LinesPane(Lines):
    """A subject's lines in a frame, or its headline where it is folded to one row."""

    BINDINGS: ClassVar[list[Any]] = [Binding("enter", "open", "Open", tooltip="Open to the full screen")]
    report: reactive[Report | None] = reactive(None)

    class Opened(Message):
        """Enter or a double click."""

        def __init__(self, pane: LinesPane) -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> LinesPane:
            return self.pane

    def __init__(self, subject: Subject) -> None:
        super().__init__(id=subject.id, classes="pane")
        self.subject = subject
        self.HELP = subject.help

    def on_mount(self) -> None:
        self.show(
            lambda width: self.subject.draw(self.report, width),
            lambda width: self.subject.draw_headline(self.report, width),
        )

    def watch_report(self, report: Report | None) -> None:
        known = report is not None and not unknown(report, *self.subject.needs)
        badge = self.subject.badge(report) if known and report else ""
        self.border_title = title(self.subject.number, self.subject.title, badge)  # type: ignore[assignment]
        self.redraw()

    def action_open(self) -> None:
        self.post_message(self.Opened(self))

    def on_click(self, event: Click) -> None:
        if event.chain > 1:
            self.action_open()


class Detail(Lines):
    """The row under the cursor at length."""

    def tell(self, sheet: Sheet, row: Any, report: Report | None) -> None:
        """Show this row from now on."""
        draw = sheet.detail
        self.scroll_home(animate=False)
        self.show(lambda width: draw(row, report, width) if draw and report and row is not None else [])


def pane(subject: Subject) -> TablePane | LinesPane:
    """The subject's pane on the home screen."""
    return LinesPane(subject) if subject.lines else TablePane(subject.sheets[0], subject, numbered=True)
