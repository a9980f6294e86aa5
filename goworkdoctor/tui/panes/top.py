"""The top line's words: which checkout, at which commit, with which go, and how the examination goes."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.facts import Checkout, Facts
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.probes import progress
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.text import LOUD, MUTED, WARN, plain
from goworkdoctor.tui.widgets.topline import NAME


def top_line(report: Report, width: int) -> Content:
    """The parts that fit: name and progress always, then the repository, its commit, go, what runs."""
    right = how(report, width)
    room = width - NAME.cell_length - right.cell_length - 2
    left = NAME
    for part in who(report.facts):
        if part.cell_length + 2 > room:
            break
        left = Content.assemble(left, "  ", part)
        room -= part.cell_length + 2
    return Content.assemble(left.pad_right(width - left.cell_length - right.cell_length - 1), right, " ")


def who(facts: Facts) -> list[Content]:
    """Repository, commit, go, in the order of what matters."""
    parts = [plain(facts.root.name or str(facts.root), "bold")]
    if facts.checkout:
        parts.append(commit(facts.checkout))
    if facts.toolchain and facts.toolchain.version:
        parts.append(plain(facts.toolchain.version, MUTED))
    if facts.processes:
        parts.append(plain(f"{plural(len(facts.processes), 'go program')} running", WARN))
    return parts


def commit(checkout: Checkout) -> Content:
    """`main@3f2c9e1 ±2`."""
    at = f"@{checkout.head[:7]}" if checkout.head else " before the first commit"
    dirty = Content.styled(f" ±{len(checkout.dirty)}", WARN) if checkout.dirty else Content("")
    return Content.assemble(plain(checkout.branch or "detached", LOUD), plain(at, MUTED), dirty)


def how(report: Report, width: int) -> Content:
    """Progress while it runs, the time it took once it is done."""
    if report.finished:
        return plain(f"examined in {report.seconds:.1f} s", MUTED)
    names = ", ".join(report.running[: 2 if width < 100 else 4])
    said = plain(f"examining {names}{'…' if len(report.running) else ''}  ", MUTED)
    return Content.assemble(said, bar(progress(report), 10 if width < 100 else 20))
