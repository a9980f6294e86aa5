"""The README's parts that come from the program: `python -m tests.readme` brings them up to date."""

from __future__ import annotations

import re
from pathlib import Path

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.report.rules import markdown

README = Path(__file__).parent.parent / "README.md"
_TABLE = re.compile(r"(<!-- goworkdoctor rules --format markdown -->\n).*?(<!-- end of rules -->)", re.DOTALL)


def current(text: str) -> str:
    """The README's text with the table of today's rules."""
    return _TABLE.sub(lambda found: f"{found[1]}{markdown(RULES)}\n{found[2]}", text)


if __name__ == "__main__":
    README.write_text(current(README.read_text(encoding="utf-8")), encoding="utf-8")
