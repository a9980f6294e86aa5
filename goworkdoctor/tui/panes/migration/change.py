"""The row under the cursor at length: what a step will change, and what its proof has shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content

from goworkdoctor.model.migration import MigrationStep, StepKind, StepState
from goworkdoctor.model.plan import Plan
from goworkdoctor.tui.panes.migration.preflight import hanging, obstacle
from goworkdoctor.tui.panes.migration.proof import gain, proven, versions
from goworkdoctor.tui.panes.migration.steps import fitted, state
from goworkdoctor.tui.panes.migration.summary import readiness, stage, summary
from goworkdoctor.tui.panes.plan import coloured, refused
from goworkdoctor.tui.view.migration import Heading, Standing, Summary, concerning
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BOLD, LOUD, MUTED, WARN, plain

Diff = Callable[[Plan], str]


def title(standing: Standing) -> str:
    """What the pane is about."""
    match standing.row:
        case Summary():
            return "Summary"
        case Heading():
            return f"Stage {standing.row.stage.number}"
    return "What changes"


def draw(standing: Standing, diff: Diff, width: int) -> list[Content]:
    match standing.row:
        case Summary():
            return summary(standing, width)
        case Heading():
            return stage(standing.row, width)
        case None:
            return []
    return _step(standing, standing.row, diff, width)


def _step(standing: Standing, step: MigrationStep, diff: Diff, width: int) -> list[Content]:
    label = state(step)
    name = plain(fitted(step, width - label.cell_length - 2), BOLD)
    drawn = wrapped(Content.assemble(label, "  ", name), width)
    if step.why and step.state is not StepState.BLOCKED and standing.prepared is None:
        drawn += wrapped(plain(step.why, MUTED), width)
    drawn.append(Content(""))
    drawn += refused(standing.objection, width) if standing.objection else []
    if step.kind is StepKind.PUBLISH:
        return drawn + _publish(standing, step, width)
    if standing.prepared is None:
        return drawn + _unproven(standing, step, width)
    plan, proof = standing.prepared.plan, standing.prepared.proof
    drawn += [*proven(proof, plan.notes, width), Content("")]
    drawn += [*coloured(diff(plan), width), Content("")]
    return drawn + versions(proof, width)


def _unproven(standing: Standing, step: MigrationStep, width: int) -> list[Content]:
    drawn = [line for part in _modules(standing, step) for line in hanging(part, width)]
    if step.tests and step.state is not StepState.DONE:
        drawn += wrapped(gain(step.tests), width)
    if step.state is not StepState.DONE:
        for one in concerning(standing.migration, step):
            drawn += [Content(""), *obstacle(one, width)]
    if step.choices:
        drawn += [Content(""), *wrapped(Content.assemble(("o", f"bold {LOUD}"), " decides between"), width)]
        for choice in step.choices:
            drawn += hanging(Content.assemble(("· ", MUTED), plain(choice.label)), width)
    return [*drawn, Content(""), *hint(step, width)]


def _modules(standing: Standing, step: MigrationStep) -> Iterator[Content]:
    """Each module of the step by directory, module path and go line."""
    modules = {module.dir: module for module in standing.facts.modules or ()}
    if step.cycle:
        yield plain("↻ they require each other, and come in together", WARN)
    for dir in step.modules:
        module = modules.get(dir)
        known = f"  {module.path} · go {module.go or '–'}" if module and module.mod else ""
        yield Content.assemble(("· ", MUTED), plain(dir), plain(known, MUTED))


HINTS = {
    StepState.SKIPPED: ("s", "takes it in again"),
    StepState.BLOCKED: ("r", "examines again, once you have cured it; s skips it"),
    StepState.DONE: ("u", "takes back the step that was done last"),
}
PROVE = ("v", "proves this step in a scratch copy; nothing of yours is written")


def hint(step: MigrationStep, width: int) -> list[Content]:
    """The key that goes on from here."""
    key, words = HINTS.get(step.state, PROVE)
    return wrapped(Content.assemble((key, f"bold {LOUD}"), (f" {words}", MUTED)), width)


def _publish(standing: Standing, step: MigrationStep, width: int) -> list[Content]:
    known, asked = standing.migration.readiness, standing.migration.asked
    when = f" on {known[0].asked[:10]}" if asked else ""
    said = f"asked of go{when}, without go.work" if asked else "what the rules say; go was not asked yet"
    ready = sum(one.ready is True for one in known)
    unclear = sum(one.ready is None for one in known)
    unknown = f", {unclear} not known" if unclear else ""
    count = f"{ready} of {plural(len(known), 'module')} stand on their own{unknown} · " if asked else ""
    told = tuple(one for one in known if asked or one.codes or one.ready is not None)
    drawn = [*wrapped(plain(f"{count}{said}", MUTED), width), *readiness(told, width)]
    if quiet := len(known) - len(told):
        drawn += wrapped(plain(f"· no rule speaks against {plural(quiet, 'module')}", MUTED), width)
    drawn.append(Content(""))
    if not step.open:
        return drawn + hint(step, width)
    key, words = (
        ("a", "notes that you have seen it") if asked else ("v", "asks go of each module, in a scratch copy")
    )
    return drawn + wrapped(Content.assemble((key, f"bold {LOUD}"), (f" {words}", MUTED)), width)
