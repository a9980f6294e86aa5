"""Examine a checkout: gatherers side by side, and every rule as soon as its facts are there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from goworkdoctor.config import Settings
from goworkdoctor.doctor.judge import judge, lacks
from goworkdoctor.doctor.unread import unread
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding, Rule
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import LEFT_FOR_DEEP, Probe, ProbeStatus, Report
from goworkdoctor.scan.gatherer import Gatherer, Look, Opened, Skipped
from goworkdoctor.scan.tree import TREE
from goworkdoctor.system.git import Git, GitError, find_git, toplevel

OnProgress = Callable[[Report], None]
OnScan = Callable[[Progress], None]
PATIENCE = 2.0
"""Seconds that a report waits for patient gatherers (measuring caches) once all else is known."""


class NothingToExamine(Exception):
    """There is no Go module at that place; the text says what was looked for."""


class Stopped(Exception):
    """The examination was cancelled."""


def examine(
    start: Path,
    settings: Settings,
    on_progress: OnProgress | None = None,
    cancelled: Event | None = None,
    patience: float | None = PATIENCE,
    on_scan: OnScan | None = None,
    paused: Event | None = None,
) -> Report:
    """What the doctor finds at `start`, any folder inside a checkout.

    `on_progress` gets a growing report whenever a gatherer starts or ends. `patience` bounds, in
    seconds, the wait for patient gatherers; None waits for ever. Raises NothingToExamine where there
    is no module, and Stopped once `cancelled` is set; gatherers are daemon threads and hold nobody up.
    `on_scan` is told, from any thread, how far the scans of whole caches have come; they stand still
    while `paused` is set.
    """
    if not start.is_dir():
        raise NothingToExamine(f"{start} is not a directory")
    where, stop = start.resolve(), cancelled or Event()
    git = _git(where, stop)
    look = Look(
        root=git.root if git else where,
        execute=settings.execute,
        deep=settings.deep,
        again=settings.again,
        staging_roots=settings.staging_roots,
        min_free=settings.min_free,
        build_cache_budget=settings.build_cache_budget,
        roots=settings.roots,
        known_roots=_known_roots,
        cancelled=stop,
        paused=paused or Event(),
        on_progress=on_scan or (lambda progress: None),
        opened=Opened({git.root: git} if git else {}),
    )
    return _Examination(look, settings, on_progress or (lambda report: None)).run(patience)


def _git(where: Path, cancelled: Event) -> Git | None:
    try:
        return find_git(where, os.environ, cancelled)
    except GitError:
        return None


def _known_roots() -> tuple[Path, ...]:
    """The checkouts that were treated before: the journal knows them, and is read only if they are wanted."""
    from goworkdoctor.doctor.journal import roots

    return roots()


def checkout_root(start: Path) -> Path:
    """The real path of the work tree that `start` is in; `start` itself where git knows none."""
    where = start.resolve()
    return toplevel(where) or where


class _Outcome(Struct, frozen=True):
    gatherer: Gatherer
    probe: Probe
    value: Any = None


class _Examination(Struct, dict=True):
    """The one place with state: what is known so far, what runs, and who is still waiting."""

    look: Look
    settings: Settings
    tell: OnProgress
    began: float = field(default_factory=monotonic)
    outcomes: SimpleQueue[_Outcome] = field(default_factory=SimpleQueue)
    probes: dict[str, Probe] = field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    running: dict[str, Gatherer] = field(default_factory=dict)

    waiting: list[Gatherer] = field(default_factory=list)
    unasked: list[Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.facts = Facts(self.look.root)

    def run(self, patience: float | None) -> Report:
        self.start(TREE)
        self.select()
        if self.settings.deep or any(gatherer.deep for gatherer in self.waiting):
            patience = None
        self.start_ready()
        self.tell(self.report())
        while self.running:
            if (outcome := self.next_outcome(patience)) is None:
                break
            self.take(outcome)
            self.start_ready()
            self.ask_rules()
            self.tell(self.report())
        self.give_up()
        return self.report()

    def select(self) -> None:
        """Choose what to look at and what to judge; all rules are loaded meanwhile git lists the files."""
        from goworkdoctor.doctor import selection

        gatherers = selection.selected_gatherers(self.settings)
        self.waiting = [gatherer for gatherer in gatherers if gatherer != TREE]
        left = (gatherer.name for gatherer in selection.left_for_deep(self.settings))
        self.probes.update((name, _skipped(name, LEFT_FOR_DEEP)) for name in left)
        self.unasked = list(selection.selected_rules(self.settings))
        self.silenced = selection.silenced_rules(self.settings)

    def start(self, gatherer: Gatherer) -> None:
        self.running[gatherer.name] = gatherer
        Thread(target=self.gather, args=(gatherer, self.facts), daemon=True).start()

    def start_ready(self) -> None:
        """Start what has all it needs; what lost something it needs is skipped, with the reason."""
        for gatherer in list(self.waiting):
            lost = next((self.probes[n] for n in sorted(gatherer.needs) if self.lost(n)), None)
            if lost:
                self.waiting.remove(gatherer)
                self.probes[gatherer.name] = _skipped(gatherer.name, f"{lost.name}: {lost.why}")
            elif all(getattr(self.facts, name) is not None for name in gatherer.needs):
                self.waiting.remove(gatherer)
                self.start(gatherer)

    def lost(self, name: str) -> bool:
        return name in self.probes and self.probes[name].status is not ProbeStatus.OK

    def gather(self, gatherer: Gatherer, facts: Facts) -> None:
        """In a thread of its own: one gatherer's outcome, whatever happens in it."""
        began = monotonic()
        status, why, value = ProbeStatus.OK, "", None
        try:
            value = gatherer.gather(self.look, facts)
        except Skipped as reason:
            status, why = ProbeStatus.SKIPPED, str(reason)
        except Exception as error:
            status, why = ProbeStatus.FAILED, f"{type(error).__name__}: {error}"
        ms = round((monotonic() - began) * 1000)
        self.outcomes.put(_Outcome(gatherer, Probe(gatherer.name, status, why, ms), value))

    def next_outcome(self, patience: float | None) -> _Outcome | None:
        """The next gatherer that ends; None when only patient ones are left and patience ran out."""
        deadline = None
        if patience is not None and all(gatherer.patient for gatherer in self.running.values()):
            deadline = monotonic() + patience
        while not self.look.cancelled.is_set():
            try:
                return self.outcomes.get(timeout=0.05)
            except Empty:
                if deadline is not None and monotonic() > deadline:
                    return None
        raise Stopped("the examination was cancelled")

    def take(self, outcome: _Outcome) -> None:
        name = outcome.gatherer.name
        del self.running[name]
        self.probes[name] = outcome.probe
        if outcome.probe.status is ProbeStatus.OK:
            self.facts = replace(self.facts, **{name: outcome.value})
        if name == "modules" and self.facts.modules == ():
            raise NothingToExamine(_no_module(self.facts))

    def ask_rules(self) -> None:
        """Ask each rule once, as soon as its facts are there."""
        for rule in [rule for rule in self.unasked if not lacks(self.facts, rule)]:
            self.unasked.remove(rule)
            self.findings[rule.code], self.probes[rule.code] = judge(self.facts, rule)

    def give_up(self) -> None:
        """Say of all that was not looked at why it was not."""
        for name in self.running:
            self.probes[name] = _skipped(name, f"still measuring after {PATIENCE:g} s; --deep waits for it")
        self.running.clear()
        for rule in self.silenced:
            self.probes[rule.code] = _skipped(rule.code, f"ignored by {self.settings.config}")
        if self.facts.tree and self.facts.tree.note:
            self.probes["git"] = _skipped("git", self.facts.tree.note)
        if probe := unread(self.facts):
            self.probes[probe.name] = probe
        for rule in self.unasked:
            why = "; ".join(self.reason(name) for name in lacks(self.facts, rule))
            self.probes[rule.code] = _skipped(rule.code, why)

    def reason(self, name: str) -> str:
        probe = self.probes.get(name)
        return f"{name}: {probe.why}" if probe else f"{name}: not examined"

    def report(self) -> Report:
        findings = sorted((f for group in self.findings.values() for f in group), key=lambda f: f.order)
        probes = tuple(self.probes[name] for name in sorted(self.probes))
        waiting = tuple(gatherer.name for gatherer in self.waiting)
        running = tuple(sorted(self.running)) + waiting
        return Report(self.facts, tuple(findings), probes, running, monotonic() - self.began)


def _no_module(facts: Facts) -> str:
    """Without git, the root is just where the user stands: perhaps below the module that they meant."""
    note = facts.tree.note if facts.tree else ""
    above = next((folder for folder in facts.root.parents if (folder / "go.mod").is_file()), None)
    said = (note, f"the one above it is examined by -C {above}" if above else "")
    return "; ".join(filter(None, (f"no go.mod in {facts.root}", *said)))


def _skipped(name: str, why: str) -> Probe:
    return Probe(name, ProbeStatus.SKIPPED, why)
