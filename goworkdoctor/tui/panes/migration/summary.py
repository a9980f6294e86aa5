"""The summary: modules in the workspace, tests gained, scripts to change, and who stands on its own."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from goworkdoctor.model.migration import Migration, Readiness, Stage, StepState
from goworkdoctor.tui.panes.marks import pair
from goworkdoctor.tui.panes.migration.preflight import hanging, script
from goworkdoctor.tui.view.migration import TITLES, Heading, Standing
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BAD, BOLD, GOOD, LOUD, MUTED, WARN, place, plain

MEANINGS = {
    Stage.ROOT: "A small beginning: what breaks by a go.work at all, breaks here, and nothing else with it.",
    Stage.MODULES: "Dependencies first, independent modules together, those that require each other as one "
    "step. Each is proven before it is done; `f` puts one first, `s` leaves one out.",
    Stage.PUBLISH: "Does each module still stand on its own? Then go.work is a convenience and nothing more: "
    "who uses a module does not have it.",
}


def stage(heading: Heading, width: int) -> list[Content]:
    """What a stage is for, and how far it is."""
    done = heading.count(StepState.DONE)
    counts = [f"{done} of {plural(len(heading.steps), 'step')} done"]
    counts += [
        f"{heading.count(state)} {state}"
        for state in (StepState.BLOCKED, StepState.SKIPPED)
        if heading.count(state)
    ]
    key = Content.assemble(("s", f"bold {LOUD}"), (" skips the whole stage, or takes it in again", MUTED))
    return [
        *wrapped(plain(TITLES[heading.stage], BOLD), width),
        plain(" · ".join(counts), MUTED),
        Content(""),
        *wrapped(plain(MEANINGS[heading.stage]), width),
        Content(""),
        *wrapped(key, width),
    ]


def summary(standing: Standing, width: int) -> list[Content]:
    """What has come of the migration."""
    migration = standing.migration
    drawn = [*wrapped(_verdict(migration), width), Content("")]
    drawn += [pair("modules", f"{number(migration.members)} in the workspace")]
    share = migration.tests_now / migration.tests_total if migration.tests_total else 1.0
    inside = f"{number(migration.tests_now)} of {number(migration.tests_total)}"
    drawn += [
        pair("tests", Content.assemble(bar(share, min(20, max(width - 40, 6))), f" {inside} in go test work"))
    ]
    more = migration.tests_now - migration.tests_at_start
    drawn += [pair("gained", plain(f"{more:+,} test functions since the start", GOOD if more > 0 else MUTED))]
    out = migration.preflight.stay_out
    drawn += [pair("stay out", plural(len(out), "module"))] if out else []
    drawn += _against(migration.readiness)
    return drawn + _scripts(migration, width)


def _verdict(migration: Migration) -> Content:
    if migration.nothing_to_do:
        return Content.assemble(("✓ ", GOOD), ("Every module that belongs there is in the workspace.", BOLD))
    if migration.next is None:
        return Content.assemble(("✗ ", BAD), ("Every step that is left is blocked.", BOLD))
    left = sum(step.open for step in migration.steps)
    return plain(f"{plural(left, 'step')} to go, the next: {migration.next.title}", BOLD)


def _against(known: tuple[Readiness, ...]) -> list[Content]:
    standing = sum(one.ready is True for one in known)
    failing = sum(one.ready is False for one in known)
    said = f"{failing} of {plural(len(known), 'module')} do not stand on their own" if failing else ""
    if standing == len(known) and known:
        said = "every module stands on its own"
    return [
        pair("publishing", plain(said or "nothing known speaks against any module", WARN if failing else ""))
    ]


def _scripts(migration: Migration, width: int) -> list[Content]:
    changes = migration.preflight.scripts
    if not changes:
        return [pair("scripts", plain("✓ none is to change", GOOD))]
    drawn = [pair("scripts", plain(f"{plural(len(changes), 'line')} to change, by hand:", WARN)), Content("")]
    return drawn + [line for change in changes for line in script(change, width)]


WORDS = {True: ("✓ stands", GOOD), False: ("✗ does not", BAD), None: ("? not known", WARN)}


def readiness(known: Iterable[Readiness], width: int) -> list[Content]:
    """Each module: whether it stands on its own, the rules that speak against it, and why."""
    drawn: list[Content] = []
    for one in sorted(known, key=lambda one: (one.ready is not False, one.module)):
        word, style = WORDS[one.ready]
        codes = f"  {', '.join(one.codes)}" if one.codes else ""
        name = place(one.module, max(width - 12 - len(codes), 8))
        drawn.append(Content.assemble((f"{word:<12}", style), name, plain(codes, MUTED)))
        drawn += hanging(plain(one.why, MUTED), width, " " * 4) if one.why else []
    return drawn
