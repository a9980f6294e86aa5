"""A subject: what the app can say about one part of the examination, as data and pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from textual.content import Content

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.marks import LEGEND
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import MUTED, plain

Draw = Callable[[Report, int], list[Content]]


class Sheet(Struct, frozen=True):
    """A table of a subject. `needs` are the facts without which it says why it is empty.

    `empty` is what a table without rows says, `detail` draws one row at length, `badge` stands
    beside the title. `opens` is what enter leads to from a row: its `finding`, or its module among
    the `modules`. `words` are those of a row that a filter looks at, where not all that is shown.
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
    opens: str = ""
    words: Callable[[Any], str] | None = None

    def unknown(self, report: Report) -> str:
        """Why there are no rows (yet); "" where there are."""
        return unknown(report, *self.needs)


class Subject(Struct, frozen=True):
    """`lines` and `headline` draw the home pane; without them home shows the first sheet.

    `summary` stands above the sheets on the full screen.
    """

    id: str
    title: str
    help: str
    sheets: tuple[Sheet, ...]
    needs: tuple[str, ...]
    badge: Callable[[Report], str]
    lines: Draw | None = None
    headline: Draw | None = None
    summary: Draw | None = None

    @property
    def manual(self) -> str:
        """The text of the help panel."""
        return self.help + LEGEND

    def unknown(self, report: Report) -> str:
        """Why there is nothing to show (yet); "" where there is."""
        return unknown(report, *self.needs)

    def draw(self, report: Report, width: int) -> list[Content]:
        """The home pane's lines, or why there are none."""
        return self._drawn(self.lines, report, width)

    def draw_headline(self, report: Report, width: int) -> Content:
        return self._drawn(self.headline, report, width)[0]

    def draw_summary(self, report: Report, width: int) -> list[Content]:
        return self._drawn(self.summary, report, width)

    def _drawn(self, draw: Draw | None, report: Report, width: int) -> list[Content]:
        if why := self.unknown(report):
            return [plain(why, MUTED)]
        return draw(report, width) if draw else []
