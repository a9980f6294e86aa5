"""A migration as text: where it stands, what was seen before the flight, what a step was proven to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goworkdoctor.model.finding import Confidence
from goworkdoctor.model.migration import (
    Migration,
    MigrationStep,
    Obstacle,
    Proof,
    Readiness,
    ScriptChange,
    Stage,
    StepState,
    Verdict,
    VersionChange,
)
from goworkdoctor.report.page import Page, number, plural

MARKS = {
    StepState.DONE: "✓ done",
    StepState.NEXT: "→ next",
    StepState.WAITING: "· waiting",
    StepState.BLOCKED: "✗ blocked",
    StepState.SKIPPED: "– skipped",
}
STYLES: dict[StepState, tuple[str, ...]] = {
    StepState.DONE: ("green",),
    StepState.NEXT: ("bold",),
    StepState.BLOCKED: ("red",),
}
STAGES = {
    Stage.ROOT: "A go.work with the first module",
    Stage.MODULES: "The other modules",
    Stage.PUBLISH: "Publish readiness",
}
WORDS = {True: "✓ stands", False: "✗ does not", None: "? not known"}
MOST = 12
INDENT = "    "


def status(migration: Migration, page: Page) -> str:
    """Where the migration stands, and what the pre-flight saw."""
    lines = [page.heading(_headline(migration)), *_settings(page, migration)]
    for stage in Stage:
        if steps := [step for step in migration.steps if step.stage is stage]:
            lines += ["", page.heading(f"{stage.number}  {STAGES[stage]}")]
            lines += [line for step in steps for line in _step(page, step)]
    lines += _said(page, migration)
    lines += _preflight(page, migration)
    for note in migration.notes:
        lines += ["", *page.wrap(f"note: {note}", "", "  ")]
    return page.finish([*lines, "", _ending(migration)])


def _headline(migration: Migration) -> str:
    inside = f"{number(migration.tests_now)} of {number(migration.tests_total)} test functions"
    return f"Migration  {plural(migration.members, 'module')} in the workspace, {inside} in `go test work`"


def _settings(page: Page, migration: Migration) -> list[str]:
    if not migration.started:
        return []
    where = f"begun on {migration.branch}" if migration.branch else "begun"
    git = "go.work is kept out of git" if migration.local else "go.work is a file as any other"
    commits = ", each step is committed" if migration.commit else ""
    return page.wrap(f"{where}; {git}{commits}")


def _step(page: Page, step: MigrationStep) -> Iterator[str]:
    tests = f" (+{plural(step.tests, 'test function')})" if step.tests and step.open else ""
    yield f"  {page.paint(f'{MARKS[step.state]:10}', *STYLES.get(step.state, ()))} {step.id}"
    yield from page.wrap(f"{step.title}{tests}", INDENT * 3 + " ")
    if step.why and step.state is not StepState.DONE:
        yield from page.wrap(step.why, INDENT * 3 + " ")
    for choice in step.choices:
        yield from page.wrap(f"--choose {choice.id}  ({choice.label})", INDENT * 3 + " ")


def _said(page: Page, migration: Migration) -> list[str]:
    """What go said of each module without the workspace, where it was asked and that still holds."""
    if not migration.asked:
        return []
    alone = sum(one.ready is True for one in migration.readiness)
    said = f"{alone} of {plural(len(migration.readiness), 'module')} stand on their own"
    if unclear := sum(one.ready is None for one in migration.readiness):
        said += f", {unclear} not known"
    lines = [f"  go said on {migration.readiness[0].asked[:10]}: {said}"]
    for one in migration.readiness:
        if one.ready is False:
            lines += page.wrap(f"{WORDS[False]} {one.module}: {one.why}", INDENT, INDENT * 2)
    if unknown := [one for one in migration.readiness if one.ready is None]:
        names = f"{unknown[0].module}{' and others' if len(unknown) > 1 else ''}"
        lines += page.wrap(f"{WORDS[None]} {names}: {unknown[0].why}", INDENT, INDENT * 2)
    return lines


def _preflight(page: Page, migration: Migration) -> list[str]:
    flight = migration.preflight
    lines: list[str] = []
    if flight.obstacles:
        lines += ["", page.heading("In the way")]
        lines += [line for one in flight.obstacles for line in _obstacle(page, one)]
    if flight.stay_out:
        lines += ["", page.heading("Stays out")]
        lines += [
            line for one in flight.stay_out for line in page.wrap(f"{one.dir}: {one.why}", "  ", INDENT)
        ]
    if flight.scripts and not migration.nothing_to_do:
        lines += ["", page.heading(f"Scripts that change meaning with go.work ({len(flight.scripts)})")]
        lines += [line for one in flight.scripts for line in _script(page, one)]
    for unread in flight.unread:
        lines += page.wrap(f"not read: {unread}", "  ", INDENT)
    return lines


def _obstacle(page: Page, one: Obstacle) -> Iterator[str]:
    mark = page.paint("✗", "red") if one.blocks else page.paint("!", "yellow")
    lines = page.wrap(one.message, INDENT)
    yield f"  {mark} {lines[0].strip()}"
    yield from lines[1:]
    for item in one.evidence[:MOST]:
        yield from page.wrap(f"{item.path}:{item.line or 1}: {item.text}", INDENT + "  ", INDENT * 2)
    if one.cure:
        yield from page.wrap(one.cure, INDENT + "by hand: ", INDENT * 2)


def _script(page: Page, one: ScriptChange) -> Iterator[str]:
    guess = "" if one.confidence is Confidence.CERTAIN else f" ({one.confidence.value})"
    yield from page.wrap(f"{one.path}:{one.line}: {one.command}{guess}", "  ", INDENT)
    yield from page.wrap(one.why, INDENT + "  ")
    yield from page.wrap(one.instead, INDENT + "  write: ", INDENT * 2)


def _ending(migration: Migration) -> str:
    if migration.nothing_to_do:
        gained = migration.tests_now - migration.tests_at_start
        more = f", {plural(gained, 'test function')} more than at the start" if gained > 0 else ""
        return f"Every module that belongs there is in the workspace{more}."
    if migration.next is None:
        return "Every step that is left is blocked."
    return "`goworkdoctor migrate --next` shows the plan of the next step; with --apply it does it."


def proof(proof: Proof, page: Page) -> str:
    """What the scratch copy showed."""
    words = {
        Verdict.HOLDS: "Proven in a scratch copy",
        Verdict.PARTLY: "Proven in a scratch copy, as far as it can be here",
        Verdict.FAILS: "Tried in a scratch copy, and it fails",
    }
    styles = ("bold", "red") if proof.verdict is Verdict.FAILS else ("bold",)
    seen = f"{plural(proof.packages, 'package')} listed in {proof.seconds:.1f} s"
    lines = [f"{page.paint(words[proof.verdict], *styles)}: {seen}"]
    lines += _some(page, "✗ ", proof.failures)
    lines += _some(page, "  as before: ", proof.already)
    lines += _some(page, "  not proven: ", proof.unproven)
    lines += _some(page, "  ", [_version(one) for one in proof.versions])
    if proof.tests:
        lines.append(f"  {plural(proof.tests, 'test function')} more inside `go test work`")
    if proof.built is not None:
        lines.append(f"  go build {'succeeds' if proof.built else 'fails'}")
    return page.finish(lines)


def _version(one: VersionChange) -> str:
    more = f" and {len(one.modules) - 3} more" if len(one.modules) > 3 else ""
    whom = f"{', '.join(one.modules[:3])}{more}"
    return f"{one.path}: {one.before or 'not needed'} → {one.after or 'not needed'}, for {whom}"


def _some(page: Page, first: str, said: Iterable[str]) -> list[str]:
    said = list(said)
    lines = [line for one in said[:MOST] for line in page.wrap(f"{first}{one}".strip(), "  ", INDENT)]
    return [*lines, f"  … and {len(said) - MOST} more"] if len(said) > MOST else lines


def readiness(modules: tuple[Readiness, ...], page: Page) -> str:
    """Each module, whether it stands on its own, and why not."""
    styles = {True: ("green",), False: ("red",), None: ("yellow",)}
    lines = [page.heading("Each module without go.work (GOWORK=off)")]
    for one in modules:
        codes = f" ({', '.join(one.codes)})" if one.codes else ""
        lines.append(f"  {page.paint(f'{WORDS[one.ready]:11}', *styles[one.ready])} {one.module}{codes}")
        lines += page.wrap(one.why, INDENT * 3 + "  ") if one.why else []
    return page.finish(lines)
