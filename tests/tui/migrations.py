"""A migration that is remembered, not done: four modules, one of them blocked, and a script that changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from goworkdoctor.model.facts import Checkout, Facts, Toolchain, Tree, Workspaces
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import (
    Migration,
    MigrationStep,
    Obstacle,
    Preflight,
    Prepared,
    Proof,
    Readiness,
    ScriptChange,
    Stage,
    StayOut,
    StepKind,
    StepState,
    Taken,
    Verdict,
    VersionChange,
)
from goworkdoctor.model.plan import Choice, EditFile, Plan, Receipt, Refused
from goworkdoctor.model.report import Report
from goworkdoctor.tui.migrating import MigrationVerbs, Tell
from goworkdoctor.tui.verbs import Verbs
from tests import builders
from tests.tui.samples import ROOT, Record, report

FORK = "galaxy.io/log"
CHOICES = (
    Choice(f"{FORK}=./forks/log", "replace galaxy.io/log => ./forks/log, as app does"),
    Choice(f"{FORK}=./forks/log2", "replace galaxy.io/log => ./forks/log2, as cart does"),
)
CONFLICT = Obstacle(
    "replacements",
    "app and cart replace galaxy.io/log differently",
    ("cart",),
    (Evidence("replace galaxy.io/log => ../forks/log2", "cart/go.mod", 7),),
    "Decide for one of them with a replace line in go.work.",
    choices=CHOICES,
)
SCRIPT = ScriptChange(
    "Makefile", 3, "go list -m", "prints every module of the workspace", "GOWORK=off go list -m"
)
OUT = StayOut("cart/testdata/m", "it lies in testdata: food for tests, which go passes by")
GRAPH = {".": "api", "api": "", "app": "api cart", "cart": "api", "tools": ""}
TITLES = {
    "found": "Create go.work with the root module",
    "use:api": "Use api, tools",
    "use:cart": "Use cart",
    "use:app": "Use app",
    "publish": "Check that each module still stands on its own, without go.work",
}
MODULES = {
    "found": (".",),
    "use:api": ("api", "tools"),
    "use:cart": ("cart",),
    "use:app": ("app",),
    "publish": (".", "api", "app", "cart", "tools"),
}
ASKED = "2026-03-02T10:00:00+00:00"
STAGES = {"found": Stage.ROOT, "publish": Stage.PUBLISH}
KINDS = {"found": StepKind.FOUND, "publish": StepKind.PUBLISH}
TESTS = {"found": 2, "use:api": 5, "use:app": 12, "use:cart": 3}


def facts(*used: str) -> Facts:
    """The modules, and a go.work of those that are used."""
    modules = {dir: builders.module(dir, f"galaxy.io/{dir}", "1.24") for dir in GRAPH}
    work = builders.workspace(*(builders.used(modules[dir]) for dir in used)) if used else Workspaces()
    packages = tuple(builders.package(dir) for dir in modules)
    return Facts(
        ROOT,
        tree=Tree(ROOT, git=True),
        modules=tuple(modules.values()),
        workspaces=work,
        packages=packages,
        checkout=Checkout("3f2c9e1aa0b4", "main"),
        toolchain=Toolchain(),
    )


def prepared(step: MigrationStep, verdict: Verdict = Verdict.HOLDS) -> Prepared:
    after = f"go 1.24\n\nuse {' '.join(step.modules)}\n".encode()
    failures = ("app: undefined: [bold]api.Old",) if verdict is Verdict.FAILS else ()
    unproven = ("3 packages are not in the module cache",) if verdict is Verdict.PARTLY else ()
    moved = (VersionChange("galaxy.io/api", "v1.2.0", "./api", ("app",)),)
    proof = Proof(step.id, verdict, failures, (), unproven, moved, step.tests, ("cart",), 42, None, 0.3)
    edit = EditFile(ROOT / "go.work", None, after)
    return Prepared(step, proof, Plan("migrate", step.title, ROOT, (edit,), ("go.work asks for go 1.24",)))


class Remembered(MigrationVerbs):
    """Steps that are done in memory; `asked` says what the screen wanted."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.done: list[str] = []
        self.skipped: set[str] = set()
        self.blocked, self.started, self.elsewhere = {"use:cart"}, False, ""
        self.local = self.commit = False
        self.verdict = Verdict.HOLDS
        self.refuse = ""
        self.rolls_back = ""
        self.unfinished: Taken | None = None
        self.readiness = tuple(Readiness(dir) for dir in GRAPH)
        self.hold = Event()
        self.hold.set()

    def needs(self) -> frozenset[str]:
        return frozenset({"modules", "packages", "toolchain"})

    def graph(self, facts: Facts) -> dict[str, frozenset[str]]:
        return {dir: frozenset(under.split()) for dir, under in GRAPH.items()}

    def step(self, id: str, state: StepState) -> MigrationStep:
        blocked = state is StepState.BLOCKED
        stage, kind = STAGES.get(id, Stage.MODULES), KINDS.get(id, StepKind.ADOPT)
        why, choices = (CONFLICT.message, CHOICES) if blocked else ("", ())
        return MigrationStep(
            id, stage, kind, MODULES[id], state, TITLES[id], why, TESTS.get(id, 0), choices=choices
        )  # fmt: skip

    def steps(self) -> tuple[MigrationStep, ...]:
        found, steps = False, []
        for id in TITLES:
            state = StepState.WAITING
            if id in self.done:
                state = StepState.DONE
            elif id in self.skipped:
                state = StepState.SKIPPED
            elif id in self.blocked:
                state = StepState.BLOCKED
            elif not found:
                found, state = True, StepState.NEXT
            steps.append(self.step(id, state))
        return tuple(steps)

    def look(self, report: Report, preflight: Preflight | None) -> Migration:
        self.asked.append("look again" if preflight else "look")
        if self.refuse:
            raise Refused(self.refuse)
        inside = sum(TESTS.get(id, 0) for id in self.done)
        return Migration(
            self.steps(),
            Preflight((CONFLICT,) if self.blocked else (), (OUT,), (SCRIPT,)),
            started=self.started,
            branch="main" if self.started else "",
            elsewhere=self.elsewhere,
            local=self.local,
            commit=self.commit,
            members=sum(len(MODULES[id]) for id in self.done if id != "publish"),
            tests_now=inside,
            tests_total=22,
            readiness=self.readiness,
        )

    def prepare(self, report: Report, step: str, build: bool, tell: Tell, cancelled: Event) -> Prepared:
        self.asked.append(f"prove {step}{' and build' if build else ''}")
        tell("copying sources")
        while not self.hold.wait(0.01):
            if cancelled.is_set():
                raise Refused("the step cannot be tried on a copy: stopped")
        return prepared(next(one for one in self.steps() if one.id == step), self.verdict)

    def carry_out(self, report: Report, prepared: Prepared) -> Taken:
        self.asked.append(f"apply {prepared.step.id}")
        state = "undone" if self.rolls_back else "applied"
        receipt = Receipt(
            "1", "migrate", prepared.step.title, ROOT, "2026-03-01T10:00:00", state, True, ("go.work",)
        )
        if self.rolls_back:
            return Taken(prepared.step, receipt, f"rolled back: {self.rolls_back}")
        self.done.append(prepared.step.id)
        return Taken(prepared.step, receipt)

    def check_publish(self, report: Report, tell: Tell, cancelled: Event) -> tuple[Readiness, ...]:
        self.asked.append("ask go of each")
        why = "no required module provides it"
        self.readiness = (
            Readiness("api", True, asked=ASKED),
            Readiness("app", False, why, ("GM302",), ASKED),
        )
        return self.readiness

    def publish_checked(self, report: Report) -> None:
        self.done.append("publish")

    def resume(self, facts: Facts) -> Taken | None:
        return self.unfinished

    def begin(self, facts: Facts, local: bool, commit: bool) -> None:
        self.asked.append(f"begin{' local' if local else ''}{' commit' if commit else ''}")
        self.started, self.local, self.commit = True, local, commit

    def go_on_here(self, facts: Facts) -> None:
        self.asked.append("go on here")
        self.elsewhere = ""

    def skip(self, report: Report, what: tuple[str, ...]) -> None:
        self.skipped |= {*what}

    def unskip(self, report: Report, what: tuple[str, ...]) -> None:
        self.skipped -= {*what}

    def prefer(self, report: Report, what: tuple[str, ...]) -> None:
        self.asked.append(f"first {' '.join(what)}")

    def choose(self, report: Report, choice: str) -> None:
        self.asked.append(f"choose {choice}")
        self.blocked.clear()

    def abort(self, root: Path) -> tuple[Receipt | None, tuple[str, ...]]:
        self.asked.append("abort")
        self.done.clear()
        self.started = False
        return None, ()


class Migrating(Record):
    """The app's record, with a migration to it."""

    def __init__(self, *used: str, **more: object) -> None:
        super().__init__(report(facts=facts(*used), findings=(), **more))
        self.migration = Remembered()

    def verbs(self) -> Verbs:
        return replace(super().verbs(), migration=self.migration)


def begun(change: Callable[[Remembered], object] = lambda migration: None) -> Migrating:
    """A record of a migration that was begun already."""
    record = Migrating()
    record.migration.started = True
    change(record.migration)
    return record
