"""Preview: a treatment's draft held against the world, so that a plan says exactly what will change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.doctor.fileedit import file_edit, go_command
from goworkdoctor.doctor.named import named
from goworkdoctor.doctor.pick import discarded, pruned
from goworkdoctor.doctor.precondition import inside
from goworkdoctor.doctor.rehearsal import rehearse
from goworkdoctor.doctor.show import command, describe, diff, human
from goworkdoctor.doctor.sides import identity
from goworkdoctor.doctor.stays import Stays
from goworkdoctor.doctor.strangers import guard_command
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import (
    Choice,
    Discard,
    DiscardMany,
    Draft,
    EditFile,
    GoEdit,
    MoveToTrash,
    NothingToDo,
    Plan,
    Prune,
    Refused,
    RunCommand,
    Step,
    Treatment,
    Undecided,
)
from goworkdoctor.system.trash import new_id

__all__ = ["choices", "command", "describe", "diff", "human", "preview"]


def preview(
    facts: Facts,
    treatment: Treatment,
    findings: tuple[Finding, ...] = (),
    choice: str | None = None,
) -> Plan:
    """What the treatment would do to these findings, to the byte; nothing is changed by asking.

    `findings` are treated in one plan; a treatment without codes takes none. `choice` is the id of one
    of `choices`; where the treatment `offers` values, another may do too, and the first is the default.
    Raises Refused, with the reason and what would help.
    """
    _must_fit(facts, treatment, findings, choice)
    if treatment.offers and choice is None:
        choice = next((one.id for one in treatment.offers(facts)), None)
    draft = treatment.draft(facts, findings, choice)
    stays: list[Stays] = []
    steps = tuple(_steps(facts, draft, stays))
    left = tuple(dict.fromkeys(sentence for one in stays for sentence in one.sentences))
    if not steps and left:
        raise Refused(f"nothing can be moved: {'; '.join(left)}")
    if not steps:
        raise NothingToDo("nothing is left to do: all is as it should be already")
    codes = tuple(sorted({finding.code for finding in findings}))
    notes = draft.notes + tuple(_rehearsed(facts, steps))
    return Plan(treatment.id, draft.title, facts.root, steps, notes, codes, left)


def _rehearsed(facts: Facts, steps: tuple[Step, ...]) -> Iterator[str]:
    """What go would still say of the workspace afterwards; raises Refused where it says nothing now."""
    if facts.workspace is None:
        return
    folder = facts.root / facts.workspace.dir
    file = Path(os.path.realpath(facts.root / facts.workspace.file))
    for step in steps:
        if not (isinstance(step, EditFile) and step.path == file and step.before and step.after):
            continue
        if complaint := rehearse(go_command(facts), folder, step.after):
            if not rehearse(go_command(facts), folder, step.before):
                raise Refused(f"go would fail after this: {complaint}")
            yield f"go would still fail after this: {complaint}"


def choices(facts: Facts, treatment: Treatment, findings: tuple[Finding, ...]) -> tuple[Choice, ...]:
    """What the user may pick for all of these findings; none where nothing is to be picked."""
    if treatment.offers:
        return treatment.offers(facts)
    if treatment.choices is None or not findings:
        return ()
    first, *others = (treatment.choices(facts, finding) for finding in findings)
    return tuple(one for one in first if all(one.id in {choice.id for choice in more} for more in others))


def _must_fit(facts: Facts, treatment: Treatment, findings: tuple[Finding, ...], choice: str | None) -> None:
    if missing := sorted(name for name in treatment.needs if getattr(facts, name) is None):
        raise Refused(f"{', '.join(missing)} could not be examined, and {treatment.id} needs to know")
    if treatment.codes and not findings and not treatment.alone:
        raise Refused(f"{treatment.id} has no finding to treat ({', '.join(treatment.codes)})")
    if foreign := sorted({finding.code for finding in findings} - set(treatment.codes)):
        raise Refused(f"{treatment.id} does not treat {', '.join(foreign)}")
    if treatment.choices is None:
        return
    offered = [choice.id for choice in choices(facts, treatment, findings)]
    if choice not in offered:
        what = "one finding after the other" if len(findings) > 1 and not offered else " | ".join(offered)
        raise Undecided(f"{treatment.id} needs your choice: {what or 'there is nothing to choose from'}")


def _steps(facts: Facts, draft: Draft, stays: list[Stays]) -> Iterator[Step]:
    """The draft's steps with every edit made on a copy; edits of one file become one step.

    What cannot be moved out of a cache is added to `stays`.
    """
    planned: dict[Path | int, Step] = {}
    id = new_id()
    for number, step in enumerate(draft.steps):
        if isinstance(step, GoEdit):
            path = inside(facts.root / step.path, facts.root)
            so_far = planned.get(path)
            planned[path] = file_edit(facts, step, path, so_far if isinstance(so_far, EditFile) else None)
        elif held := _held(step, facts.root, id, stays):
            planned[number] = held
    return (step for step in planned.values() if not _idle(step))


def _idle(step: Step) -> bool:
    return isinstance(step, EditFile) and step.before == step.after


def _held(step: Step | Discard | DiscardMany | Prune, root: Path, id: str, stays: list[Stays]) -> Step | None:
    """A step of the draft with what only the world knows; None where there is nothing to it."""
    if isinstance(step, Discard):
        return discarded(step, root, id)
    if isinstance(step, DiscardMany | Prune):
        stays.append(Stays(step.cache))
    if isinstance(step, DiscardMany):
        return named(step, root, id, stays[-1])
    if isinstance(step, Prune):
        return pruned(step, root, id, stays[-1])
    if isinstance(step, RunCommand):
        guard_command(step, root)
    if isinstance(step, MoveToTrash) and not step.identity:
        return _identified(step)
    return step


def _identified(step: MoveToTrash) -> MoveToTrash:
    seen = identity(step.path)
    if not seen:
        raise Refused(f"{step.path} is not there any more: examine again")
    return replace(step, identity=seen)
