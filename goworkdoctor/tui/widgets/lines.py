"""Lines made from a report for the width at hand, scrolled by keys; on one row it shows its headline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from goworkdoctor.tui.widgets.text import separated

Draw = Callable[[int], list[Content]]


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """`draw` gives the lines for a width; `headline` the one line that stands for them all."""

    ALLOW_MAXIMIZE = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown,space", "page_down", "Page down", show=False),
        Binding("home,g", "scroll_home", "Top", show=False),
        Binding("end,G", "scroll_end", "Bottom", show=False),
    ]

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._draw: Draw = lambda width: []
        self._headline: Draw = self._draw
        self._drawn: list[Content] = []

    def show(self, draw: Draw, headline: Draw | None = None) -> None:
        """Draw with these from now on."""
        self._draw, self._headline = draw, headline or draw
        self.redraw()

    def redraw(self) -> None:
        """Draw anew for the present size, beside a scrollbar where the lines are too many."""
        width, height = self.size
        if not width:
            return
        draw = self._headline if height <= 1 else self._draw
        drawn = draw(width)
        if len(drawn) > height:
            drawn = draw(width - self.styles.scrollbar_size_vertical)
        self.virtual_size = Size(width, len(drawn))
        if [(line.plain, line.spans) for line in drawn] != [(line.plain, line.spans) for line in self._drawn]:
            self._drawn = drawn
            self.refresh()

    def on_resize(self) -> None:
        self.redraw()

    def render_line(self, y: int) -> Strip:
        index, width = y + round(self.scroll_y), self.size.width
        if index >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        line = self._drawn[index].truncate(width, pad=True)
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)


def wrapped(text: Content, width: int) -> list[Content]:
    """A paragraph folded to a width."""
    return text.wrap(max(width, 8)) if text.plain else [Content("")]


def flowed(parts: list[Content], width: int) -> list[Content]:
    """Short parts side by side, as many in a line as fit, none broken."""
    lines: list[list[Content]] = []
    for part in parts:
        if lines and sum(each.cell_length + 3 for each in lines[-1]) + part.cell_length <= width:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [separated(line) for line in lines]
