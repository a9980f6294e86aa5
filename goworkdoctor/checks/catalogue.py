"""Every rule the doctor knows: adding a check is one file and one line here."""

from __future__ import annotations

from goworkdoctor.model.finding import Rule

RULES: tuple[Rule, ...] = ()


def rule(code: str) -> Rule | None:
    """The rule of that code, in any letter case."""
    return next((rule for rule in RULES if rule.code == code.upper()), None)
