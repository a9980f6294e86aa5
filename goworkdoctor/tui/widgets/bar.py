"""A bar that says a share: heavy line for what is there, light for the rest, so that it needs no colour."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.tui.widgets.text import FAINT, LOUD


def bar(share: float, width: int, style: str = LOUD) -> Content:
    """`share` of `width` cells; anything above nothing is seen, and only the whole fills it."""
    filled = round(max(0.0, min(share, 1.0)) * width)
    if share > 0:
        filled = max(filled, 1)
    if share < 1:
        filled = min(filled, width - 1)
    return Content.assemble(("━" * filled, style), ("─" * (width - filled), FAINT))


def magnitude(share: float, width: int, style: str = LOUD) -> Content:
    """A bar among others, without a rest: its length is compared with its neighbours'."""
    filled = max(round(share * width), 1 if share > 0 else 0)
    return Content.assemble(("━" * filled, style), " " * (width - filled))
