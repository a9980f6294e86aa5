"""What the home screen paints before it knows anything: the panes' numbers and titles."""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content

from goworkdoctor.tui.widgets.text import MUTED, plain


class Name(Struct, frozen=True):
    """`table`: its home pane is its first table; the others are lines, and fold to one."""

    id: str
    number: int
    title: str
    table: bool = False


NAMES = (
    Name("modules", 1, "Modules", table=True),
    Name("workspace", 2, "Workspace"),
    Name("tests", 3, "Tests"),
    Name("staging", 4, "Staging"),
    Name("caches", 5, "Caches"),
    Name("findings", 6, "Findings", table=True),
)


def title(number: int | None, words: str, badge: str = "") -> Content:
    """What a frame says at its top left."""
    start = Content.styled(f"{number} ", MUTED) if number else Content("")
    return Content.assemble(start, (words, "bold"), plain(f" {badge}" if badge else "", MUTED))
