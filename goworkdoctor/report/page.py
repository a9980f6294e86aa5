"""The page that text is set on: its width, its colours, and whether it can show more than ASCII."""

from __future__ import annotations

import re
from textwrap import TextWrapper

from msgspec import Struct

from goworkdoctor.model.finding import Severity
from goworkdoctor.report.escape import visible

NARROWEST, WIDEST = 80, 120
GLYPHS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SGR = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}
_ASCII = str.maketrans(
    {"✗": "x", "✓": "+", "·": "-", "…": "...", "–": "-", "—": "-", "→": "->", "≥": ">=", "━": "=", "−": "-"}
)
_BACKQUOTED = re.compile(r"`[^`\n]+`")


class Page(Struct, frozen=True):
    """How to set text. `width` is in columns; without `colour` no escape sequence is written at all."""

    width: int = 100
    colour: bool = False
    unicode: bool = True

    @property
    def room(self) -> int:
        """Columns of a line."""
        return min(max(self.width, NARROWEST), WIDEST)

    def paint(self, text: str, *styles: str) -> str:
        if not self.colour or not styles:
            return text
        return f"\x1b[{';'.join(str(_SGR[style]) for style in styles)}m{text}\x1b[0m"

    def severity(self, severity: Severity) -> str:
        """`✗ error`: never by colour alone."""
        return self.paint(f"{GLYPHS[severity]} {WORDS[severity]}", "bold", COLOURS[severity])

    def heading(self, text: str) -> str:
        return self.paint(text, "bold")

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """The text, its control characters made visible, in lines that fit; paths are never broken.

        `first` and `rest` are the indents, plain text; what is in backquotes stays in one line where it fits.
        """
        glued = _BACKQUOTED.sub(lambda found: found[0].replace(" ", "\0"), visible(text))
        wrapper = TextWrapper(
            width=self.room,
            initial_indent=first,
            subsequent_indent=first if rest is None else rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.replace("\0", " ") for line in wrapper.wrap(glued)] or [first.rstrip()]

    def finish(self, lines: list[str]) -> str:
        """The lines as one text, in ASCII where the page cannot show more."""
        text = "\n".join(line.rstrip() for line in lines) + "\n"
        return text if self.unicode else text.translate(_ASCII)


def number(count: int) -> str:
    """1,770"""
    return f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 module`, `14 modules`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def bytes_as_text(count: int) -> str:
    """12.4 GB: powers of 1000."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.95:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def ago(seconds: float) -> str:
    """How long: `40 min`, `3 h`, `12 days`, `2 years`."""
    days = seconds / 86400
    if days >= 730:
        return f"{days / 365.25:.0f} years"
    if days >= 61:
        return f"{days / 30.44:.0f} months"
    if days >= 2:
        return f"{days:.0f} days"
    return f"{seconds / 3600:.0f} h" if seconds >= 5400 else f"{max(seconds, 0) / 60:.0f} min"
