"""The caches: what is in them, whether it is sound, cleaning in tiers, the trash, and who uses them now."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.widget import Widget

from goworkdoctor.model.plan import Treatment
from goworkdoctor.tui import cleaning
from goworkdoctor.tui.aside import aside
from goworkdoctor.tui.caching import ENTRIES, MODULES
from goworkdoctor.tui.panes.clinic import census, running, versions
from goworkdoctor.tui.panes.clinic.cleaning import CleaningPane
from goworkdoctor.tui.panes.clinic.health import HealthPane
from goworkdoctor.tui.panes.clinic.page import LinesPage, Tabs
from goworkdoctor.tui.panes.clinic.trash import TrashPane
from goworkdoctor.tui.panes.frame import TablePane
from goworkdoctor.tui.screens.base import ReportScreen
from goworkdoctor.tui.screens.subject import SubjectScreen
from goworkdoctor.tui.widgets.table import Table

TICK = 0.2
"""Seconds between two looks at how far a scan is."""
PAGES = {
    "census": "Build cache",
    "cleaning": "Cleaning",
    "health": "Health",
    "versions": "Modules",
    "trash": "Trash",
    "running": "Running",
}


def _scan_keys(key: str, name: str, words: str, tooltip: str) -> tuple[Binding, ...]:
    """Start, pause and go on by a key; stop, or read all again, by the same with shift."""
    return (
        Binding(key, f"scan('{name}')", words, tooltip=tooltip),
        Binding(key, f"pause_scan('{name}')", "Pause", tooltip="Let the scan stand still"),
        Binding(key, f"resume_scan('{name}')", "Go on", tooltip="Go on with the scan"),
        Binding(key.upper(), f"stop_scan('{name}')", "Stop", tooltip="Give it up; what it verified is kept"),
        Binding(
            key.upper(),
            f"scan_again('{name}')",
            "Read all again",
            tooltip="Scan also what was verified before",
            show=False,
        ),
    )


class CachesScreen(SubjectScreen):
    """All pages side by side where there is room, else one at a time; `tab` goes on to the next."""

    CSS_PATH = "caches.tcss"
    AUTO_FOCUS = "#cleaning Table"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("tab", "page(1)", "Next", tooltip="The next page: tab; the one before: shift+tab"),
        Binding("shift+tab", "page(-1)", "Before", show=False),
        Binding("s", "sort", "Sort", tooltip="Another order of the module versions"),
        Binding("p", "preview", "Preview", tooltip="What the chosen tiers, or the cure, would change"),
        *_scan_keys("x", ENTRIES, "Scan", "Hold every entry of the build cache against its name"),
        *_scan_keys("v", MODULES, "Verify modules", "Hold every module version against its hash"),
    ]
    page: reactive[str] = reactive("cleaning", bindings=True)
    sort: reactive[int] = reactive(0, init=False)

    def compose_body(self) -> ComposeResult:
        yield Tabs(PAGES)
        with Container(id="pages"):
            yield LinesPage("census", census).data_bind(ReportScreen.report)
            yield CleaningPane().data_bind(ReportScreen.report)
            yield HealthPane().data_bind(ReportScreen.report)
            modules = TablePane("versions", versions.VERSIONS.title)
            yield modules.data_bind(ReportScreen.report)
            yield TrashPane()
            yield LinesPage("running", running).data_bind(ReportScreen.report)

    def furnish(self) -> None:
        """The modules have a sheet; the other pages draw themselves."""
        self.watch_sort()
        self.set_interval(TICK, self.tick)

    # -- what is shown --------------------------------------------------------------------------------------

    def watch_report(self) -> None:
        if self.report is None:
            return
        self.query_one(CleaningPane).show(self.doctor.verbs.caches.tiers(self.report.facts))
        self.watch_sort()
        if self.report.finished:
            self.load_trash()

    def watch_page(self, page: str) -> None:
        for each in self.query("#pages > .pane"):
            each.set_class(each.id == page, "-on")
        self.query_one(Tabs).page = page
        self.refresh_bindings()

    def watch_sort(self) -> None:
        pane, order = self.query_one("#versions", TablePane), versions.SORTS[self.sort]
        pane.furnish(versions.sheet(order), self.subject)
        pane.border_subtitle = versions.footer(self.report, order)

    def tick(self) -> None:
        """Follow the scans."""
        pane = self.query_one(HealthPane)
        scans = {name: one.scan for name, one in self.doctor.scanning.items()}
        states = {name: scan.state if scan else None for name, scan in scans.items()}
        changed = scans != pane.scans or states != pane.states
        if changed or any(one.running for one in self.doctor.scanning.values()):
            pane.catch_up(scans)
        if changed:
            self.refresh_bindings()

    @work(exclusive=True, group="trash")
    async def load_trash(self) -> None:
        """Look into the trash beside the screen."""
        kept = await aside(partial(self.doctor.verbs.caches.trash, self.doctor.root))
        self.query_one(TrashPane).show(kept)

    # -- going around ---------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        for each in event.widget.ancestors_with_self:
            if isinstance(each, Widget) and each.id in PAGES:
                self.page = each.id

    def action_page(self, by: int) -> None:
        ids = list(PAGES)
        self.page = ids[(ids.index(self.page) + by) % len(ids)]
        self.call_after_refresh(self.enter_page)

    def enter_page(self) -> None:
        """Give the page's part that takes keys the focus."""
        page = self.query_one(f"#{self.page}")
        target = next((each for each in (page, *page.query("Table")) if each.focusable), None)
        if target:
            target.focus()

    def action_sort(self) -> None:
        self.sort = (self.sort + 1) % len(versions.SORTS)

    @on(Table.Highlighted)
    def show_detail(self, event: Table.Highlighted) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        scanning = self.doctor.scanning.get(str(parameters[0])) if parameters else None
        if scanning:
            return {
                "scan": not scanning.running,
                "pause_scan": scanning.running and not scanning.paused,
                "resume_scan": scanning.paused,
                "stop_scan": scanning.running,
                "scan_again": not scanning.running,
            }[action]
        treats = True if self.treatments() else None
        shown: dict[str, bool | None] = {
            "sort": self.page == "versions",
            "preview": treats if self.page in ("cleaning", "health") else False,
        }
        return shown.get(action, True)

    # -- the scans ------------------------------------------------------------------------------------------

    def action_scan(self, name: str) -> None:
        self.doctor.scanning[name].toggle()
        self.tick()

    action_pause_scan = action_resume_scan = action_scan

    def action_scan_again(self, name: str) -> None:
        self.doctor.scanning[name].start(again=True)
        self.tick()

    def action_stop_scan(self, name: str) -> None:
        self.doctor.scanning[name].stop()
        self.tick()

    # -- treating -------------------------------------------------------------------------------------------

    def treatments(self) -> tuple[Treatment, ...]:
        """What `p` previews on the page at hand."""
        if self.report is None:
            return ()
        if self.page == "cleaning":
            return tuple(tier.treatment for tier in self.query_one(CleaningPane).selected)
        if self.page != "health":
            return ()
        found = self.doctor.verbs.treatment(self.query_one(HealthPane).cure)
        return (found,) if found and cleaning.served(self.report, found) else ()

    @on(CleaningPane.Changed)
    def chosen(self) -> None:
        self.refresh_bindings()

    def action_preview(self) -> None:
        self.preview_each()

    @work(exclusive=True, group="treating")
    async def preview_each(self) -> None:
        """A preview of each treatment, until none is left."""
        drop = self.query_one(CleaningPane).drop
        await cleaning.preview_each(self.doctor, self.treatments(), drop)

    @on(TrashPane.Restore)
    @work(exclusive=True, group="treating")
    async def restore(self, event: TrashPane.Restore) -> None:
        await cleaning.restore(self.doctor, event.kept)

    @on(TrashPane.Empty)
    @work(exclusive=True, group="treating")
    async def empty(self, event: TrashPane.Empty) -> None:
        await cleaning.empty(self.doctor, event.kept)
