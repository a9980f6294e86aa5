"""Framed parts of a screen: a table or lines about a subject, filled from the screen's report.

A frame is painted before its subject is known: that one is given with `furnish`, after the first paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from goworkdoctor.tui.panes.names import Name, title
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.table import Table
from goworkdoctor.tui.widgets.text import MUTED, plain

if TYPE_CHECKING:
    from textual.widgets import Input

    from goworkdoctor.model.report import Report
    from goworkdoctor.tui.panes.subject import Sheet, Subject

EXAMINING = plain("examining…", MUTED)


class TablePane(Vertical):
    """A sheet in a frame; `/` filters it."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("slash", "filter", "Filter", tooltip="Show only the rows that hold these words"),
        Binding("escape", "unfilter", "All rows", tooltip="Drop the filter"),
    ]
    report: reactive[Report | None] = reactive(None, repaint=False)
    words: reactive[str] = reactive("", bindings=True)

    def __init__(self, id: str, words: str, number: int | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self.number, self.title_words = number, words
        self.sheet: Sheet | None = None
        self.table: Table[Any] = Table()

    def compose(self) -> ComposeResult:
        yield self.table

    def furnish(self, sheet: Sheet, subject: Subject) -> None:
        """The sheet to show from now on."""
        self.sheet = sheet
        self.HELP = subject.manual  # type: ignore[misc]
        self.table.columns, self.table.key_of = sheet.columns, sheet.key
        self.table.opens = bool(sheet.opens) and (self.number is not None or sheet.opens != subject.id)
        self.show()

    def on_mount(self) -> None:
        self.show()

    def watch_report(self) -> None:
        self.show()

    def watch_words(self) -> None:
        self.show()

    def show(self) -> None:
        """Fill the table from the report, as far as the filter lets through."""
        if self.sheet is None or self.report is None:
            self.caption("")
            self.table.fill((), EXAMINING)
            return
        why = self.sheet.unknown(self.report)
        rows = () if why else self.sheet.rows(self.report)
        shown = self.filtered(rows)
        empty = f"nothing matches /{self.words}" if rows else self.sheet.empty(self.report)
        self.table.fill(shown, plain(why or empty, MUTED))
        badge = (
            f"{len(shown):,} of {len(rows):,}  /{self.words}" if self.words else self.sheet.badge(self.report)
        )
        self.caption("" if why else badge)

    def caption(self, badge: str) -> None:
        """Title and badge, set only when they change: setting them draws the pane anew."""
        caption = title(self.number, self.title_words, badge)
        if caption.markup != self.border_title:
            self.border_title = caption

    def filtered(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows that hold every word of the filter, in any letter case."""
        wanted = self.words.casefold().split()
        if not wanted:
            return rows
        words = self.sheet.words if self.sheet and self.sheet.words else self.table.text
        return [row for row in rows if all(word in words(row).casefold() for word in wanted)]

    def field(self) -> Input | None:
        """Where the filter is typed, while it is."""
        from textual.widgets import Input

        return next(iter(self.query(Input)), None)

    async def action_filter(self) -> None:
        from textual.widgets import Input

        await self.mount(Input(self.words, placeholder="filter", compact=True))
        self.query_one(Input).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The filter is asked for once, and dropped where there is one."""
        open = len(self.children) > 1
        return {"filter": not open, "unfilter": open or bool(self.words)}.get(action, True)

    async def action_unfilter(self) -> None:
        self.words = ""
        await self.on_input_submitted()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.words = event.value

    async def on_input_submitted(self) -> None:
        if field := self.field():
            await field.remove()
        self.table.focus()
        self.refresh_bindings()


class LinesPane(Lines):
    """A subject's lines in a frame, or its headline where it is folded to one row."""

    BINDINGS: ClassVar[list[Any]] = [Binding("enter", "open", "Open", tooltip="Open to the full screen")]
    report: reactive[Report | None] = reactive(None, repaint=False)

    class Opened(Message):
        """Enter or a double click."""

        def __init__(self, pane: LinesPane) -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> LinesPane:
            return self.pane

    def __init__(self, about: Name) -> None:
        super().__init__(id=about.id, classes="pane")
        self.about = about
        self.subject: Subject | None = None

    def furnish(self, subject: Subject) -> None:
        """The subject to show from now on."""
        self.subject = subject
        self.HELP = subject.manual  # type: ignore[misc]
        self.watch_report()

    def on_mount(self) -> None:
        self.show(self.draw, self.draw_headline)
        self.watch_report()

    def watch_report(self) -> None:
        known = self.subject is not None and self.report is not None and not self.subject.unknown(self.report)
        badge = self.subject.badge(self.report) if known and self.subject and self.report else ""
        caption = title(self.about.number, self.about.title, badge)
        if caption.markup != self.border_title:
            self.border_title = caption
        self.redraw()

    def draw(self, width: int) -> list[Content]:
        if self.subject is None or self.report is None:
            return [EXAMINING]
        return self.subject.draw(self.report, width)

    def draw_headline(self, width: int) -> list[Content]:
        """The one line that stands for the pane where there is no room for more."""
        label = Content.assemble((f" {self.about.number} ", MUTED), (f"{self.about.title:<10}", "bold"), " ")
        room = width - label.cell_length
        known = self.subject is not None and self.report is not None
        said = (
            self.subject.draw_headline(self.report, room)
            if known and self.subject and self.report
            else EXAMINING
        )
        return [Content.assemble(label, said)]

    def action_open(self) -> None:
        self.post_message(self.Opened(self))

    def on_click(self, event: Click) -> None:
        if event.chain > 1:
            self.action_open()


class Detail(Lines):
    """The row under the cursor at length."""

    def tell(self, sheet: Sheet | None, row: Any, report: Report | None) -> None:
        """Show this row from now on."""
        draw = sheet.detail if sheet else None
        self.scroll_home(animate=False)
        self.show(lambda width: draw(row, report, width) if draw and report and row is not None else [])


def pane(about: Name) -> TablePane | LinesPane:
    """The frame of that name on the home screen."""
    return TablePane(about.id, about.title, about.number) if about.table else LinesPane(about)
