"""A plan on standard output, as it is shown before it is done."""

from __future__ import annotations

from collections.abc import Iterable

from goworkdoctor.cli import terminal
from goworkdoctor.model.plan import Plan
from goworkdoctor.report.escape import visible
from goworkdoctor.report.page import Page


def show(plan: Plan) -> None:
    """A plan on standard output: its title, each step in a line, what to know, and the diff."""
    from goworkdoctor.doctor.preview import describe, diff

    page = terminal.page()
    codes = f" ({', '.join(plan.codes)})" if plan.codes else ""
    lines = [page.heading(visible(plan.title)) + codes]
    for step in plan.steps:
        lines += page.wrap(describe(step, plan.root), "  ", "    ")
    for note in plan.notes:
        lines += page.wrap(f"note: {note}", "  ", "    ")
    for sentence in plan.left:
        lines += page.wrap(sentence, "  ! ", "    ")
    if not plan.undoable:
        lines.append(page.paint("  This cannot be undone.", "bold", "red"))
    if changes := diff(plan):
        lines += ["", *_painted(page, changes.splitlines())]
    terminal.put(page.finish([*lines, ""]))


def _painted(page: Page, lines: Iterable[str]) -> list[str]:
    styles = {"+": ("green",), "-": ("red",), "@": ("cyan",)}
    return [page.paint(line, *styles.get(line[:1], ())) for line in lines]
