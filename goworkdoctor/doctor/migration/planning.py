"""A step as a plan: the files it changes, from the user's bytes to those that the scratch copy has shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from goworkdoctor.doctor.migration.commit import git_of
from goworkdoctor.doctor.migration.draft import ignoring, new_work, work_file
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.standalone import standing_alone
from goworkdoctor.doctor.precondition import inside
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.migration import MigrationStep, Proof, StepKind
from goworkdoctor.model.plan import EditFile, Plan, Refused
from goworkdoctor.system import atomic
from goworkdoctor.system.git import GitError

MANY = 3


def planned_files(ground: Ground, step: MigrationStep) -> tuple[Mapping[str, bytes | None], tuple[str, ...]]:
    """(files after the step by path, what to say of them); raises Refused."""
    _, after, notes = new_work(ground, step)
    files: dict[str, bytes | None] = {work_file(ground): after}
    if step.kind is StepKind.SPLIT:
        more, said = standing_alone(ground, step.modules[0])
        files |= more
        notes = (*notes, *said)
    if step.kind in (StepKind.SPLIT, StepKind.EVICT):
        notes = (*notes, f"from then on go commands inside {_listed(step.modules)} need GOWORK=off")
    return files, notes


def concerned(ground: Ground, step: MigrationStep) -> tuple[str, ...]:
    """The modules whose sources are needed to try the step: all inside, the step's, and their siblings."""
    found = {*ground.used, *step.modules}
    while more := {below for dir in found for below in ground.graph.get(dir, ())} - found:
        found |= more
    replaced = {dir for dir in ground.facts.targets or {} if not dir.startswith("../")}
    return tuple(sorted(found | replaced))


def plan_of(
    ground: Ground,
    step: MigrationStep,
    proof: Proof,
    files: Mapping[str, bytes | None],
    sums: bytes | None,
    notes: tuple[str, ...],
) -> Plan:
    """The plan for the engine: preview, apply, journal and undo know it as any other."""
    facts = ground.facts
    all_files = {**files, f"{work_file(ground)}.sum": sums}
    steps = [edit for path, data in all_files.items() if (edit := _edit(facts, path, data))]
    if ground.session.local and (edit := _exclude(facts)):
        steps.append(edit)
    said = (*notes, *_of_proof(proof), *_of_git(facts, ground.session.local, all_files))
    return Plan("migrate", step.title, facts.root, tuple(steps), said)


def _edit(facts: Facts, path: str, after: bytes | None) -> EditFile | None:
    file = inside(facts.root / path, facts.root)
    before = atomic.content(file)
    return None if before == after else EditFile(file, before, after)


def exclude_file(facts: Facts) -> Path:
    """`.git/info/exclude` of the checkout; raises Refused where it lies elsewhere, or there is no git."""
    try:
        named = git_of(facts.root).run("rev-parse", "--git-path", "info/exclude")
    except GitError as error:
        raise Refused(f"go.work cannot be kept out of git: {error}") from error
    file = Path(os.path.normpath(facts.root / os.fsdecode(named.removesuffix(b"\n"))))
    if not file.is_relative_to(facts.root) or not file.parent.is_dir():
        raise Refused(f"go.work cannot be kept out of git from here: write /go.work into {file} yourself")
    return file


def _exclude(facts: Facts) -> EditFile | None:
    file = exclude_file(facts)
    before = atomic.content(file)
    after = ignoring(before)
    return None if before == after else EditFile(file, before, after)


def _of_proof(proof: Proof) -> Iterator[str]:
    if proof.shut_out:
        names = _listed(proof.shut_out)
        yield f"until they are in too, go commands inside {names} fail, or need GOWORK=off"


def _of_git(facts: Facts, local: bool, files: Mapping[str, bytes | None]) -> Iterator[str]:
    if local:
        return
    try:
        asked = [path for path, data in files.items() if data is not None]
        ignored = git_of(facts.root).complete("check-ignore", "--", *asked).stdout.decode("utf-8", "replace")
    except GitError:
        return
    if names := ignored.split():
        yield f"git ignores {' and '.join(names)}: others will not have it"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    more = len(names) - MANY
    return ", ".join(names[:MANY]) + (f" and {more} more" if more > 0 else "")
