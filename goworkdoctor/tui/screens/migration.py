"""The migration from the keyboard: keys that prove, apply, skip and take back its steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.migration import Migration, MigrationStep, StepKind, StepState
from goworkdoctor.model.plan import Receipt
from goworkdoctor.model.report import Report
from goworkdoctor.tui.aside import aside
from goworkdoctor.tui.panes.migration import questions
from goworkdoctor.tui.panes.migration.board import LOWER, Board
from goworkdoctor.tui.panes.migration.manual import MANUAL
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.screens.question import QuestionScreen
from goworkdoctor.tui.screens.undo import UndoScreen
from goworkdoctor.tui.session import Session, worded
from goworkdoctor.tui.view.migration import Heading
from goworkdoctor.tui.view.probes import unknown

TREATMENT = "migrate"
ESSENTIAL = ("tree", "modules", "workspaces", "packages")
"""Facts without which there is nothing to show; where go or git is missing, the migration says so itself."""
DEEDS = ("prove", "apply", "skip", "override", "prefer", "undo", "git", "abort")


class MigrationScreen(ReportScreen):
    """Escape stops a proof, or leaves: the session stays, and goes on when the screen is opened again."""

    CSS_PATH = "migration.tcss"
    AUTO_FOCUS = "#steps"
    HELP = MANUAL
    BINDINGS: ClassVar[list[Any]] = [
        Binding("v", "prove", "Prove", tooltip="Try the step in a scratch copy; writes nothing of yours"),
        Binding("V", "prove(True)", "Prove and build", show=False),
        Binding("a", "apply", "Apply", tooltip="Do the proven step"),
        Binding("o", "override", "Decide", tooltip="Decide a conflict of replacements"),
        Binding("s", "skip", "Skip", tooltip="Skip a step or a stage, or take it in again"),
        Binding("f", "prefer", "First", tooltip="Do this step before the others"),
        Binding("u", "undo", "Undo", tooltip="Take back the last step, after asking"),
        Binding("escape", "stop", "Stop", key_display="esc"),
        Binding("escape", "back", "Back", key_display="esc"),
        Binding("m", "back", "Back", show=False),
        Binding("t", "git", "Git", tooltip="Whether git shall know of go.work, and of each step"),
        Binding("b", "abort", "Back to start", tooltip="All as it was, byte for byte; asks first"),
        *(Binding(str(n), f"go('{id}')", id, show=False) for n, (id, _) in enumerate(LOWER, start=2)),
        Binding("1", "go('steps')", "steps", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None

    def compose_body(self) -> ComposeResult:
        self.board = Board(Session(self.doctor))
        yield self.board

    @property
    def session(self) -> Session:
        return cast("Board", self.board).session

    @property
    def migration(self) -> Migration | None:
        return self.session.migration

    @property
    def step(self) -> MigrationStep | None:
        """The step that a key is about."""
        return cast("Board", self.board).step

    @property
    def heading(self) -> Heading | None:
        """The stage under the cursor."""
        row = cast("Board", self.board).steps.row
        return row if isinstance(row, Heading) else None

    def show(self, *, follow: bool = False) -> None:
        """Draw all anew; with `follow`, the cursor goes to what comes next."""
        if self.board and self.board.is_mounted:
            self.board.follow |= follow
            self.board.show()

    def watch_report(self, report: Report | None) -> None:
        if self.board is None or report is None or not report.finished:
            return
        needs = self.session.verbs.needs()
        if not unknown(report, *needs) or not self.doctor.want(needs):
            self.look(report)

    @work(exclusive=True, group="look")
    async def look(self, report: Report) -> None:
        if why := unknown(report, *ESSENTIAL):
            self.session.refused = why
        else:
            await self.session.look(report)
        self.show()

    # -- what a key may do ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that does nothing now is struck; one that says nothing here is not shown."""
        if self.board is None or action not in (*DEEDS, "stop", "back"):
            return True
        if action in ("stop", "back"):
            return (self.session.trial is not None) is (action == "stop")
        if not self.says_something(action):
            return False
        return True if self.session.idle and self.does_something(action) else None

    def says_something(self, action: str) -> bool:
        step, migration = self.step, self.migration
        match action:
            case "override":
                return bool(step and step.choices)
            case "prefer":
                return bool(step and step.state is StepState.WAITING and step.kind is StepKind.ADOPT)
            case "abort":
                return bool(migration and migration.started)
        return True

    def does_something(self, action: str) -> bool:
        step = self.step
        match action:
            case "prove":
                return provable(step)
            case "apply":
                return self.session.may_apply(step)
            case "skip":
                return bool(self.heading or (step and step.state is not StepState.DONE))
        return True

    # -- trying and doing -----------------------------------------------------------------------------------

    def action_prove(self, build: bool = False) -> None:
        if step := self.step:
            self.first(partial(self.prove, step.id, build))

    @work
    async def prove(self, id: str, build: bool) -> None:
        step = self.migration.step(id) if self.migration else None
        if step is None or not provable(step) or not self.session.idle:
            return
        assert self.board
        self.board.steps.select(id)
        self.board.bring("change")
        proving = self.session.prove(step, build=build)
        self.call_later(self.show)
        await proving
        self.show()

    def action_apply(self) -> None:
        if (step := self.step) and self.session.may_apply(step):
            self.first(partial(self.apply, step))

    @work
    async def apply(self, step: MigrationStep) -> None:
        if not self.session.idle or not self.session.may_apply(step):
            return
        assert self.board
        applying = self.session.apply(step)
        self.call_later(self.show)
        self.board.follow = await applying
        self.show()

    def action_stop(self) -> None:
        if self.session.trial:
            self.session.trial.cancelled.set()

    def action_back(self) -> None:
        if self.session.acting:
            self.doctor.say("the step is being applied: a moment", good=False)
        else:
            self.dismiss()

    def action_go(self, id: str) -> None:
        if self.board:
            self.board.go(id)

    # -- deciding -------------------------------------------------------------------------------------------

    def first(self, then: Callable[[], object]) -> None:
        """Ask what only the user can say before anything is decided, and go on."""
        migration = self.migration
        if migration and migration.elsewhere:
            self.ask(questions.here(migration), partial(self.go_on_here, then))
        elif migration and not migration.started:
            self.ask(questions.git(), partial(self.choose_git, then))
        else:
            then()

    def ask(self, question: questions.Question, answered: Callable[[str], object]) -> None:
        def heard(answer: str | None) -> None:
            if answer is not None:
                answered(answer)

        self.app.push_screen(QuestionScreen(*question), heard)

    def go_on_here(self, then: Callable[[], object], answer: str) -> None:
        if answer == questions.HERE:
            self.decide(self.session.verbs.go_on_here, then)

    def choose_git(self, then: Callable[[], object], answer: str) -> None:
        local, commit = answer == questions.LOCAL, answer == questions.COMMIT
        self.decide(partial(self.session.verbs.begin, local=local, commit=commit), then)

    @work
    async def decide(self, decision: Callable[[Facts], object], then: Callable[[], object]) -> None:
        """A decision about the facts; what follows it, where it was not refused."""
        assert self.session.report
        kept = await self.session.decide(partial(decision, self.session.report.facts))
        self.show()
        if kept:
            then()

    def action_git(self) -> None:
        self.ask(questions.git(), partial(self.choose_git, lambda: None))

    def action_skip(self) -> None:
        steps = self.heading.steps if self.heading else (self.step,) if self.step else ()
        skipped = tuple(step.id for step in steps if step and step.state is StepState.SKIPPED)
        left = tuple(
            step.id for step in steps if step and step.state not in (StepState.SKIPPED, StepState.DONE)
        )
        verbs = self.session.verbs
        if left or skipped:
            act = partial(verbs.skip, what=left) if left else partial(verbs.unskip, what=skipped)
            self.first(partial(self.settle, act))

    def action_prefer(self) -> None:
        if step := self.step:
            self.first(partial(self.settle, partial(self.session.verbs.prefer, what=(step.id,))))

    def action_override(self) -> None:
        if step := self.step:
            self.ask(questions.override(step), self.chosen)

    def chosen(self, choice: str) -> None:
        self.first(partial(self.settle, partial(self.session.verbs.choose, choice=choice)))

    @work
    async def settle(self, decision: Callable[[Report], object]) -> None:
        """A decision about the steps."""
        assert self.session.report
        await self.session.decide(partial(decision, self.session.report))
        self.show(follow=True)

    # -- the way back ---------------------------------------------------------------------------------------

    @work
    async def action_undo(self) -> None:
        """Ask about the migration's step that was applied last."""
        receipts = await aside(lambda: self.doctor.verbs.history(self.doctor.root))
        mine = (one for one in receipts if one.treatment == TREATMENT and one.state == "applied")
        if (receipt := next(mine, None)) is None:
            self.doctor.say("no step of a migration is there to undo", good=False)
        else:
            self.app.push_screen(UndoScreen(self.doctor.root, receipt.id), self.undone)

    def undone(self, receipt: Receipt | None) -> None:
        if receipt:
            self.session.keep_preflight()
            self.doctor.treating.done(receipt)
            self.show(follow=True)

    def action_abort(self) -> None:
        self.ask(questions.back(), self.abort)

    @work
    async def abort(self, answer: str) -> None:
        if answer != questions.BACK:
            return
        try:
            receipt, kept = await self.doctor.treating.carry_out(
                partial(self.session.verbs.abort, self.doctor.root)
            )
        except Exception as error:
            self.doctor.say(worded(error), good=False)
            return
        said = "; ".join(kept) or "all is as it was before the migration"
        self.doctor.say(
            said if kept or receipt else "the migration is over: it had changed nothing", good=not kept
        )
        self.doctor.action_examine()
        self.show(follow=True)


def provable(step: MigrationStep | None) -> bool:
    """Whether there is something to try; go may be asked again of each module, when there is a reason."""
    return bool(step and (step.open or (step.kind is StepKind.PUBLISH and step.state is StepState.DONE)))
