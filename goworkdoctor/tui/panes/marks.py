"""The few glyphs of the app, each with its colour, and its word where there is room for one."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.finding import Severity
from goworkdoctor.tui.widgets.text import BAD, FAINT, GOOD, LOUD, MUTED, WARN

GLYPHS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SEVERITY_STYLE = {Severity.ERROR: BAD, Severity.WARNING: WARN, Severity.INFO: LOUD}
LEGEND = """
**Glyphs** ✓ yes · ✗ no, or error · ! warning · i note · – does not apply · … still examined ·
± changed · ━━── share of the whole

**Panes** `1`–`6` go to a pane, twice opens it; `tab` goes on; `z` opens; `escape` goes back
"""


def mark(value: bool | None) -> Content:
    """✓ for yes, ✗ for no, – for what does not apply or is not known."""
    if value is None:
        return Content.styled("–", FAINT)
    return Content.styled("✓", GOOD) if value else Content.styled("✗", WARN)


def severity_mark(severity: Severity | None) -> Content:
    """The severity's glyph alone."""
    return Content.styled(GLYPHS[severity], f"bold {SEVERITY_STYLE[severity]}") if severity else Content(" ")


def severity_word(severity: Severity) -> Content:
    """Glyph and word."""
    return Content.styled(f"{GLYPHS[severity]} {WORDS[severity]}", SEVERITY_STYLE[severity])


def pair(label: str, value: Content | str, width: int = 12) -> Content:
    """A muted label and what it is."""
    return Content.assemble((f"{label:<{width}}", MUTED), value)
