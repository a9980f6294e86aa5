"""`rules` and `explain`: what the doctor knows, without examining anything."""

from __future__ import annotations

import click

from goworkdoctor.cli import terminal
from goworkdoctor.cli.outcome import Exit, Stop


@click.command()
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def rules(format: str) -> None:
    """List every rule: code, severity, title."""
    from goworkdoctor.checks.catalogue import RULES
    from goworkdoctor.report import rules as written

    if format == "json":
        terminal.put(written.as_json(RULES), "utf-8")
    elif format == "markdown":
        terminal.put(written.markdown(RULES) + "\n", "utf-8")
    else:
        terminal.put(written.table(RULES, terminal.page()))


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from goworkdoctor.cli.options import rule_codes

    return [code for code in rule_codes() if code.startswith(incomplete.upper())]


@click.command()
@click.argument("code", shell_complete=_complete)
def explain(code: str) -> None:
    """Explain a rule: why it speaks, what it looks like, what cures it."""
    from goworkdoctor.actions.catalogue import TREATMENTS
    from goworkdoctor.checks.catalogue import rule
    from goworkdoctor.report import rules as written

    found = rule(code)
    if found is None:
        raise Stop(Exit.USAGE, f"there is no rule {code!r}; goworkdoctor rules lists them")
    terminal.put(written.explain(found, TREATMENTS, terminal.page()))
