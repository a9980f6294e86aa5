"""Workspace: what the active go.work uses, what it leaves out, and what it names in vain."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.coverage import UseRow, use_rows
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import BAD, GOOD, MUTED, WARN, place, plain

HELP = """\
# Workspace
The `go.work` that go would use at the root of this checkout, and how many of its modules it uses.

**outside**: a module it leaves out · **stale**: a `use` that leads nowhere · **stray**: another go.work,
not active here.
"""
COMPLETE = "✓ every module is used, and every use leads to one"
STYLE = {"used": GOOD, "stale": BAD, "broken": BAD, "outside": WARN, "stray": MUTED}
GLYPH = {"used": "✓", "stale": "✗", "broken": "✗", "outside": "!", "stray": "·"}


def badge(report: Report) -> str:
    """`go.work · go 1.25.0`."""
    active = report.facts.workspace
    if active is None:
        return "off" if report.facts.workspaces and report.facts.workspaces.off else "none"
    parts = [active.file, f"go {active.work.go}" if active.work and active.work.go else "", _origin(report)]
    return " · ".join(part for part in parts if part)


def _origin(report: Report) -> str:
    active = report.facts.workspace
    return "named by GOWORK" if active and active.origin == "GOWORK" else ""


def share(report: Report) -> tuple[int, int]:
    """(modules that count and are used, modules that count)."""
    active, counted = report.facts.workspace, report.facts.counted_modules
    used = active.used_dirs if active else frozenset()
    return sum(module.dir in used for module in counted), len(counted)


def absent(report: Report) -> list[str]:
    """Why there is no workspace to show, one sentence a line; empty where there is one."""
    found = report.facts.workspaces
    if found is None or (found.active and found.active.work):
        return []
    if found.active and found.active.error:
        return [
            f"✗ {found.active.file} does not parse",
            f"line {found.active.error.line}: {found.active.error.message}",
        ]
    if found.off:
        return ["GOWORK=off: go ignores every go.work", "Each module stands alone"]
    return [found.problem or "No go.work", "Each module stands alone"]


def coverage_bar(report: Report, width: int) -> Content:
    """The bar with `32 of 36`."""
    used, of = share(report)
    said = f"  {number(used)} of {plural(of, 'module')}"
    style = GOOD if used == of else WARN
    return Content.assemble(bar(used / of if of else 1.0, max(width - len(said), 4), style), said)


def lines(report: Report, width: int) -> list[Content]:
    """The bar, then what is stale or outside."""
    rows = [row for row in use_rows(report) if row.state in ("stale", "broken", "outside")]
    if reasons := absent(report):
        drawn = [line for reason in reasons for line in wrapped(plain(reason, MUTED), width)]
        drawn[0] = plain(reasons[0], "bold")
    else:
        drawn = [coverage_bar(report, width)]
        drawn += [_row(row, width) for row in rows] or wrapped(plain(COMPLETE, MUTED), width)
    stray = len(report.facts.workspaces.stray) if report.facts.workspaces else 0
    return drawn + (
        [plain(f"· {plural(stray, 'go.work file')} elsewhere, not active", MUTED)] if stray else []
    )


def _row(row: UseRow, width: int) -> Content:
    state = Content.styled(f"{GLYPH[row.state]} {row.state:<8}", STYLE[row.state])
    room = width - state.cell_length
    note = plain(f"  {row.note}", MUTED)
    name = place(row.dir, max(room - note.cell_length, room // 2))
    return Content.assemble(state, name, note)


def headline(report: Report, width: int) -> list[Content]:
    if reasons := absent(report):
        return [plain(reasons[0])]
    used, of = share(report)
    stale = sum(row.state in ("stale", "broken") for row in use_rows(report))
    said = f"  {number(used)} of {plural(of, 'module')} used" + (f" · {stale} stale" if stale else "")
    return [Content.assemble(bar(used / of if of else 1.0, 20, GOOD if used == of else WARN), said)]


def summary(report: Report, width: int) -> list[Content]:
    if reasons := absent(report):
        return [plain(" · ".join(reasons))]
    return [coverage_bar(report, min(width, 90))]


COLUMNS = (
    Column[UseRow]("state", lambda row, width: plain(f"{GLYPH[row.state]} {row.state}", STYLE[row.state]), 9),
    Column[UseRow]("directory", lambda row, width: place(row.dir, width)),
    Column[UseRow]("module", lambda row, width: place(row.path, width, MUTED), at_least=90),
    Column[UseRow]("go", lambda row, width: plain(row.go or "–", MUTED), 7),
    Column[UseRow]("line", lambda row, width: plain(str(row.line or ""), MUTED), 5, right=True),
    Column[UseRow]("note", lambda row, width: plain(row.note, MUTED)),
)
SHEET = Sheet(
    id="uses",
    title="Use lines and what they miss",
    columns=COLUMNS,
    rows=use_rows,
    key=lambda row: f"{row.state} {row.dir} {row.line}",
    needs=("modules", "workspaces"),
    empty=lambda report: "No go.work in this checkout",
    badge=lambda report: number(len(use_rows(report))),
    opens="modules",
)
WORKSPACE = Subject("workspace", "Workspace", HELP, (SHEET,), SHEET.needs, badge, lines, headline, summary)
