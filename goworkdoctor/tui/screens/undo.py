"""Undo: what will be taken back, and the question."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen

from goworkdoctor.model.plan import Receipt, Refused
from goworkdoctor.tui.aside import aside
from goworkdoctor.tui.panes.plan import refused
from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.lines import Lines, wrapped
from goworkdoctor.tui.widgets.text import MUTED, plain

if TYPE_CHECKING:
    from goworkdoctor.tui.app import DoctorApp


class UndoScreen(ModalScreen[Receipt | None]):
    """Ends with the receipt of what was undone, or None. Without an id, the newest that can be undone."""

    CSS_PATH = "undo.tcss"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("y,enter", "undo", "Undo it", key_display="y"),
        Binding("escape,n", "dismiss(None)", "Leave it", key_display="esc"),
    ]
    receipt: reactive[Receipt | None] = reactive(None, bindings=True)
    objection: reactive[str] = reactive("")

    def __init__(self, root: Path, id: str | None = None) -> None:
        super().__init__()
        self.root, self.wanted = root, id
        self.words = "reading the journal…"

    @property
    def doctor(self) -> DoctorApp:
        return cast("DoctorApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Lines(id="question")
            yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#box").border_title = "Undo"
        self.lines.show(self.draw)
        self.lines.focus()
        self.find()

    @property
    def lines(self) -> Lines:
        return self.query_one("#question", Lines)

    def draw(self, width: int) -> list[Content]:
        drawn = refused(self.objection, width) if self.objection else []
        if self.receipt is None:
            return drawn or wrapped(plain(self.words, MUTED), width)
        drawn += wrapped(plain(self.receipt.title, "bold"), width)
        drawn += [plain(f"applied {self.receipt.when[:16].replace('T', ' ')} UTC", MUTED), Content("")]
        drawn += [Content.assemble(("↶ ", "bold"), plain(path)) for path in self.receipt.paths]
        return drawn + wrapped(plain(self.promise(self.receipt), MUTED), width)

    def promise(self, receipt: Receipt) -> str:
        if receipt.undoable:
            return "These files become what they were before, to the byte."
        return "It is undone already." if receipt.state == "undone" else "This cannot be undone."

    @work
    async def find(self) -> None:
        """The receipt to ask about."""
        receipts = await aside(lambda: self.doctor.verbs.history(self.root))
        fits = (r for r in receipts if (r.id == self.wanted if self.wanted else r.undoable))
        self.receipt = next(fits, None)
        self.words = "Nothing that was done in this checkout can be undone."
        self.lines.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return (True if self.receipt and self.receipt.undoable else None) if action == "undo" else True

    @work
    async def action_undo(self) -> None:
        """Take it back beside the screen; a refusal is told in place."""
        if self.receipt is None:
            return
        try:
            undone = await self.doctor.treating.carry_out(
                partial(self.doctor.verbs.undo, self.receipt.id, self.root)
            )
        except Refused as reason:
            self.objection = str(reason)
            self.lines.redraw()
        else:
            self.dismiss(undone)
