"""The top line: it is painted before there is a report, and says more once there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from goworkdoctor.tui.widgets.text import LOUD, MUTED, columns

if TYPE_CHECKING:
    from goworkdoctor.model.report import Report

NAME = Content.styled(" goworkdoctor", f"bold {LOUD}")


class TopLine(Widget):
    """One line; where it is narrow, the less important parts give way."""

    report: reactive[Report | None] = reactive(None)

    def render(self) -> Content:
        if self.report is None:
            return columns(self.size.width, NAME, Content.styled("examining… ", MUTED))
        from goworkdoctor.tui.panes.top import top_line

        return top_line(self.report, self.size.width)
