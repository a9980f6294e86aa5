"""The steps as a table: stages as groups, each step with its state in a glyph and a word."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from goworkdoctor.model.migration import Migration, MigrationStep, StepKind, StepState
from goworkdoctor.tui.view.migration import TITLES, Heading, Row, Summary
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import BAD, BOLD, GOOD, LOUD, MUTED, WARN, plain, separated

STATES = {
    StepState.DONE: ("✓ done", GOOD),
    StepState.NEXT: ("→ next", f"bold {LOUD}"),
    StepState.WAITING: ("· waiting", MUTED),
    StepState.BLOCKED: ("✗ blocked", BAD),
    StepState.SKIPPED: ("– skipped", MUTED),
}


def state(step: MigrationStep) -> Content:
    """Glyph and word."""
    return Content.styled(*STATES[step.state])


def _state(row: Row, width: int) -> Content:
    match row:
        case Heading():
            return plain(f"stage {row.stage.number}", BOLD)
        case Summary():
            return plain("summary", BOLD)
    return state(row)


def fitted(step: MigrationStep, width: int) -> str:
    """The title; where it is too long, modules by the end of their paths, as many as there is room for."""
    dirs = step.modules
    if step.kind is not StepKind.ADOPT or cell_len(step.title) <= width:
        return step.title
    ends = [f"…/{dir.rpartition('/')[2]}" if "/" in dir else dir for dir in dirs]
    for shown in range(len(dirs), 0, -1):
        more = f" and {len(dirs) - shown} more" if shown < len(dirs) else ""
        title = f"Use {', '.join(ends[:shown])}{more}"
        if cell_len(title) <= width:
            return title
    return title


def _title(row: Row, width: int) -> Content:
    match row:
        case Heading():
            done = f"  {row.count(StepState.DONE)}/{len(row.steps)}"
            return Content.assemble((TITLES[row.stage], BOLD), (done, MUTED))
        case Summary():
            return plain(plural(row.migration.members, "module") + " in the workspace", BOLD)
    quiet = row.state in (StepState.DONE, StepState.SKIPPED)
    style = MUTED if quiet else BOLD if row.state is StepState.NEXT else ""
    return plain(fitted(row, width), style)


def _tests(row: Row, width: int) -> Content:
    match row:
        case Heading():
            return Content("")
        case Summary():
            return gained(row.migration)
    return plain(f"+{number(row.tests)}", MUTED) if row.tests and row.open else Content("")


def gained(migration: Migration) -> Content:
    """The test functions that came inside `go test work`."""
    more = migration.tests_now - migration.tests_at_start
    return plain(f"{more:+,}", GOOD if more > 0 else WARN) if more else plain("+0", MUTED)


COLUMNS = (
    Column[Row]("", _state, 9),
    Column[Row]("step", _title),
    Column[Row]("tests", _tests, 6, right=True, at_least=34),
)


def badge(migration: Migration) -> str:
    """`3 of 8 done · 1 blocked`."""
    said = [f"{migration.count(StepState.DONE)} of {len(migration.steps)} done"]
    if blocked := migration.count(StepState.BLOCKED):
        said.append(f"{blocked} blocked")
    if skipped := migration.count(StepState.SKIPPED):
        said.append(f"{skipped} skipped")
    return " · ".join(said)


def head(migration: Migration, width: int) -> Content:
    """How far it is: a bar, modules, and test functions."""
    over = migration.count(StepState.DONE) + migration.count(StepState.SKIPPED)
    share = over / len(migration.steps) if migration.steps else 1.0
    inside = f"{number(migration.tests_now)} of {number(migration.tests_total)}"
    wide = width >= 100
    parts = [
        bar(share, 20 if wide else 8, GOOD if share >= 1 else LOUD),
        plain(f"{plural(migration.members, 'module')} in {'the workspace' if wide else 'go.work'}"),
        plain(f"{inside} {'test functions' if wide else 'tests'} in go test work"),
    ]
    if migration.tests_now > migration.tests_at_start:
        parts.append(gained(migration))
    return separated(parts, "  ")


def manner(migration: Migration) -> Content:
    """Where it began, and what it does with git."""
    if migration.elsewhere:
        began = f"! began on {migration.branch}; this is {migration.elsewhere}"
        return plain(f"{began}: nothing is done before you go on here", WARN)
    if not migration.started:
        return plain("not begun: nothing is written before you apply a step", MUTED)
    where = f"begun on {migration.branch}" if migration.branch else "begun"
    git = "go.work is kept out of git" if migration.local else "go.work is a file as any other"
    commits = "each step is committed" if migration.commit else "nothing is committed"
    return plain(f"{where} · {git} · {commits}", MUTED)
