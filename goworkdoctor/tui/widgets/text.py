"""Words on their way to the screen: names made harmless, cut to a width, styled by theme tokens."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

MUTED = "$foreground 60%"
FAINT = "$foreground 25%"
GOOD = "$text-success"
WARN = "$text-warning"
BAD = "$text-error"
LOUD = "$text-primary"
BOLD = "bold"

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """One line that a terminal shows and does not obey: control and undecodable characters are escaped."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(char) if unicodedata.category(char) in _UNSEEN else char for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def plain(text: str, style: str = "") -> Content:
    """Words that come from outside, never read as markup."""
    return Content.styled(visible(text), style)


def joined(*parts: Content | str | tuple[str, str]) -> Content:
    """One line from parts: our own words, (words, style), or contents."""
    return Content.assemble(*parts)


def shorten(text: str, width: int, *, keep_end: bool = False) -> str:
    """At most `width` cells of a visible text; what is left out shows as an ellipsis."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[: max(width, 0)]
    kept = ""
    for char in reversed(text) if keep_end else text:
        if cell_len(kept) + cell_len(char) > width - 1:
            break
        kept += char
    return f"…{kept[::-1]}" if keep_end else f"{kept}…"


def place(text: str, width: int, style: str = "") -> Content:
    """A path in `width` cells, its end kept: that is where paths differ."""
    return Content.styled(shorten(visible(text), width, keep_end=True), style)


def columns(width: int, left: Content, right: Content) -> Content:
    """Left and right in one line; the left gives way."""
    room = width - right.cell_length - 1
    cut = left.truncate(max(room, 0), ellipsis=True, pad=True) if room > 0 else Content("")
    return Content.assemble(cut, " " if room > 0 else "", right)


def separated(parts: Iterable[Content], by: str = " · ") -> Content:
    """The parts in a line, with muted dots between."""
    return Content.styled(by, MUTED).join(list(parts))
