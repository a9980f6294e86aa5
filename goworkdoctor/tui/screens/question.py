"""A question with a few answers, the safest first."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.lines import Lines, wrapped
from goworkdoctor.tui.widgets.text import plain


class Answers(OptionList):
    """Enter chooses, and the key line says so."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter", "select", "Choose"),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
    ]


class QuestionScreen(ModalScreen[str | None]):
    """Ends with the id of the answer, or None. `answers` are (id, words)."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape,n", "dismiss(None)", "Leave it", key_display="esc"),
    ]

    def __init__(self, title: str, words: str, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.asked, self.words, self.answers = title, words, answers

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Lines(id="question")
            yield Answers(*(Option(plain(words), id=id) for id, words in self.answers), markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#box").border_title = plain(self.asked, "bold")
        question = self.query_one("#question", Lines)
        question.can_focus = False
        question.show(self.draw)
        self.query_one(Answers).focus()

    def draw(self, width: int) -> list[Content]:
        """The question, and as many rows as it takes."""
        drawn = [line for part in self.words.splitlines() for line in wrapped(plain(part), width)]
        self.query_one("#question").styles.height = len(drawn) + 1
        return drawn

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
