"""A page of the caches' screen: lines with a title, and the line that names all pages where one is shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.widgets.lines import Lines
from goworkdoctor.tui.widgets.text import LOUD, MUTED


class LinesPage(Lines):
    """Lines about the report in a frame; `about` is a module with a TITLE, a `badge` and the `lines`."""

    report: reactive[Report | None] = reactive(None)

    def __init__(self, id: str, about: ModuleType) -> None:
        super().__init__(id=id, classes="pane")
        self.about = about

    def on_mount(self) -> None:
        self.show(lambda width: self.about.lines(self.report, width) if self.report else [])
        self.watch_report()

    def watch_report(self) -> None:
        self.border_title = title(
            None, self.about.TITLE, self.about.badge(self.report) if self.report else ""
        )
        self.redraw()


class Tabs(Widget):
    """The names of the pages, the shown one marked; there only where they do not all fit."""

    page: reactive[str] = reactive("")

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(id="tabs")
        self.names = names

    def render(self) -> Content:
        return Content(" ").join(
            Content.styled(f"▸{name} ", f"bold {LOUD}")
            if id == self.page
            else Content.styled(f" {name} ", MUTED)
            for id, name in self.names.items()
        )
