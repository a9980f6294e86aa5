"""The doctor's verbs as the app sees them: the real ones, each imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from goworkdoctor.tui.caching import CacheVerbs
from goworkdoctor.tui.migrating import MigrationVerbs

if TYPE_CHECKING:
    from goworkdoctor.config import Settings
    from goworkdoctor.model.facts import Facts
    from goworkdoctor.model.finding import Finding, Rule
    from goworkdoctor.model.plan import Plan, Receipt, Step, Treatment
    from goworkdoctor.model.report import Report


def _examine(start: Path, settings: Settings, tell: Callable[[Report], None], cancelled: Event) -> Report:
    """Without a bound on patience: the app shows what takes long when it is there."""
    from goworkdoctor.doctor.examine import examine

    return examine(start, settings, tell, cancelled, patience=None)


def _preview(facts: Facts, treatment: Treatment, findings: tuple[Finding, ...], choice: str | None) -> Plan:
    from goworkdoctor.doctor.preview import preview

    return preview(facts, treatment, findings, choice)


def _diff(plan: Plan) -> str:
    from goworkdoctor.doctor.preview import diff

    return diff(plan)


def _describe(step: Step, root: Path | None) -> str:
    from goworkdoctor.doctor.preview import describe

    return describe(step, root)


def _apply(plan: Plan, insist: bool) -> Receipt:
    """With what there is to say where it had go verify the build cache."""
    from goworkdoctor.doctor.apply import apply
    from goworkdoctor.doctor.verification import Verification

    verification = Verification(partial(apply, insist=insist))
    receipt = verification.run(plan)
    said = "; ".join(filter(None, (receipt.why, verification.summary)))
    return replace(receipt, why=said)


def _undo(id: str | None, root: Path) -> Receipt:
    from goworkdoctor.doctor.migration.undoing import undo

    return undo(id, root)


def _history(root: Path) -> tuple[Receipt, ...]:
    from goworkdoctor.doctor.journal import history

    return history(root)


def _treatments() -> tuple[Treatment, ...]:
    from goworkdoctor.actions.catalogue import TREATMENTS

    return TREATMENTS


def _rule(code: str) -> Rule | None:
    from goworkdoctor.checks.catalogue import rule

    return rule(code)


class Verbs(Struct, frozen=True):
    """What the app asks the doctor to do; tests and screenshots put their own in."""

    examine: Callable[[Path, Settings, Callable[[Report], None], Event], Report] = _examine
    preview: Callable[[Facts, Treatment, tuple[Finding, ...], str | None], Plan] = _preview
    diff: Callable[[Plan], str] = _diff
    describe: Callable[[Step, Path | None], str] = _describe
    apply: Callable[[Plan, bool], Receipt] = _apply
    undo: Callable[[str | None, Path], Receipt] = _undo
    history: Callable[[Path], tuple[Receipt, ...]] = _history
    treatments: Callable[[], tuple[Treatment, ...]] = _treatments
    rule: Callable[[str], Rule | None] = _rule
    migration: MigrationVerbs = field(default_factory=MigrationVerbs)
    caches: CacheVerbs = field(default_factory=CacheVerbs)

    def treatment(self, id: str) -> Treatment | None:
        """The treatment of that id."""
        return next((treatment for treatment in self.treatments() if treatment.id == id), None)
