"""A subject: what the app can say about one part of the examination, as data and pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.content import Content

from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import MUTED, plain

Draw = Callable[[Report, int], list[Content]]


@dataclass(frozen=True)
class Sheet:
    """A table of a subject. `needs` are the facts without which it says why it is empty.

    `empty` is what a table without rows says, `detail` draws one row at length, and `badge` stands beside the title.
    """

    id: str
    title: str
    columns: Sequence[Column[Any]]
    rows: Callable[[Report], Sequence[Any]]
    key: Callable[[Any], str]
    needs: tuple[str, ...]
    empty: Callable[[Report], str]
    badge: Callable[[Report], str] = lambda report: ""
    detail: Callable[[Any, Report, int], list[Content]] | None = None


@dataclass(frozen=True)
class Subject:
    """`lines` and `headline` draw the home pane; without them home shows the first sheet.

    `summary` stands above the sheets on the full screen.
    """

    id: str
    number: int
    title: str
    help: str
    sheets: tuple[Sheet, ...]
    needs: tuple[str, ...]
    badge: Callable[[Report], str]
    lines: Draw | None = None
    headline: Draw | None = None
    summary: Draw | None = None

    def draw(self, report: Report | None, width: int) -> list[Content]:
        """The home pane's lines, or why there are none."""
        if (why := unknown(report, *self.needs)) or report is None or self.lines is None:
            return [plain(why, MUTED)]
        return self.lines(report, width)

    def draw_headline(self, report: Report | None, width: int) -> list[Content]:
        """The one line that stands for the pane where there is no room for more."""
        label = Content.assemble((f" {self.number} ", MUTED), (f"{self.title:<10}", "bold"), " ")
        if (why := unknown(report, *self.needs)) or report is None or self.headline is None:
            return [Content.assemble(label, plain(why, MUTED))]
        return [Content.assemble(label, *self.headline(report, width - label.cell_length))]


def title(number: int | None, name: str, badge: str = "") -> Content:
    """What a frame says at its top left."""
    start = Content.assemble((f"{number} ", MUTED)) if number else Content("")
    return Content.assemble(start, (name, "bold"), plain(f" {badge}" if badge else "", MUTED))
