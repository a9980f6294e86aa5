"""What go.work uses and leaves out, and which test functions the usual commands reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from goworkdoctor.model.facts import Facts, Module, ModuleKind, Tests
from goworkdoctor.model.reach import reach
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.modules import module_rows


class UseRow(Struct, frozen=True):
    """A line about the workspace: `state` is used, stale, broken, outside or stray."""

    state: str
    dir: str
    path: str = ""
    go: str = ""
    line: int = 0
    note: str = ""


@lru_cache(maxsize=2)
def use_rows(report: Report) -> tuple[UseRow, ...]:
    """What is wrong first, then what is outside, the go.work files not in use, and every healthy use."""
    rows = [*_uses(report.facts), *_outside(report.facts), *_stray(report.facts)]
    order = ("stale", "broken", "outside", "stray", "used")
    return tuple(sorted(rows, key=lambda row: order.index(row.state)))


def _uses(facts: Facts) -> Iterator[UseRow]:
    for use in facts.workspace.uses if facts.workspace else ():
        if use.error:
            yield UseRow("broken", use.dir, line=use.line, note=f"go.mod: {use.error.message}")
        elif not use.exists:
            yield UseRow("stale", use.dir, line=use.line, note="no go.mod there")
        else:
            yield UseRow("used", use.dir, use.path, use.mod.go if use.mod else "", use.line)


def _outside(facts: Facts) -> Iterator[UseRow]:
    if facts.workspace is None:
        return
    used = {use.dir for use in facts.workspace.uses}
    for module in facts.counted_modules:
        if module.dir not in used:
            yield UseRow("outside", module.dir, module.path, module.go, note=_why_outside(facts, module))


def _why_outside(facts: Facts, module: Module) -> str:
    own = next(
        (w for w in (facts.workspaces.stray if facts.workspaces else ()) if module.dir in w.used_dirs), None
    )
    if own:
        return "own go.work" if own.dir == module.dir else f"used by {own.file}"
    if module.kind is ModuleKind.SUBMODULE:
        return "in a git submodule"
    return "go.mod does not parse" if module.error else "not used"


def _stray(facts: Facts) -> Iterator[UseRow]:
    for stray in facts.workspaces.stray if facts.workspaces else ():
        note = stray.error.message if stray.error else f"uses {len(stray.used_dirs)}, not active here"
        yield UseRow("stray", stray.file, note=note)


class Coverage(Struct, frozen=True):
    """Sums over the modules that count; `root_error` is why `./...` fails, "" where it does not."""

    all: Tests
    by_root: int
    by_work: int
    root_error: str

    @property
    def outside(self) -> int:
        return self.all.total - self.by_root


@lru_cache(maxsize=2)
def coverage(report: Report) -> Coverage:
    """What `go test ./...` and `go test work` reach of all test functions."""
    rows = [row for row in module_rows(report) if not row.module.ignored and row.tests]
    return Coverage(
        all=sum((row.tests for row in rows if row.tests), Tests()),
        by_root=sum(row.tests.total for row in rows if row.tests and row.by_root),
        by_work=sum(row.tests.total for row in rows if row.tests and row.by_work),
        root_error=reach(report.facts).root_error,
    )
