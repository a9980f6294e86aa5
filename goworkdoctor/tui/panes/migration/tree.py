"""The module tree: who requires whom, who is in the workspace, and what the step brings in."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.migration import StepKind, StepState
from goworkdoctor.tui.view.migration import Standing
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BAD, FAINT, GOOD, LOUD, MUTED, place, plain

BRINGS = (StepKind.FOUND, StepKind.ADOPT)


def draw(standing: Standing, width: int) -> list[Content]:
    """One line a module and place; the modules of the step under the cursor stand out."""
    states, here = _states(standing), _here(standing)
    lines = []
    for branch in standing.tree:
        glyph, style = states.get(branch.dir, ("–", MUTED))
        lead = branch.lead[-max(width - 16, 0) :]
        again = Content.styled(" ⋯", MUTED) if branch.again else Content("")
        own = branch.dir in here
        room = max(width - len(lead) - 6, 4)
        name = place(branch.dir, room, f"bold {LOUD}" if own else MUTED if glyph == "–" else "")
        mark = Content.styled(" ◀", f"bold {LOUD}") if own else Content("")
        lines.append(Content.assemble((lead, FAINT), (glyph, style), " ", name, again, mark))
    return lines or wrapped(plain("No module requires another", MUTED), width)


def line_of_step(standing: Standing) -> int:
    """Where the step's first module is shown; 0 where none is."""
    here = _here(standing)
    return next((number for number, branch in enumerate(standing.tree) if branch.dir in here), 0)


def _here(standing: Standing) -> frozenset[str]:
    step = standing.step
    return frozenset(step.modules) if step and step.kind is not StepKind.PUBLISH else frozenset()


def _states(standing: Standing) -> dict[str, tuple[str, str]]:
    """Each module's glyph: what becomes of it, and over that, what it is."""
    glyphs = {
        StepState.NEXT: ("→", LOUD),
        StepState.WAITING: ("·", MUTED),
        StepState.BLOCKED: ("✗", BAD),
    }
    found: dict[str, tuple[str, str]] = {}
    for step in standing.migration.steps:
        if step.kind in BRINGS and step.state in glyphs:
            found |= dict.fromkeys(step.modules, glyphs[step.state])
    workspace = standing.facts.workspace
    used = workspace.used_dirs if workspace else frozenset[str]()
    return found | dict.fromkeys(used, ("✓", GOOD))
