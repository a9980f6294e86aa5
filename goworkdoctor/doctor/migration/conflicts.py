"""Conflicts of replacements that go would refuse in a workspace, and the overrides that solve them."""

from __future__ import annotations

from collections.abc import Sequence

from goworkdoctor.checks.replacing import lines
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.replacements import Conflict, Member, refused
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.model.plan import Choice


def conflicts(ground: Ground, members: Sequence[Member]) -> tuple[Conflict, ...]:
    """Replacements that go would refuse in a workspace of these members, with go.work's and the overrides."""
    return tuple(refused(in_order(ground, members), ground.work_replaces, str(ground.facts.root)))


def in_order(ground: Ground, members: Sequence[Member]) -> Sequence[Member]:
    """As the use lines will name them, on whose order it hangs which replacement wins, and what is refused.

    `go work edit` sorts them as soon as one is added.
    """
    same = {member.dir for member in members} == {member.dir for member in ground.members}
    return ground.members if same else sorted(members, key=lambda one: ground.spelled(one.dir))


def conflict_obstacle(
    ground: Ground, conflict: Conflict, members: Sequence[Member], *, inside: bool = False
) -> Obstacle:
    """A conflict among these members, with both sides, and the override that solves it where one can."""
    used = {member.mod.module for member in members}
    dirs = tuple(dict.fromkeys(line.dir for line in conflict.placed))
    sides = "; ".join(f"{line.file}:{line.replace.line} => {line.written}" for line in conflict.placed)
    message = f"{conflict.name} is replaced differently, which go refuses: {sides}"
    # A replace of a used module for all versions would be refused in its turn.
    overridable = bool(conflict.version or conflict.path not in used) and len(dirs) > 1
    cure = f"Decide: --choose {conflict.name}=TARGET." if overridable else "Make the replace lines agree."
    choices = override_choices(conflict, str(ground.facts.root)) if overridable else ()
    return Obstacle("replacements", message, dirs, lines(conflict), cure, True, inside, choices)


def override_choices(conflict: Conflict, root: str) -> tuple[Choice, ...]:
    """The targets to choose from, as go.work at the root spells them."""
    wanted: dict[str, list[str]] = {}
    for line in conflict.placed:
        target = line.target(root)
        if line.replace.local and not target.startswith(("/", "../")) and target not in (".", ".."):
            target = f"./{target}"
        wanted.setdefault(target, []).append(line.file)
    return tuple(
        Choice(f"{conflict.name}={target}", f"{target}, as {', '.join(files)} has it")
        for target, files in wanted.items()
    )
