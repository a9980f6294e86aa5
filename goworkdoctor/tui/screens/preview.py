"""A treatment before it is done: what to choose, what it will change, and doing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import Choice, Move, Plan, Receipt, Refused, RunCommand, Treatment, Undecided
from goworkdoctor.tui.aside import aside
from goworkdoctor.tui.panes.plan import planned, refused
from goworkdoctor.tui.screens.question import Answers
from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.text import MUTED, plain

if TYPE_CHECKING:
    from goworkdoctor.tui.app import DoctorApp


class PreviewScreen(ModalScreen[Receipt | None]):
    """Ends with the receipt of what was done, or None."""

    CSS_PATH = "preview.tcss"
    HELP = """\
# Preview
Exactly what will change: a diff of each file, each command with the bytes that it frees, and whether it
can be undone. `a` applies it; until then nothing has changed.
"""
    BINDINGS: ClassVar[list[Any]] = [
        Binding("a", "apply", "Apply"),
        Binding("i", "insist", "Insist", tooltip="Apply although programs are running that it may disturb"),
        Binding("escape,n", "dismiss(None)", "Leave it", key_display="esc"),
    ]
    plan: reactive[Plan | None] = reactive(None, bindings=True)
    busy: reactive[bool] = reactive(False, bindings=True)
    objection: reactive[str] = reactive("", bindings=True)

    def __init__(self, facts: Facts, treatment: Treatment, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self.facts, self.treatment, self.findings = facts, treatment, findings
        self.choices: tuple[Choice, ...] = ()

    @property
    def doctor(self) -> DoctorApp:
        return cast("DoctorApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Lines(id="plan")
            yield KeyLine()

    def on_mount(self) -> None:
        box = self.query_one("#box")
        box.border_title = plain(self.treatment.title, "bold")
        if self.treatment.offers:
            self.choices = self.treatment.offers(self.facts)
        elif self.treatment.choices and self.findings:
            self.choices = self.treatment.choices(self.facts, self.findings[0])
        self.lines.show(self.draw)
        self.lines.focus()
        if len(self.choices) > 0:
            self.ask()
        else:
            self.prepare(None)

    @property
    def lines(self) -> Lines:
        return self.query_one("#plan", Lines)

    def draw(self, width: int) -> list[Content]:
        """The plan, or why there is none yet."""
        drawn = refused(self.objection, width) if self.objection else []
        if self.plan is not None:
            return drawn + planned(
                self.plan, self.doctor.verbs.diff(self.plan), self.doctor.verbs.describe, width
            )
        if drawn:
            return drawn
        return [plain("Choose what it should be:" if self.choices else "planning…", MUTED)]

    def ask(self) -> None:
        """Let the user choose; the plan follows."""
        options = [Option(plain(choice.label), id=choice.id) for choice in self.choices]
        asked: list[Widget] = [Answers(*options, markup=False)]
        if self.treatment.offers:
            values = ", ".join(choice.id for choice in self.choices)
            self.add_class("-offers")
            asked.append(Input(placeholder=f"or another value, as in {values} (tab)", compact=True))
        self.query_one("#box").mount(*asked, after=self.lines)
        self.add_class("-choosing")
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        self.take(event.option_id)

    @on(Input.Submitted)
    def typed(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.take(event.value.strip())

    def take(self, choice: str | None) -> None:
        """Plan with this choice."""
        self.objection = ""
        self.remove_class("-choosing")
        self.query("OptionList, Input").remove()
        self.lines.focus()
        self.prepare(choice)

    @work
    async def prepare(self, choice: str | None) -> None:
        """Hold the treatment against the world, beside the screen."""
        plan = partial(self.doctor.verbs.preview, self.facts, self.treatment, self.findings, choice)
        try:
            self.plan = await aside(plan)
        except Undecided as reason:
            self.objection = str(reason)
            self.ask()
        except Refused as reason:
            self.objection = str(reason)
        except Exception as error:
            self.objection = f"{type(error).__name__}: {error}"
        self.lines.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "apply":
            return True if self.plan and not self.busy else None
        if action == "insist":
            return bool(self.plan and self.objection and not self.busy and disturbs(self.plan))
        return True

    def action_apply(self) -> None:
        self.carry_out(insist=False)

    def action_insist(self) -> None:
        self.carry_out(insist=True)

    @work
    async def carry_out(self, insist: bool) -> None:
        """Apply the plan beside the screen; a refusal is told in place."""
        if self.plan is None or self.busy:
            return
        self.busy, self.objection = True, ""
        self.query_one("#box").border_subtitle = "applying…"
        try:
            receipt = await self.doctor.treating.carry_out(
                partial(self.doctor.verbs.apply, self.plan, insist)
            )
        except Refused as reason:
            self.objection = str(reason)
        except Exception as error:
            self.objection = f"{type(error).__name__}: {error}"
        else:
            self.dismiss(receipt)
            return
        self.busy = False
        self.query_one("#box").border_subtitle = ""
        self.lines.redraw()
        self.lines.scroll_home(animate=False)


def disturbs(plan: Plan) -> bool:
    """Whether a refusal may be for programs that run beside it, which the user may overrule."""
    return any(isinstance(step, RunCommand | Move) and step.busy for step in plan.steps)
