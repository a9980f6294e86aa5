"""Rows set in columns, each as wide as its widest cell; the last has the rest of the line, and folds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from goworkdoctor.report.escape import visible
from goworkdoctor.report.page import Page

INDENT = "  "
GAP = "  "
ALONE = INDENT * 3
"""Before a last cell that does not fit beside the others."""
Row = tuple[str, ...]


def columns(page: Page, rows: Sequence[Row], right: Collection[int]) -> list[str]:
    """The rows as lines, those columns set to the right; what is too long for a line loses its beginning."""
    shown = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(len, cells)) for cells in zip(*(row[:-1] for row in shown), strict=True)]
    return [line for row in shown for line in _lines(page, row, widths, right)]


def _lines(page: Page, row: Row, widths: Sequence[int], right: Collection[int]) -> Iterator[str]:
    cells = (
        cell.rjust(width) if index in right else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row[:-1], widths, strict=True))
    )
    before, last = INDENT + "".join(cell + GAP for cell in cells), row[-1]
    if max(map(len, last.split(" "))) <= page.room - len(before):
        yield from page.wrap(last, before, " " * len(before))
    else:
        yield before.rstrip()
        yield ALONE + _shortened(last, page.room - len(ALONE))


def _shortened(text: str, room: int) -> str:
    """The end is kept: that is where paths differ."""
    return text if len(text) <= room else f"…{text[1 - room :]}"
