"""Tests: how many test functions the usual commands never reach."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.marks import mark
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.coverage import Coverage, coverage
from goworkdoctor.tui.view.modules import ModuleRow, module_rows
from goworkdoctor.tui.view.words import number, percent
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import BAD, GOOD, MUTED, WARN, place, plain, separated

HELP = """\
# Tests
What `go test -list .` would print in each module, and how much of it two commands reach from the root:
`go test ./...` stops at every nested go.mod, with a go.work or without; `go test work` (Go 1.25)
enters every module that the workspace uses.

Functions behind build tags and Ginkgo specs are counted apart.
"""


def badge(report: Report) -> str:
    return number(coverage(report).all.total)


def claim(counts: Coverage) -> Content:
    """The headline, as a sentence."""
    if not counts.all.total:
        return plain("No test functions", "bold")
    if not counts.outside:
        return plain(f"✓ all {number(counts.all.total)} test functions are inside go test ./...", "bold")
    said = f"{number(counts.outside)} of {number(counts.all.total)}"
    return Content.assemble((said, f"bold {WARN}"), (" test functions are outside go test ./...", "bold"))


def lines(report: Report, width: int) -> list[Content]:
    """The sentence, a bar for each command, what stops go, and what is counted apart."""
    counts = coverage(report)
    drawn = wrapped(claim(counts), width)
    if counts.all.total:
        drawn += bars(counts, width)
    return drawn + stopped(report, width) + apart(counts, width) + missed(report, width)


def bars(counts: Coverage, width: int) -> list[Content]:
    """One bar for `./...` and one for `work`."""
    named = (("./...", counts.by_root), ("work", counts.by_work))
    return [_bar(name, reached, counts.all.total, width) for name, reached in named]


def _bar(name: str, reached: int, of: int, width: int) -> Content:
    said = f" {percent(reached, of):>5}  {number(reached):>{len(number(of))}}"
    style = GOOD if reached == of else WARN
    return Content.assemble(
        (f"{name:<7}", MUTED), bar(reached / of, max(width - 7 - len(said), 4), style), said
    )


def stopped(report: Report, width: int) -> list[Content]:
    """What keeps the commands from running at all: errors of the workspace, no module here."""
    error = coverage(report).root_error
    reasons = [f"go stops: {', '.join(report.stopping)}"] if report.stopping else []
    reasons += [f"go test ./... fails: {error}"] if error else []
    return [line for reason in reasons for line in wrapped(plain(f"✗ {reason}", BAD), width)]


def apart(counts: Coverage, width: int) -> list[Content]:
    """What no bar holds."""
    extra = ((counts.all.tag_gated, "behind build tags"), (counts.all.specs, "Ginkgo specs"))
    said = [plain(f"{number(count)} {label}", MUTED) for count, label in extra if count]
    return wrapped(Content.assemble(("beside them ", MUTED), separated(said)), width) if said else []


def missed(report: Report, width: int) -> list[Content]:
    """The modules whose tests `./...` misses, most tests first."""
    out = [(row.module.dir, row.tests.total) for row in rows(report) if row.tests and not row.by_root]
    out = [(dir, count) for dir, count in out if count]
    digits = max((len(number(count)) for _, count in out), default=0)
    if not out:
        return []
    listed = [
        Content.assemble(f"{number(count):>{digits}}  ", place(dir, width - digits - 2, MUTED))
        for dir, count in out
    ]
    return [Content(""), plain("outside, by module", MUTED), *listed]


def headline(report: Report, width: int) -> list[Content]:
    counts = coverage(report)
    if not counts.all.total:
        return [plain("No test functions")]
    said = f"  {number(counts.outside)} of {number(counts.all.total)} outside go test ./..."
    style = WARN if counts.outside else GOOD
    return [Content.assemble(bar(counts.by_root / counts.all.total, 20, style), said)]


def summary(report: Report, width: int) -> list[Content]:
    counts = coverage(report)
    drawn = wrapped(claim(counts), width)
    return (
        drawn
        + (bars(counts, min(width, 90)) if counts.all.total else [])
        + stopped(report, width)
        + apart(counts, width)
    )


def _kind(label: str, kind: str, at_least: int = 0) -> Column[ModuleRow]:
    def cell(row: ModuleRow, width: int) -> Content:
        count = getattr(row.tests, kind) if row.tests else 0
        return plain(number(count) if count else "·", "" if count else MUTED)

    return Column[ModuleRow](label, cell, max(len(label), 6), right=True, at_least=at_least)


COLUMNS = (
    Column[ModuleRow]("module", lambda row, width: place(row.module.dir, width)),
    _kind("total", "total"),
    _kind("test", "test"),
    _kind("bench", "benchmark", 90),
    _kind("fuzz", "fuzz", 90),
    _kind("example", "example", 90),
    _kind("tagged", "tag_gated"),
    _kind("specs", "specs", 70),
    Column[ModuleRow]("./...", lambda row, width: mark(row.by_root), 5),
    Column[ModuleRow]("work", lambda row, width: mark(row.by_work), 4),
)


def rows(report: Report) -> list[ModuleRow]:
    """Most tests first."""
    counted = [row for row in module_rows(report) if not row.module.ignored]
    return sorted(counted, key=lambda row: -(row.tests.total if row.tests else 0))


SHEET = Sheet(
    id="reach",
    title="Test functions by module",
    columns=COLUMNS,
    rows=rows,
    key=lambda row: row.module.dir,
    needs=("modules", "packages", "workspaces"),
    empty=lambda report: "No modules",
    badge=badge,
    opens="modules",
)
TESTS = Subject("tests", "Tests", HELP, (SHEET,), SHEET.needs, badge, lines, headline, summary)
