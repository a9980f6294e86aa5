"""A table for thousands of rows: only what is on screen is ever made into cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

T = TypeVar("T")
GAP = 2


class Column(Struct, Generic[T], frozen=True):
    """`cell` gets the row and the width it has.

    A column without `width` gets its `share` of what is left; one is shown in tables `at_least` that wide.
    """

    label: str
    cell: Callable[[T, int], Content]
    width: int = 0
    right: bool = False
    at_least: int = 0
    share: int = 1


class Table(ScrollView, Generic[T], can_focus=True, inherit_bindings=False):
    """Rows with a cursor that, once moved, stays on its row, by key, when the rows change."""

    ALLOW_MAXIMIZE = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--header", "table--cursor", "table--notice"}
    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter", "open", "Open", tooltip="Open the row under the cursor"),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "move(-1000000)", "First", show=False),
        Binding("end,G", "move(1000000)", "Last", show=False),
    ]
    cursor: reactive[int] = reactive(0, init=False)

    class Highlighted(Message):
        """The cursor is on another row, or on other data; `row` is None in an empty table."""

        def __init__(self, table: Table[Any], row: Any) -> None:
            super().__init__()
            self.table, self.row = table, row

        @property
        def control(self) -> Table[Any]:
            return self.table

    class Opened(Highlighted):
        """Enter or a click on the row under the cursor."""

    def __init__(
        self,
        columns: Sequence[Column[T]] = (),
        key: Callable[[T], str] = str,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns, self.key_of = columns, key
        self.rows: Sequence[T] = ()
        self.notice = Content("")
        self.opens = True
        self.moved = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.opens if action == "open" else True

    def fill(self, rows: Sequence[T], notice: Content | None = None) -> None:
        """Show these rows; `notice` is what an empty table says."""
        if rows == self.rows and (rows or (notice and notice.plain) == self.notice.plain):
            self.rows = rows
            self.call_next(self.announce)
            return
        at = self.key_of(self.row) if self.row is not None and self.moved else None
        self.rows, self.notice = rows, notice or Content("")
        self.virtual_size = Size(self.room, len(rows) + 1)
        index = next(
            (i for i, row in enumerate(rows) if self.key_of(row) == at), min(self.cursor, len(rows) - 1)
        )
        self.set_reactive(Table.cursor, max(index, 0))
        self.refresh()
        self.show_cursor()
        self.call_next(self.announce)

    @property
    def room(self) -> int:
        """The width of a line, beside a scrollbar where the rows are too many."""
        scrolls = len(self.rows) + 1 > self.size.height
        return self.size.width - (self.styles.scrollbar_size_vertical if scrolls else 0)

    @property
    def row(self) -> T | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def select(self, key: str) -> None:
        """Put the cursor on the row of that key, if it is there."""
        self.cursor = next((i for i, row in enumerate(self.rows) if self.key_of(row) == key), self.cursor)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.rows) - 1))

    def watch_cursor(self) -> None:
        self.moved = True
        self.refresh()
        self.show_cursor()
        self.call_next(self.announce)

    def announce(self) -> None:
        """Tell where the cursor is, as the table itself: what a parent sends does not pass that parent."""
        self.post_message(self.Highlighted(self, self.row))

    def show_cursor(self) -> None:
        """Scroll so that the cursor is seen; line 0 always holds the header."""
        top, shown = round(self.scroll_y), max(self.size.height - 1, 1)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + shown:
            self.scroll_to(y=self.cursor - shown + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.room, len(self.rows) + 1)
        self.show_cursor()

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        self.cursor += by * max(self.size.height - 2, 1)

    def action_open(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def on_click(self, event: events.Click) -> None:
        clicked = event.y - 1 + round(self.scroll_y)
        if event.y == 0 or not 0 <= clicked < len(self.rows):
            return
        if clicked == self.cursor and event.chain > 1:
            self.action_open()
        self.cursor = clicked

    def fitting(self) -> list[tuple[Column[T], int]]:
        """The columns that fit, each with its width; those without a width share what is left."""
        room = self.room - 1
        shown = [column for column in self.columns if column.at_least <= self.room]
        taken = sum(column.width for column in shown) + GAP * (len(shown) - 1)
        flexible = [column for column in shown if not column.width]
        left, shares = max(room - taken, 8 * len(flexible)), sum(column.share for column in flexible)
        widths = []
        for column in shown:
            width = column.width or left * column.share // shares
            if not column.width:
                left, shares = left - width, shares - column.share
            widths.append(width)
        return list(zip(shown, widths, strict=True))

    def render_line(self, y: int) -> Strip:
        index = y - 1 + round(self.scroll_y)
        if y == 0:
            return self._strip(self._line(self._labels()), "table--header")
        if not self.rows and y == 1:
            return self._strip(Content.assemble(" ", self.notice), "table--notice")
        if not 0 <= index < len(self.rows):
            return Strip.blank(self.room, self.rich_style)
        cells = [(c.cell(self.rows[index], width), width, c.right) for c, width in self.fitting()]
        here = index == self.cursor
        gutter = "▌" if here and self.has_focus else " "
        return self._strip(self._line(cells, gutter), "table--cursor" if here else "")

    def _labels(self) -> list[tuple[Content, int, bool]]:
        return [(Content(column.label), width, column.right) for column, width in self.fitting()]

    def _line(self, cells: list[tuple[Content, int, bool]], gutter: str = " ") -> Content:
        fitted = [_fit(cell, width, right) for cell, width, right in cells]
        return Content.assemble(gutter, Content(" " * GAP).join(fitted))

    def _strip(self, line: Content, style: str) -> Strip:
        look = self.visual_style
        if style:
            look = look + self.get_visual_style(style)
        width = self.room
        strips = Visual.to_strips(self, line.truncate(width, pad=True), width, 1, look, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def text(self, row: T) -> str:
        """All words of a row, for the filter."""
        return " ".join(column.cell(row, 1000).plain for column in self.columns)


def _fit(cell: Content, width: int, right: bool) -> Content:
    if cell.cell_length > width:
        return cell.truncate(width, ellipsis=True)
    gap = Content(" " * (width - cell.cell_length))
    return Content.assemble(gap, cell) if right else Content.assemble(cell, gap)
