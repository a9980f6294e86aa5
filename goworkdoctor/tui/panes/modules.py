"""Modules: every go.mod, what it holds and which commands reach it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.marks import mark, severity_mark
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.modules import ModuleRow, findings_on, module_rows, owner
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import BAD, MUTED, WARN, place, plain

HELP = """\
# Modules
Every `go.mod` of the checkout, by its directory.

- **work** the active go.work uses it; – where there is none
- **./...** `go test ./...` at the root enters it
- **±** changed and untracked files
- **pkgs, tests** as `go list ./...` and `go test -list .` count

`enter` opens the list with more columns, `/` filters it.
"""


def _name(row: ModuleRow, width: int) -> Content:
    if row.module.error:
        return Content.assemble(place(row.module.dir, width - 12, BAD), ("  ✗ broken", BAD))
    return place(row.module.dir, width, MUTED if row.module.ignored else "")


def _kind(row: ModuleRow, width: int) -> Content:
    return plain(row.module.ignored_because or row.module.kind, MUTED)


def _amount(value: int | None) -> Content:
    return plain("…" if value is None else number(value), "" if value else MUTED)


def _dirty(row: ModuleRow, width: int) -> Content:
    return plain(number(row.dirty), WARN) if row.dirty else Content("")


def _tests(row: ModuleRow, width: int) -> Content:
    return _amount(row.tests.total if row.tests else None)


def _mark(row: ModuleRow, value: bool | None) -> Content:
    return mark(None if row.module.ignored else value)


def _reached(row: ModuleRow, width: int) -> Content:
    """A module without tests misses nothing where `./...` does not enter it."""
    harmless = row.by_root is False and row.tests is not None and not row.tests.total
    return plain("✗", MUTED) if harmless and not row.module.ignored else _mark(row, row.by_root)


COLUMNS = (
    Column[ModuleRow]("", lambda row, width: severity_mark(row.worst), 1),
    Column[ModuleRow]("module", _name),
    Column[ModuleRow]("path", lambda row, width: place(row.module.path, width, MUTED), at_least=110),
    Column[ModuleRow]("kind", _kind, 10, at_least=84),
    Column[ModuleRow]("go", lambda row, width: plain(row.module.go or "–", MUTED), 6),
    Column[ModuleRow]("pkgs", lambda row, width: _amount(row.packages), 5, right=True),
    Column[ModuleRow]("tests", _tests, 6, right=True),
    Column[ModuleRow]("work", lambda row, width: _mark(row, row.used), 4),
    Column[ModuleRow]("./...", _reached, 5),
    Column[ModuleRow]("±", _dirty, 3, right=True),
)


def badge(report: Report) -> str:
    """`36 · 12 ignored`."""
    modules = report.facts.modules or ()
    counted = len(report.facts.counted_modules)
    ignored = len(modules) - counted
    return number(counted) + (f" · {number(ignored)} ignored" if ignored else "")


def detail(row: ModuleRow, report: Report, width: int) -> list[Content]:
    """All that is known of one module."""
    return [line for part in _parts(row, report, width) for line in wrapped(part, width)]


def _parts(row: ModuleRow, report: Report, width: int) -> Iterator[Content]:
    module = row.module
    yield plain(module.name, "bold")
    yield plain(f"{module.file} · {module.ignored_because or module.kind}", MUTED)
    yield Content("")
    if module.error:
        yield Content.assemble(("✗ ", BAD), plain(f"line {module.error.line}: {module.error.message}"))
        return
    yield _pair("go", module.go or "no go line")
    if module.mod and module.mod.toolchain:
        yield _pair("toolchain", module.mod.toolchain)
    yield _pair("packages", "…" if row.packages is None else number(row.packages))
    yield from _test_parts(row)
    yield from _reach_parts(row)
    if module.mod:
        local = sum(replace.local for replace in module.mod.replaces)
        yield _pair("requires", number(len(module.mod.requires)))
        yield _pair(
            "replaces",
            f"{len(module.mod.replaces)}, {local} local" if local else f"{len(module.mod.replaces)}",
        )
    yield from _dirty_parts(row, report, width)
    yield from _finding_parts(row, report)


def _pair(label: str, value: str) -> Content:
    return Content.assemble((f"{label:<11}", MUTED), plain(value))


def _test_parts(row: ModuleRow) -> Iterator[Content]:
    if row.tests is None:
        return
    yield _pair("tests", number(row.tests.total))
    kinds = ("test", "benchmark", "fuzz", "example", "tag_gated", "specs")
    for kind in kinds:
        if count := getattr(row.tests, kind):
            label = {"tag_gated": "behind build tags", "specs": "Ginkgo specs"}.get(kind, kind)
            yield Content.assemble(" " * 11, plain(f"{number(count)} {label}", MUTED))


def _reach_parts(row: ModuleRow) -> Iterator[Content]:
    for label, value in (("go.work", row.used), ("./...", row.by_root), ("work", row.by_work)):
        said = {True: "yes", False: "no", None: "no workspace" if label == "go.work" else "not known"}[value]
        yield Content.assemble((f"{label:<11}", MUTED), mark(value), f" {said}")


def _dirty_parts(row: ModuleRow, report: Report, width: int) -> Iterator[Content]:
    if not row.dirty or report.facts.checkout is None:
        return
    dirs = frozenset(module.dir for module in report.facts.modules or ())
    mine = [path for path in report.facts.checkout.dirty if owner(path, dirs) == row.module.dir]
    yield Content("")
    yield plain(plural(len(mine), "changed file"), "bold")
    for path in mine[:8]:
        yield Content.assemble(("± ", WARN), place(path, width - 2))
    if len(mine) > 8:
        yield plain(f"  and {len(mine) - 8} more", MUTED)


def _finding_parts(row: ModuleRow, report: Report) -> Iterator[Content]:
    if found := findings_on(report, row.module):
        yield Content("")
        yield plain(plural(len(found), "finding"), "bold")
        for finding in found:
            yield Content.assemble(
                severity_mark(finding.severity), f" {finding.code} ", plain(finding.message, MUTED)
            )


SHEET = Sheet(
    id="modules",
    title="Modules",
    columns=COLUMNS,
    rows=module_rows,
    key=lambda row: row.module.dir,
    needs=("modules",),
    empty=lambda report: "No modules",
    badge=badge,
    detail=detail,
    opens="modules",
)
MODULES = Subject("modules", "Modules", HELP, (SHEET,), ("modules",), badge)
