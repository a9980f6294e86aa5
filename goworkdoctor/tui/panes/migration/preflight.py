"""The pre-flight: what is in the way, what stays out, and the scripts that come to mean something else."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from goworkdoctor.model.finding import Confidence
from goworkdoctor.model.migration import Obstacle, Preflight, ScriptChange
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BAD, BOLD, GOOD, LOUD, MUTED, WARN, plain

MOST = 8


def badge(flight: Preflight) -> str:
    said = [
        f"{len(flight.blocking)} in the way" if flight.blocking else "",
        plural(len(flight.warnings), "warning") if flight.warnings else "",
        plural(len(flight.scripts), "script line") if flight.scripts else "",
        f"{len(flight.stay_out)} stay out" if flight.stay_out else "",
    ]
    return " · ".join(filter(None, said)) or "clear"


def draw(flight: Preflight, width: int) -> list[Content]:
    """Worst first; each place as file:line, and what to write instead."""
    if not (flight.obstacles or flight.stay_out or flight.scripts or flight.unread):
        return wrapped(
            Content.assemble(("✓ ", GOOD), "nothing is in the way, and no script changes meaning"), width
        )
    drawn: list[Content] = []
    if flight.obstacles:
        drawn += _chapter("In the way")
        for one in sorted(flight.obstacles, key=lambda one: not one.blocks):
            drawn += obstacle(one, width)
    if flight.scripts or flight.unread:
        drawn += _chapter("Scripts that change meaning once there is a go.work")
        for change in flight.scripts:
            drawn += script(change, width)
        for unread in flight.unread:
            drawn += wrapped(Content.assemble(("? not read: ", WARN), plain(unread)), width)
    if flight.stay_out:
        drawn += _chapter("Stays out")
        for out in flight.stay_out:
            drawn += hanging(Content.assemble(("– ", MUTED), plain(out.dir)), width)
            drawn += hanging(plain(out.why, MUTED), width, "  ")
    return drawn[1:]


def _chapter(title: str) -> list[Content]:
    return [Content(""), plain(title, BOLD)]


def obstacle(one: Obstacle, width: int) -> list[Content]:
    """What it is, where it was seen, and the way out."""
    sign = ("✗ ", BAD) if one.blocks else ("! ", WARN)
    drawn = hanging(Content.assemble(sign, plain(one.message)), width)
    for item in one.evidence[:MOST]:
        where = f"{item.path}:{item.line or 1}  " if item.path else ""
        text = item.text.removeprefix(f"{item.path}:{item.line}: ")
        drawn += hanging(Content.assemble(plain(where, LOUD), plain(text, MUTED)), width, "  ")
    if (more := len(one.evidence) - MOST) > 0:
        drawn += hanging(plain(f"and {more} more", MUTED), width, "  ")
    return drawn + (
        hanging(Content.assemble(("by hand: ", MUTED), plain(one.cure)), width, "  ") if one.cure else []
    )


def script(change: ScriptChange, width: int) -> list[Content]:
    """The place, the command, why it changes, and what to write."""
    guess = "" if change.confidence is Confidence.CERTAIN else f"  ({change.confidence})"
    place = Content.assemble(plain(f"{change.path}:{change.line}", LOUD), plain(guess, MUTED))
    return [
        *hanging(Content.assemble(("! ", WARN), place), width),
        *hanging(plain(change.command, BOLD), width, "  "),
        *hanging(plain(change.why, MUTED), width, "  "),
        *hanging(Content.assemble(("write: ", GOOD), plain(change.instead)), width, "  "),
    ]


def hanging(text: Content, width: int, indent: str = "") -> list[Content]:
    """A paragraph whose lines all begin with the indent; those after the first, two cells further in."""
    first, *rest = wrapped(text, width - len(indent) - 2) or [Content("")]
    return [Content.assemble(indent, first), *(Content.assemble(indent, "  ", line) for line in rest)]


def bulleted(sign: tuple[str, str], said: Iterable[str], width: int) -> list[Content]:
    """Each sentence after its sign."""
    return [line for one in said for line in hanging(Content.assemble(sign, plain(one)), width)]
