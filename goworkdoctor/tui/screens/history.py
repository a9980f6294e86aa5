"""History: every plan that was applied in this checkout, and undoing it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from goworkdoctor.model.plan import Receipt
from goworkdoctor.tui.aside import aside
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.screens.undo import UndoScreen
from goworkdoctor.tui.view.words import STATES
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import BAD, GOOD, MUTED, plain

STYLES = {"applied": GOOD, "failed": BAD}


def _state(receipt: Receipt, width: int) -> Content:
    return plain(f"{STATES.get(receipt.state, '·')} {receipt.state}", STYLES.get(receipt.state, MUTED))


def _undo(receipt: Receipt, width: int) -> Content:
    return plain("yes") if receipt.undoable else plain("–", MUTED)


COLUMNS = (
    Column[Receipt]("id", lambda receipt, width: plain(receipt.id, MUTED), 5, right=True),
    Column[Receipt]("when", lambda receipt, width: plain(receipt.when[:16].replace("T", " ")), 16),
    Column[Receipt]("state", _state, 10),
    Column[Receipt]("what", lambda receipt, width: plain(receipt.title)),
    Column[Receipt]("undo", _undo, 4),
    Column[Receipt](
        "files", lambda receipt, width: plain(", ".join(receipt.paths) or receipt.why, MUTED), at_least=100
    ),
)


class HistoryScreen(ReportScreen):
    """`enter` on a receipt asks whether to undo it."""

    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "#receipts"
    HELP = """\
# History
What goworkdoctor did in this checkout, the newest first (times in UTC). `enter` takes a plan back: its
files become what they were, to the byte; refused where somebody changed them since.
"""
    BINDINGS: ClassVar[list[Any]] = [Binding("escape", "back", "Back")]

    def __init__(self) -> None:
        super().__init__()
        self.receipts: Table[Receipt] = Table(
            COLUMNS, lambda receipt: receipt.id, id="receipts", classes="pane"
        )

    def compose_body(self) -> ComposeResult:
        yield self.receipts

    def on_mount(self) -> None:
        self.receipts.border_title = title(None, "History")
        super().on_mount()

    def watch_report(self) -> None:
        self.load()

    @work(exclusive=True)
    async def load(self) -> None:
        """Read the journal beside the screen."""
        receipts = await aside(lambda: self.doctor.verbs.history(self.doctor.root))
        self.receipts.fill(receipts, plain("Nothing was applied in this checkout yet", MUTED))

    @on(Table.Opened)
    def undo(self, event: Table.Opened) -> None:
        self.app.push_screen(UndoScreen(self.doctor.root, event.row.id), self.undone)

    def undone(self, receipt: Receipt | None) -> None:
        self.doctor.treating.done(receipt)
        self.load()

    def action_back(self) -> None:
        self.dismiss()
