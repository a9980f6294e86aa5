"""The steps of a migration: what was done, what comes next, what is blocked and by what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from goworkdoctor.doctor.migration.conflicts import conflict_obstacle, conflicts
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.order import Group, groups
from goworkdoctor.doctor.migration.session import Done
from goworkdoctor.golang.replacements import Member
from goworkdoctor.model.facts import Module
from goworkdoctor.model.migration import MigrationStep, Obstacle, Stage, StepKind, StepState

BLOCKED = StepState.BLOCKED
ENTERING = (StepKind.FOUND, StepKind.ADOPT)


def steps(
    ground: Ground, obstacles: Sequence[Obstacle], said: Collection[str] = ()
) -> tuple[MigrationStep, ...]:
    """Every step in its order: done ones as they were done, then the open ones, of which one is next.

    `said` are the modules of which go's answers still hold.
    """
    unsaid = tuple(one.dir for one in ground.facts.counted_modules if one.dir not in said)
    done = tuple(_done(ground, unsaid))
    planned = [*_repairs(ground, obstacles), *_entering(ground, obstacles)]
    planned = _in_order_of_user(planned, ground.session.first)
    publish = _publish(ground, unsaid)
    coming = [*planned, *_skipped(ground), *((publish,) if publish else ())]
    return (*done, *_states(coming, obstacles))


def _done(ground: Ground, unsaid: tuple[str, ...]) -> Iterator[MigrationStep]:
    """What the session has done and nobody took back; before a session, that there is a go.work."""
    if ground.workspace and not any(step.kind == StepKind.FOUND for step in ground.session.done):
        before = {dir for step in ground.session.done for dir in step.modules}
        dirs = tuple(sorted(ground.used - before))
        title = f"{ground.workspace.file} was here, and uses {_count(len(dirs), 'module')}"
        yield MigrationStep("found", Stage.ROOT, StepKind.FOUND, dirs, StepState.DONE, title)
    for step in ground.session.done:
        if still(ground, step) and not (unsaid and step.kind == StepKind.PUBLISH):
            tests = step.tests
            kind, stage = StepKind(step.kind), Stage(step.stage)
            yield MigrationStep(step.id, stage, kind, step.modules, StepState.DONE, step.title, tests=tests)


def still(ground: Ground, step: Done) -> bool:
    """Whether a step that was done is not undone: the go.work shows it."""
    match StepKind(step.kind):
        case StepKind.FOUND | StepKind.ADOPT:
            return ground.used.issuperset(step.modules)
        case StepKind.DROP:
            return not {*step.modules} & {use.written for use in ground.dead}
        case StepKind.EVICT | StepKind.SPLIT:
            return not {*step.modules} & ground.used
    return True


def _repairs(ground: Ground, obstacles: Sequence[Obstacle]) -> Iterator[MigrationStep]:
    """What an existing workspace needs first: dead uses keep go from building, so does a twin."""
    if ground.dead:
        written = tuple(dict.fromkeys(use.written for use in ground.dead))
        gone = any(not use.exists for use in ground.dead)
        twice = "" if gone else "it is used twice" if len(written) == 1 else "they are used twice"
        title = f"Drop {_listed(written)} from go.work: {twice or 'no go.mod is there'}"
        why = "with one dead use go builds nothing"
        yield MigrationStep("drop", Stage.MODULES, StepKind.DROP, written, StepState.WAITING, title, why)
    twins = {dir for one in obstacles if one.kind == "path-twice" and one.inside for dir in one.modules}
    for member in ground.members:
        if member.dir in twins:
            title = f"Take {member.dir} out of go.work: {member.mod.module} is declared twice"
            yield _evict(ground, member.dir, title, obstacles)
    for dir in sorted({*ground.accidental} - twins):
        folder = ground.by_dir[dir].ignored_because
        title = (
            f"Take {dir} out of go.work: it lies in a {folder} folder, and was perhaps adopted by accident"
        )
        yield _evict(ground, dir, title, obstacles)


def _evict(ground: Ground, dir: str, title: str, obstacles: Sequence[Obstacle]) -> MigrationStep:
    """A step for the user to decide; held up by what its leaving would break."""
    held = next((one for one in obstacles if one.kind == "vendor" and one.modules == (dir,)), None)
    state = BLOCKED if held else StepState.WAITING
    state = StepState.SKIPPED if f"evict:{dir}" in ground.session.skipped else state
    why = held.message if held else ""
    step = MigrationStep(f"evict:{dir}", Stage.MODULES, StepKind.EVICT, (dir,), state, title, why)
    return replace(step, decision=True)


def _entering(ground: Ground, obstacles: Sequence[Obstacle]) -> Iterator[MigrationStep]:
    """The modules that are to come in: healthy ones by the graph, held ones each for itself."""
    held = {dir: one for one in obstacles if one.blocks and one.kind != "replacements" for dir in one.modules}
    open_dirs = [one.dir for one in ground.candidates if one.dir not in ground.session.skipped]
    members = list(ground.members)
    late: list[MigrationStep] = []
    for group in _groups(ground, [dir for dir in open_dirs if dir not in held]):
        joining, blocked = _without_conflicts(ground, members, group)
        members += [Member(one.dir, one.mod) for one in joining if one.mod]
        late += blocked
        if joining:
            dirs = tuple(one.dir for one in joining)
            founding = ground.workspace is None and members[: len(dirs)] == members
            skip = "found" in ground.session.skipped
            yield _step(ground, Group(dirs, group.cycle and len(dirs) > 1), founding and not skip)
    yield from late
    yield from (_held(ground, dir, held[dir]) for dir in open_dirs if dir in held)


def _groups(ground: Ground, dirs: list[str]) -> tuple[Group, ...]:
    """First, where there is no go.work yet, the root module, or else the first module, alone."""
    ordered = groups(dirs, ground.graph)
    if ground.workspace or not ordered or "found" in ground.session.skipped:
        return ordered
    first = ground.first(dirs)
    return (Group((first,)), *groups([dir for dir in dirs if dir != first], ground.graph))


def _without_conflicts(
    ground: Ground, members: list[Member], group: Group
) -> tuple[list[Module], list[MigrationStep]]:
    """Those of a group that may join, and a blocked step for each that brings a conflict of replacements."""
    joining: list[Module] = []
    blocked: list[MigrationStep] = []
    known = {conflict.name for conflict in conflicts(ground, members)}
    for dir in group.dirs:
        module = ground.by_dir[dir]
        assert module.mod
        tried = [*members, *(Member(one.dir, one.mod) for one in joining if one.mod), Member(dir, module.mod)]
        fresh = [one for one in conflicts(ground, tried) if one.name not in known]
        if fresh:
            blocked.append(_held(ground, dir, conflict_obstacle(ground, fresh[0], tried)))
        else:
            joining.append(module)
    return joining, blocked


def _step(ground: Ground, group: Group, founding: bool) -> MigrationStep:
    dirs = group.dirs
    tests = sum(ground.tests.get(dir, 0) for dir in dirs)
    if founding:
        title = f"Create go.work with {'the root module' if dirs == ('.',) else _listed(dirs)}"
        why = "a small beginning: what breaks by a go.work at all, breaks here"
        return MigrationStep("found", Stage.ROOT, StepKind.FOUND, dirs, StepState.WAITING, title, why, tests)
    title = f"Use {_listed(dirs)}"
    why = _why(ground, group)
    id = f"use:{dirs[0]}"
    return MigrationStep(
        id, Stage.MODULES, StepKind.ADOPT, dirs, StepState.WAITING, title, why, tests, group.cycle
    )


def _why(ground: Ground, group: Group) -> str:
    if group.cycle:
        return "they depend on each other"
    below = sorted({one for dir in group.dirs for one in ground.graph.get(dir, ())} - {*group.dirs})
    base = f"after what {'it depends' if len(group.dirs) == 1 else 'they depend'} on: {_listed(below)}"
    together = "independent of each other" if len(group.dirs) > 1 else ""
    return "; ".join(filter(None, (together, base if below else "no dependency on a sibling")))


def _held(ground: Ground, dir: str, obstacle: Obstacle) -> MigrationStep:
    tests = ground.tests.get(dir, 0)
    return MigrationStep(
        f"use:{dir}", Stage.MODULES, StepKind.ADOPT, (dir,), BLOCKED, f"Use {dir}", obstacle.message, tests,
        choices=obstacle.choices,
    )  # fmt: skip


def _skipped(ground: Ground) -> Iterator[MigrationStep]:
    skipped = [one.dir for one in ground.candidates if one.dir in ground.session.skipped]
    for dir in skipped:
        yield MigrationStep(
            f"use:{dir}",
            Stage.MODULES,
            StepKind.ADOPT,
            (dir,),
            StepState.SKIPPED,
            f"Use {dir}",
            "skipped by you",
        )


def _publish(ground: Ground, unsaid: tuple[str, ...]) -> MigrationStep | None:
    """The last stage; once done, it is open again where something changed of what go was asked of."""
    checked = any(step.kind == StepKind.PUBLISH for step in ground.session.done)
    if checked and not unsaid:
        return None
    dirs = tuple(one.dir for one in ground.facts.counted_modules)
    skipped = "publish" in ground.session.skipped
    title = "Check that each module still stands on its own, without go.work"
    why = "go.work is a convenience: who uses a module does not have it"
    why = f"checked before; since then something changed of {_listed(unsaid)}" if checked else why
    why = "skipped by you" if skipped else why
    state = StepState.SKIPPED if skipped else StepState.WAITING
    return MigrationStep("publish", Stage.PUBLISH, StepKind.PUBLISH, dirs, state, title, why)


def _in_order_of_user(planned: list[MigrationStep], first: tuple[str, ...]) -> list[MigrationStep]:
    """Founding and repairs keep their place; of the others, those that the user put first go first."""
    rank = {id: number for number, id in enumerate(first)}
    fixed = {StepKind.FOUND: -2, StepKind.DROP: -1}
    return sorted(planned, key=lambda step: (fixed.get(step.kind, 0), rank.get(step.id, len(rank))))


def _states(coming: Iterable[MigrationStep], obstacles: Sequence[Obstacle]) -> Iterator[MigrationStep]:
    """What holds up all steps, and what holds up those that adopt: the rest may be the cure."""
    blocking = [one for one in obstacles if one.blocks]
    general = next((one for one in blocking if not one.modules and not one.inside), None)
    standing = general or next((one for one in blocking if one.inside), None)
    found = False
    for step in coming:
        held = standing if step.kind in (*ENTERING, StepKind.PUBLISH) else general
        if held and step.open and step.kind is not StepKind.PUBLISH:
            yield replace(step, state=BLOCKED, why=held.message, choices=held.choices)
        elif step.open and not found and not held:
            found = True
            yield replace(step, state=StepState.NEXT)
        else:
            yield step


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _listed(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
