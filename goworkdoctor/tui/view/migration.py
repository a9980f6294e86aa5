"""A migration as the rows of a list: each stage with its steps, and the summary at the end."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.migration import (
    Migration,
    MigrationStep,
    Obstacle,
    Prepared,
    Stage,
    StepState,
)
from goworkdoctor.tui.view.moduletree import Branch

SUMMARY = "summary"
TITLES = {
    Stage.ROOT: "A go.work with the first module",
    Stage.MODULES: "The other modules",
    Stage.PUBLISH: "Publish readiness",
}


class Heading(Struct, frozen=True):
    """A stage, with its steps."""

    stage: Stage
    steps: tuple[MigrationStep, ...]

    @property
    def id(self) -> str:
        return f"stage:{self.stage}"

    def count(self, state: StepState) -> int:
        return sum(step.state is state for step in self.steps)


class Summary(Struct, frozen=True):
    """The last row: what has come of it so far."""

    migration: Migration
    id: str = SUMMARY


Row = Heading | MigrationStep | Summary


def rows(migration: Migration) -> tuple[Row, ...]:
    """What the list shows, from the first stage to the summary."""
    return (*_stages(migration), Summary(migration))


def _stages(migration: Migration) -> Iterator[Row]:
    for stage in Stage:
        if steps := tuple(step for step in migration.steps if step.stage is stage):
            yield Heading(stage, steps)
            yield from steps


class Standing(Struct, frozen=True):
    """All that the panes show: the migration, the row under the cursor, and what was tried of its step.

    `objection`: why the step was refused or rolled back.
    """

    facts: Facts
    migration: Migration
    tree: tuple[Branch, ...] = ()
    row: Row | None = None
    prepared: Prepared | None = None
    objection: str = ""

    @property
    def step(self) -> MigrationStep | None:
        """The step under the cursor; on a heading or the summary, the one that comes next."""
        return self.row if isinstance(self.row, MigrationStep) else self.migration.next


def concerning(migration: Migration, step: MigrationStep) -> tuple[Obstacle, ...]:
    """The obstacles that name one of the step's modules; for a blocked step, those that hold all too."""
    blocked = step.state is StepState.BLOCKED
    return tuple(
        one
        for one in migration.preflight.obstacles
        if {*one.modules} & {*step.modules} or (blocked and one.blocks and not one.modules)
    )
