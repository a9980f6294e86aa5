"""One finding: why it matters, what was seen, what cures it, and where to read more."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from goworkdoctor.model.finding import Finding, Fix
from goworkdoctor.tui.panes.findings import APPLICABILITY, explained
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import LOUD, MUTED, plain

COLUMNS = (
    Column[Fix]("", lambda fix, width: plain("p", f"bold {LOUD}"), 1),
    Column[Fix]("cure", lambda fix, width: plain(fix.title)),
    Column[Fix]("how freely", lambda fix, width: Content.styled(*APPLICABILITY[fix.applicability]), 18),
    Column[Fix]("on the command line", lambda fix, width: plain(fix.command, MUTED), at_least=90),
)


class FindingScreen(ReportScreen):
    """`p` or enter previews the cure under the cursor."""

    CSS_PATH = "finding.tcss"
    AUTO_FOCUS = "#cures"
    HELP = """\
# A finding
Why it matters, the evidence with its places, and the cures. `enter` or `p` previews the cure under the
cursor; nothing changes before you apply it. Arrow keys scroll the text when it has the focus (`tab`).
"""
    BINDINGS: ClassVar[list[Any]] = [
        Binding("p", "preview", "Preview", tooltip="What the treatment would change"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self.cures: Table[Fix] = Table(COLUMNS, lambda fix: fix.id, id="cures", classes="pane")

    def compose_body(self) -> ComposeResult:
        yield Lines(id="why", classes="pane")
        yield self.cures

    def on_mount(self) -> None:
        why = self.query_one("#why", Lines)
        why.border_title = title(None, "Finding")
        rule = self.doctor.verbs.rule(self.finding.code)
        why.show(lambda width: explained(self.finding, rule, min(width, 110)))
        self.cures.border_title = title(None, "Cures")
        by_hand = "Nothing to preview: this is cured by hand, as told above"
        self.cures.fill(self.finding.fixes, plain(by_hand if self.finding.cure else "Nothing to do", MUTED))
        super().on_mount()
        if not self.finding.fixes:
            why.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return (True if self.finding.fixes else None) if action == "preview" else True

    @on(Table.Opened)
    def open_cure(self) -> None:
        self.action_preview()

    def action_preview(self) -> None:
        self.doctor.treating.finding(self.finding, self.cures.cursor)

    def action_back(self) -> None:
        self.dismiss()
