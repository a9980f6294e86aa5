"""Home: every subject at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from goworkdoctor.tui.panes.frame import Detail, LinesPane, TablePane, pane
from goworkdoctor.tui.panes.names import NAMES
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.widgets.table import Table

if TYPE_CHECKING:
    from goworkdoctor.model.finding import Finding


class HomeScreen(ReportScreen):
    """Six panes; folded to one line each, but for modules and findings, where there is little room."""

    AUTO_FOCUS = "#modules Table"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("p", "preview", "Preview", tooltip="What the finding's treatment would change"),
        *(Binding(str(each.number), f"focus_pane('{each.id}')", each.title, show=False) for each in NAMES),
        Binding("z", "zoom", "Zoom", show=False, tooltip="Open the pane to the full screen"),
        Binding("slash", "filter", "Filter", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        with Container(id="home"):
            for each in NAMES:
                yield pane(each).data_bind(ReportScreen.report)
            yield Detail(id="detail", classes="pane")

    def furnish(self) -> None:
        """Give each frame its subject; not needed to paint the first frame."""
        from goworkdoctor.tui.panes.catalogue import SUBJECTS

        for each in SUBJECTS:
            found = self.query_one(f"#{each.id}")
            if isinstance(found, TablePane):
                found.furnish(each.sheets[0], each)
            elif isinstance(found, LinesPane):
                found.furnish(each)

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor, wherever the focus is."""
        row: Finding | None = self.query_one("#findings", TablePane).table.row
        return row

    def action_focus_pane(self, id: str) -> None:
        """Go to a pane; from the pane itself, open it."""
        found = self.query_one(f"#{id}")
        target = found.table if isinstance(found, TablePane) else found
        if target.has_focus:
            self.doctor.open_subject(id)
        else:
            target.focus()

    def action_zoom(self) -> None:
        for found in self.query(".pane:focus-within, .pane:focus"):
            self.doctor.open_subject(found.id or "")

    async def action_filter(self) -> None:
        await self.query_one("#modules", TablePane).action_filter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "preview":
            return True if self.is_mounted and self.finding and self.finding.fixes else None
        return True

    def action_preview(self) -> None:
        if self.finding:
            self.doctor.treating.finding(self.finding)

    @on(Table.Highlighted)
    def moved(self, event: Table.Highlighted) -> None:
        self.refresh_bindings()
        pane = event.table.parent
        if isinstance(pane, TablePane) and (event.table.has_focus or pane.id == "findings"):
            self.query_one(Detail).tell(pane.sheet, event.row, self.report)

    @on(LinesPane.Opened)
    def open_lines(self, event: LinesPane.Opened) -> None:
        self.doctor.open_subject(event.pane.about.id)
