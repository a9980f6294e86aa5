"""A migration under way in the app: what is known of it, and trying and doing its steps beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from goworkdoctor.model.migration import (
    Migration,
    MigrationStep,
    Preflight,
    Prepared,
    StepKind,
    Taken,
    Verdict,
)
from goworkdoctor.model.plan import Refused
from goworkdoctor.tui.aside import Trial, aside
from goworkdoctor.tui.view.migration import Row, Standing
from goworkdoctor.tui.view.moduletree import Branch, tree

if TYPE_CHECKING:
    from goworkdoctor.model.report import Report
    from goworkdoctor.tui.app import DoctorApp


class Session:
    """`refused`: why there is no migration to show. What was tried of a step is known until the next look."""

    def __init__(self, doctor: DoctorApp) -> None:
        self.doctor, self.verbs = doctor, doctor.verbs.migration
        self.report: Report | None = None
        self.migration: Migration | None = None
        self.tree: tuple[Branch, ...] = ()
        self.refused = ""
        self.prepared: dict[str, Prepared] = {}
        self.objections: dict[str, str] = {}
        self.trial: Trial | None = None
        self.acting = False
        self.looking = False
        self._resumed = False
        self._flight: Preflight | None = None

    @property
    def idle(self) -> bool:
        """Whether what is shown is what is there, and nothing is being tried or done."""
        old = self.report is not self.doctor.report or self.doctor.examination is not None
        return not (old or self.trial or self.acting or self.looking) and self.migration is not None

    def standing(self, row: Row | None) -> Standing | None:
        """What the panes show with the cursor on that row."""
        if self.migration is None or self.report is None:
            return None
        id = row.id if isinstance(row, MigrationStep) else ""
        prepared, objection = self.prepared.get(id), self.objections.get(id, "")
        return Standing(self.report.facts, self.migration, self.tree, row, prepared, objection)

    # -- looking --------------------------------------------------------------------------------------------

    async def look(self, report: Report) -> None:
        """See where it stands; the first time, finish what a crash has left."""
        self.looking = True
        try:
            if not await self._finished(report):
                self.migration, self.tree = await aside(partial(self._seen, report, self._flight))
                self.refused = ""
        except Exception as error:
            self.migration, self.refused = None, worded(error)
        finally:
            self.looking = False
        self._forget(report)

    def _seen(self, report: Report, flight: Preflight | None) -> tuple[Migration, tuple[Branch, ...]]:
        return self.verbs.look(report, flight), tree(self.verbs.graph(report.facts))

    async def _finished(self, report: Report) -> bool:
        """Whether a step was interrupted and is now verified or rolled back: the facts are others then."""
        if self._resumed:
            return False
        self._resumed = True
        taken = await self.doctor.treating.carry_out(partial(self.verbs.resume, report.facts))
        if taken is None:
            return False
        self._told(taken)
        self.doctor.action_examine()
        return True

    def _forget(self, report: Report) -> None:
        self.prepared.clear()
        if self._flight is None:
            self.objections.clear()
        self.report, self._flight = report, None

    # -- deciding -------------------------------------------------------------------------------------------

    async def decide(self, decision: Callable[[], object]) -> bool:
        """Keep a decision and look again, without examining anew; whether it was not refused."""
        assert self.report
        self.acting = True
        try:
            await self.doctor.treating.carry_out(decision)
        except Exception as error:
            self.doctor.say(worded(error), good=False)
            return False
        finally:
            self.acting = False
        self.keep_preflight()
        await self.look(self.report)
        return True

    # -- trying and doing -----------------------------------------------------------------------------------

    async def prove(self, step: MigrationStep, *, build: bool = False) -> None:
        """Try a step in a scratch copy; what speaks against that is told with the step."""
        report = self.report
        assert report
        trial = self.trial = self.doctor.treating.trial = Trial(step.title)
        self.objections.pop(step.id, None)
        tell, cancelled = trial.tell, trial.cancelled
        try:
            if step.kind is StepKind.PUBLISH:
                ask = partial(self.verbs.check_publish, report, tell, cancelled)
                said = await trial.run(ask)
                self.migration = self.migration and replace(self.migration, readiness=said)
            else:
                prepare = partial(self.verbs.prepare, report, step.id, build, tell, cancelled)
                self.prepared[step.id] = await trial.run(prepare)
        except Exception as error:
            self._object(step, error, cancelled=cancelled.is_set())
        finally:
            trial.cancelled.set()  # for where it is not over: nobody waits for it any more
            self.trial = None

    def _object(self, step: MigrationStep, error: Exception, *, cancelled: bool = False) -> None:
        if cancelled:
            self.doctor.say("stopped: nothing was written", good=False)
        else:
            self.objections[step.id] = worded(error)

    def may_apply(self, step: MigrationStep | None) -> bool:
        """Whether the step is proven."""
        if step is None or not step.open:
            return False
        if step.kind is StepKind.PUBLISH:
            return bool(self.migration and self.migration.asked)
        prepared = self.prepared.get(step.id)
        return prepared is not None and prepared.proof.verdict is not Verdict.FAILS

    async def apply(self, step: MigrationStep) -> bool:
        """Do a proven step, verified in place, and examine again; whether it was done."""
        assert self.report
        if step.kind is StepKind.PUBLISH:
            return await self.decide(partial(self.verbs.publish_checked, self.report))
        act = partial(self.verbs.carry_out, self.report, self.prepared[step.id])
        self.acting = True
        try:
            taken = await self.doctor.treating.carry_out(act)
        except Exception as error:
            self._object(step, error)
            return False
        finally:
            self.acting = False
        self._told(taken)
        self.keep_preflight()
        self.doctor.action_examine()
        return taken.done

    def _told(self, taken: Taken) -> None:
        """Say what became of a step; why it was rolled back stays with it."""
        if not taken.done:
            why = taken.why or taken.receipt.why
            self.objections[taken.step.id] = why
            self.doctor.say(f"{taken.step.title}: {why}", good=False)
            return
        commit = f", commit {taken.commit[:10]}" if taken.commit else ""
        commit = f", not committed: {taken.uncommitted}" if taken.uncommitted else commit
        hint = " · u undoes it" if taken.receipt.undoable else ""
        self.doctor.say(f"done: {taken.step.title}{commit}{hint}", good=not taken.uncommitted)

    def keep_preflight(self) -> None:
        """What comes is the migration's own doing: the next look reads no script anew."""
        self._flight = self.migration.preflight if self.migration else None


def worded(error: Exception) -> str:
    """A refusal in its own words; anything else with its kind."""
    return str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
