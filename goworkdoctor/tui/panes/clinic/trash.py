"""The trash of the caches: what treatments moved there, and when; it can come back until it is deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.view.words import number, plural, size
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import MUTED, WARN, plain

if TYPE_CHECKING:
    from goworkdoctor.model.clinic import Kept


def _when(kept: Kept, width: int) -> Content:
    moment = datetime.fromtimestamp(kept.trashed.when).astimezone()
    return plain(f"{moment:%Y-%m-%d %H:%M}", MUTED)


def words(kept: Kept) -> str:
    """Which treatment moved it there."""
    return kept.receipt.title if kept.receipt else "by an unknown treatment"


def _what(kept: Kept, width: int) -> Content:
    mark = Content("") if kept.restorable else plain("! not restorable  ", WARN)
    room, said = width - mark.cell_length, words(kept)
    brief = kept.receipt.treatment if kept.receipt else said
    return Content.assemble(mark, plain(said if len(said) <= room else brief))


COLUMNS = (
    Column["Kept"]("size", lambda row, width: plain(size(row.trashed.bytes)), 8, right=True),
    Column["Kept"](
        "files", lambda row, width: plain(number(row.trashed.files), MUTED), 8, right=True, at_least=60
    ),
    Column["Kept"]("moved there", _when, 16),
    Column["Kept"]("by", _what),
)


class TrashPane(Vertical):
    """Its keys ask the screen, which has the verbs."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("b", "restore", "Bring back", tooltip="Move it back to where it was"),
        Binding("e", "empty", "Delete", tooltip="Delete this one for good, after asking"),
        Binding("E", "empty_all", "Delete all", tooltip="Delete all of it for good, after asking"),
    ]

    class Restore(Message):
        """Bring this one back."""

        def __init__(self, kept: Kept) -> None:
            super().__init__()
            self.kept = kept

    class Empty(Message):
        """Delete these."""

        def __init__(self, kept: tuple[Kept, ...]) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self) -> None:
        super().__init__(id="trash", classes="pane")
        self.table: Table[Kept] = Table(COLUMNS, lambda row: row.trashed.path)
        self.table.opens = False

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.border_title = title(None, "Trash")
        self.table.fill((), plain("looking…", MUTED))

    def show(self, kept: tuple[Kept, ...]) -> None:
        """This is what is in it."""
        bytes = sum(one.trashed.bytes for one in kept)
        badge = f"{size(bytes)} · {plural(len(kept), 'treatment')}" if kept else ""
        self.border_title = title(None, "Trash", badge)
        self.table.fill(kept, plain("Empty: what is cleaned goes here", MUTED))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "restore":
            return True if self.table.row and self.table.row.restorable else None
        if action in ("empty", "empty_all"):
            return True if self.table.row else None
        return True

    def action_restore(self) -> None:
        if self.table.row:
            self.post_message(self.Restore(self.table.row))

    def action_empty(self) -> None:
        if self.table.row:
            self.post_message(self.Empty((self.table.row,)))

    def action_empty_all(self) -> None:
        self.post_message(self.Empty(tuple(self.table.rows)))
