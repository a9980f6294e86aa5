"""A plan as lines: its diff with signs and colours, its commands with their bytes, and its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from goworkdoctor.model.plan import EditFile, Plan, Step
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BAD, GOOD, LOUD, MUTED, WARN, plain

Describe = Callable[[Step, Path | None], str]
SIGNS = (("+++", MUTED), ("---", MUTED), ("@@", LOUD), ("+", GOOD), ("-", BAD))


def planned(plan: Plan, diff: str, describe: Describe, width: int) -> list[Content]:
    """What it is, whether it can be undone, what must be known, and every step."""
    drawn = wrapped(plain(plan.title, "bold"), width)
    drawn += [_way_back(plan), Content("")]
    for note in plan.notes:
        drawn += wrapped(Content.assemble(("! ", WARN), plain(note)), width)
    for sentence in plan.left:
        drawn += wrapped(Content.assemble(("✗ ", BAD), plain(sentence)), width)
    if plan.notes or plan.left:
        drawn.append(Content(""))
    for step in plan.steps:
        drawn += wrapped(Content.assemble(("→ ", LOUD), plain(describe(step, plan.root))), width)
    return drawn + ([Content(""), *coloured(diff, width)] if diff else [])


def _way_back(plan: Plan) -> Content:
    steps = plural(len(plan.steps), "step")
    files = sum(isinstance(step, EditFile) for step in plan.steps)
    said = f"  ·  {steps}" + (f", {plural(files, 'file')} edited" if files else "")
    if plan.undoable:
        return Content.assemble(("✓ can be undone", GOOD), (said, MUTED))
    return Content.assemble(("! cannot be undone", WARN), (said, MUTED))


def coloured(diff: str, width: int) -> list[Content]:
    """A unified diff; the sign says what the colour says."""
    return [plain(line.replace("\t", "    "), _style(line)) for line in diff.splitlines()]


def _style(line: str) -> str:
    return next((style for sign, style in SIGNS if line.startswith(sign)), "")


def refused(why: str, width: int) -> list[Content]:
    """Why it will not be done, in place."""
    return [*wrapped(Content.assemble(("✗ refused: ", f"bold {BAD}"), plain(why)), width), Content("")]
