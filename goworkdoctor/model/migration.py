"""A migration, from nested modules to a workspace, as frozen data: steps, pre-flight, proofs, outcomes.

Directories are relative to the root, as in the facts. What is done shows in the checkout itself; what the
user decided (skipped, put first, overridden) is kept in the session.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from msgspec import Struct

from goworkdoctor.model.finding import Confidence, Evidence
from goworkdoctor.model.plan import Choice, Plan, Receipt


class Stage(StrEnum):
    """ROOT: a go.work with one module. MODULES: the others. PUBLISH: does each still stand on its own?"""

    ROOT = "root"
    MODULES = "modules"
    PUBLISH = "publish"

    @property
    def number(self) -> int:
        return list(Stage).index(self) + 1


class StepKind(StrEnum):
    """FOUND creates go.work; ADOPT adds modules; DROP takes dead uses out; EVICT those in by accident;
    SPLIT takes a module out that the user wants on its own; PUBLISH checks and changes nothing."""

    FOUND = "found"
    ADOPT = "adopt"
    DROP = "drop"
    EVICT = "evict"
    SPLIT = "split"
    PUBLISH = "publish"


class StepState(StrEnum):
    DONE = "done"
    NEXT = "next"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    WAITING = "waiting"


class MigrationStep(Struct, frozen=True):
    """One step. `why` says what blocks it, why it was skipped, or why these modules come now and together.

    `tests` are the test functions that are inside `go test work` by it. `decision`: only the user can say
    whether to do it or to skip it. `choices` are targets of a replace override that would unblock it:
    their ids are `PATH=TARGET`.
    """

    id: str
    stage: Stage
    kind: StepKind
    modules: tuple[str, ...]
    state: StepState
    title: str
    why: str = ""
    tests: int = 0
    cycle: bool = False
    decision: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def open(self) -> bool:
        return self.state in (StepState.NEXT, StepState.WAITING)


class Obstacle(Struct, frozen=True):
    """What would break the workspace, known before anything is written.

    `kind` is one of: no-go, mod-flag, modules-off, gowork, generated, ignored, parse, directive, dead-use,
    empty, path-twice, path-case, path-standard, go-line, placeholder, replacements, replaced,
    replaced-by-nothing, sums, vendor, shut-out. `modules` are concerned, () for all. One that does not
    `block` is a warning. `inside`: go refuses the workspace as it is now, so that none can be adopted; what
    takes modules out of it is not held up by that. `choices` are as in MigrationStep.
    """

    kind: str
    message: str
    modules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cure: str = ""
    blocks: bool = True
    inside: bool = False
    choices: tuple[Choice, ...] = ()


class StayOut(Struct, frozen=True):
    """A module that does not belong into the workspace, and why."""

    dir: str
    why: str


class ScriptChange(Struct, frozen=True):
    """A command in a script that means something else, or fails, once there is a go.work."""

    path: str
    line: int
    command: str
    why: str
    instead: str
    confidence: Confidence = Confidence.CERTAIN


class Preflight(Struct, frozen=True):
    """What is known before anything is written. `unread` are scripts that could not be read, and why."""

    obstacles: tuple[Obstacle, ...] = ()
    stay_out: tuple[StayOut, ...] = ()
    scripts: tuple[ScriptChange, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def blocking(self) -> tuple[Obstacle, ...]:
        return tuple(one for one in self.obstacles if one.blocks)

    @property
    def warnings(self) -> tuple[Obstacle, ...]:
        return tuple(one for one in self.obstacles if not one.blocks)


class Readiness(Struct, frozen=True):
    """Whether a module stands on its own, without go.work: None where it is not known.

    `codes` are the rules whose findings speak against it. `asked` says when go said so of what is there now
    (UTC, ISO 8601), "" where only the rules did.
    """

    module: str
    ready: bool | None = None
    why: str = ""
    codes: tuple[str, ...] = ()
    asked: str = ""


class Migration(Struct, frozen=True):
    """Where the migration of a checkout stands.

    `stage` is that of the next step, None where nothing is left. `started`: there is a session; `branch` is
    the one it began on, `elsewhere` that which is checked out instead ("" where they are the same).
    `local`: go.work is kept out of git; `commit`: each step is committed. `tests_at_start` and `tests_now`
    are test functions inside `go test work`. `notes` are for people.
    """

    steps: tuple[MigrationStep, ...]
    preflight: Preflight
    stage: Stage | None = None
    started: bool = False
    branch: str = ""
    elsewhere: str = ""
    local: bool = False
    commit: bool = False
    members: int = 0
    tests_at_start: int = 0
    tests_now: int = 0
    tests_total: int = 0
    readiness: tuple[Readiness, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def next(self) -> MigrationStep | None:
        return next((step for step in self.steps if step.state is StepState.NEXT), None)

    def step(self, id: str) -> MigrationStep | None:
        return next((step for step in self.steps if step.id == id), None)

    @property
    def asked(self) -> bool:
        """Whether go was asked of every module without the workspace, and what it said still holds."""
        return bool(self.readiness) and all(one.asked for one in self.readiness)

    def count(self, state: StepState) -> int:
        return Counter(step.state for step in self.steps)[state]

    @property
    def nothing_to_do(self) -> bool:
        """Whether every step that changes something is done or skipped."""
        changing = (step for step in self.steps if step.kind is not StepKind.PUBLISH)
        return all(step.state in (StepState.DONE, StepState.SKIPPED) for step in changing)


class Verdict(StrEnum):
    """PARTLY: nothing speaks against it, but not all could be tried: modules are not in the module cache."""

    HOLDS = "holds"
    PARTLY = "partly"
    FAILS = "fails"


class VersionChange(Struct, frozen=True):
    """A module that resolves to something else after the step; `modules` are those for which it changes.

    `before` and `after` are a version, `./dir` for a module in the tree, or "" where it was not needed.
    """

    path: str
    before: str
    after: str
    modules: tuple[str, ...] = ()

    @property
    def in_tree(self) -> bool:
        return self.after.startswith(".")


class Proof(Struct, frozen=True):
    """What a scratch copy showed of a step, before the user's tree is touched.

    `failures` is what would break, in go's words; `already` what is broken before and after; `unproven`
    what could not be tried, and why. `shut_out` are modules in which go commands fail until they are
    adopted (or with GOWORK=off). `packages` were listed with their dependencies; `built` is None where no
    build was asked for. `refused`: go refuses the workspace after the step as before, for another reason.
    """

    step: str
    verdict: Verdict
    failures: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    versions: tuple[VersionChange, ...] = ()
    tests: int = 0
    shut_out: tuple[str, ...] = ()
    packages: int = 0
    built: bool | None = None
    seconds: float = 0.0
    refused: bool = False


class Prepared(Struct, frozen=True):
    """A step that is proven and planned, to be shown and then carried out."""

    step: MigrationStep
    proof: Proof
    plan: Plan


class Taken(Struct, frozen=True):
    """What became of a step: `state` of the receipt is `applied`, or `undone` where it was rolled back.

    `why` says why it was rolled back; `commit` is the commit made, `uncommitted` why none was made.
    """

    step: MigrationStep
    receipt: Receipt
    why: str = ""
    commit: str = ""
    uncommitted: str = ""

    @property
    def done(self) -> bool:
        return self.receipt.state == "applied"
