"""The migration screen's four panes under their head line: what is shown, and where."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from goworkdoctor.model.migration import Migration, MigrationStep, StepState
from goworkdoctor.tui.panes.migration import change, preflight, steps, tree
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.session import Session
from goworkdoctor.tui.view.migration import SUMMARY, Row, Standing, rows
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.table import Table
from goworkdoctor.tui.widgets.text import LOUD, MUTED, plain

LOWER = (("change", "change"), ("tree", "modules"), ("preflight", "pre-flight"))
TICK = 0.2
"""Seconds between two looks at how far a proof is."""


class Board(Vertical):
    """The steps, and three panes that follow the cursor; where there is little room, one of the three."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="board")
        self.session = session
        self.steps: Table[Row] = Table(steps.COLUMNS, lambda row: row.id, id="steps", classes="pane")
        self.lower = "change"
        self.follow = True

    def compose(self) -> ComposeResult:
        yield Lines(id="head")
        with Container(id="panes"):
            yield self.steps
            for id, _ in LOWER:
                yield Lines(id=id, classes="pane lower")

    def on_mount(self) -> None:
        self.lines("head").can_focus = False
        self.lines("head").show(self.draw_head)
        self.lines("change").show(self.draw_change)
        self.lines("tree").show(self.draw_tree)
        self.lines("preflight").show(self.draw_preflight)
        self.set_interval(TICK, self.tick)
        self.show()

    def lines(self, id: str) -> Lines:
        return self.query_one(f"#{id}", Lines)

    @property
    def migration(self) -> Migration | None:
        return self.session.migration

    @property
    def standing(self) -> Standing | None:
        return self.session.standing(self.steps.row)

    @property
    def step(self) -> MigrationStep | None:
        """The step that a key is about."""
        return self.standing.step if self.standing else None

    def show(self) -> None:
        """Draw all anew; the cursor goes to the step that comes next where one was just done.

        The panes follow once the table has told where its cursor is, as it does whenever it is filled.
        """
        if self.migration is None:
            self.steps.fill((), plain(self.session.refused or "examining…", MUTED))
        else:
            self.steps.fill(rows(self.migration))
            if self.follow and self.session.idle:
                self.follow = False
                self.steps.select(coming(self.migration))

    @on(Table.Highlighted, "#steps")
    def redraw(self) -> None:
        self.caption()
        for id in ("head", *(id for id, _ in LOWER)):
            self.lines(id).redraw()
        self.lines("change").scroll_home(animate=False)
        if self.standing:
            pane = self.lines("tree")
            at = tree.line_of_step(self.standing) - pane.size.height // 2
            pane.scroll_to(y=max(at, 0), animate=False)
        self.screen.refresh_bindings()

    def on_resize(self) -> None:
        self.call_after_refresh(self.caption)

    def caption(self) -> None:
        """The frames' titles; where only one of the lower panes fits, its frame names the others."""
        migration = self.migration
        self.steps.border_title = title(1, "Steps", steps.badge(migration) if migration else "")
        badges = {
            "change": (change.title(self.standing) if self.standing else "What changes", ""),
            "tree": ("Modules", "who requires whom · ◀ this step"),
            "preflight": ("Pre-flight", preflight.badge(migration.preflight) if migration else ""),
        }
        narrow = self.screen.has_class("-narrow") or self.screen.has_class("-short")
        for number, (id, _) in enumerate(LOWER, start=2):
            pane = self.lines(id)
            pane.set_class(id == self.lower, "-on")
            pane.border_title = title(number, *badges[id])
            pane.border_subtitle = self.others() if narrow else ""

    def others(self) -> Content:
        names = [f"{n} {name}" for n, (id, name) in enumerate(LOWER, start=2) if id != self.lower]
        return plain(" · ".join(names), MUTED)

    def go(self, id: str) -> None:
        """To a pane; where there is little room, it takes the place of another."""
        self.bring(id)
        self.query_one(f"#{id}").focus()

    def bring(self, id: str) -> None:
        if id != "steps":
            self.lower = id
            self.caption()

    @on(Table.Opened, "#steps")
    def open_step(self) -> None:
        self.go("change")

    def tick(self) -> None:
        if self.session.trial or self.session.acting:
            self.lines("head").redraw()

    def draw_head(self, width: int) -> list[Content]:
        """How far it is, and what is being done; or where it began."""
        migration = self.migration
        return [steps.head(migration, width), self._doing() or steps.manner(migration)] if migration else []

    def _doing(self) -> Content | None:
        session = self.session
        if trial := session.trial:
            words = f"proving: {trial.words} · {trial.seconds} s · esc stops it"
            return plain("… stopping" if trial.cancelled.is_set() else f"… {words}", LOUD)
        if session.acting:
            return plain("… applying, and verifying in place", LOUD)
        return None if session.idle else plain("… looking again", MUTED)

    def draw_change(self, width: int) -> list[Content]:
        return change.draw(self.standing, self.session.doctor.verbs.diff, width) if self.standing else []

    def draw_tree(self, width: int) -> list[Content]:
        return tree.draw(self.standing, width) if self.standing else []

    def draw_preflight(self, width: int) -> list[Content]:
        return preflight.draw(self.migration.preflight, width) if self.migration else []


def coming(migration: Migration) -> str:
    """The row to look at: the next step, else what is blocked, else what has come of it all."""
    blocked = (step for step in migration.steps if step.state is StepState.BLOCKED)
    step = migration.next or next(blocked, None)
    return step.id if step else SUMMARY
