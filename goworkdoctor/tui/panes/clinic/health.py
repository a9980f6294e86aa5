"""The health of both caches: how far a scan is, its verdict, and all that is bad, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from goworkdoctor.model.buildcache import BuildHealth
from goworkdoctor.model.modulecache import ModuleHealth
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import Report
from goworkdoctor.tui.caching import ENTRIES, MODULES
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.scanning import Scan, ScanState
from goworkdoctor.tui.view.caches import duration
from goworkdoctor.tui.view.words import number, percent, plural, size
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import Lines, flowed, wrapped
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import BAD, GOOD, LOUD, MUTED, WARN, plain

REASON_AT = 110
HEAL, RESTORE = "heal-build-cache", "restore-modules"


UNITS = {ENTRIES: ("entry", "entries"), MODULES: ("version", "versions")}
HINTS = {
    ENTRIES: "x reads every entry and holds it against its name; go itself looks at sizes only.",
    MODULES: "v reads every module version and holds it against its hash.",
}
Health = BuildHealth | ModuleHealth


class Bad(Struct, frozen=True):
    """An entry or a module version that is not as it should be, and the treatment that serves it."""

    name: str
    reason: str
    blame: str
    treatment: str


def bad(entries: BuildHealth | None, modules: ModuleHealth | None) -> Iterator[Bad]:
    """What is corrupt in the build cache, then in the module cache, as far as that was read."""
    for entry in entries.bad if entries else ():
        noticed = " (go notices)" if entry.notices else ""
        yield Bad(entry.name, f"{entry.reason}{noticed}", entry.blame, HEAL)
    for version in modules.bad if modules else ():
        yield Bad(str(version.key), version.said, ", ".join(version.parts), RESTORE)


COLUMNS = (
    Column[Bad]("entry or version", lambda row, width: plain(row.name, BAD), share=2),
    Column[Bad]("package, or bad parts", lambda row, width: plain(row.blame or "–"), share=2),
    Column[Bad]("what is wrong", lambda row, width: plain(row.reason), share=3, at_least=REASON_AT),
)


def progress_lines(progress: Progress, paused: bool, width: int) -> list[Content]:
    """A bar, and in words what it says."""
    share = progress.read / progress.bytes if progress.bytes else progress.done / max(progress.total, 1)
    said = f"  {percent(int(share * 1000), 1000)}" + ("  paused" if paused else "")
    left = progress.left
    parts = [
        plain(f"{size(progress.read)} of {size(progress.bytes)}"),
        plain(f"{number(progress.done)} of {plural(progress.total, *UNITS[progress.name])}"),
        plain(f"{size(int(progress.rate))}/s", MUTED),
        plain("" if left is None else f"{duration(left)} left", MUTED),
    ]
    return [
        Content.assemble(bar(share, max(width - len(said), 4), WARN if paused else LOUD), plain(said)),
        *flowed([part for part in parts if part.plain], width),
    ]


def verdict(name: str, health: Health, width: int) -> list[Content]:
    """What a scan says of all that it read."""
    total = health.entries if isinstance(health, BuildHealth) else health.versions
    read = f"{size(health.read)} in {duration(health.seconds)}" if health.read else "nothing had changed"
    head = Content.assemble((f"✓ {plural(total, *UNITS[name])} healthy", GOOD))
    if health.bad:
        bad = f"✗ {number(len(health.bad))} {_adjective(health)} of {plural(total, *UNITS[name])}"
        head = Content.assemble((bad, BAD))
    elif health.unreadable:
        head = Content.assemble((f"! none bad of {plural(total, *UNITS[name])}", WARN))
    besides = [line for said in _besides(health) for line in wrapped(plain(said, MUTED), width)]
    return [*flowed([head, plain(read, MUTED)], width), *besides]


def _adjective(health: Health) -> str:
    if isinstance(health, ModuleHealth):
        return "bad"
    noticed = len(health.bad) - len(health.believed)
    return f"corrupt ({noticed} go notices itself)" if noticed else "corrupt"


def _besides(health: Health) -> Iterator[str]:
    if isinstance(health, BuildHealth) and health.dangling:
        lead = plural(health.dangling, "index entry leads", "index entries lead")
        yield f"{lead} nowhere, which go makes good"
    if health.unreadable:
        yield f"{number(len(health.unreadable))} may not be read by this user"


class HealthPane(Vertical):
    """`x` and `v` start, pause and go on; the screen has the keys, for scans go on beside everything."""

    report: reactive[Report | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__(id="health", classes="pane")
        self.scans: Mapping[str, Scan | None] = {}
        self.states: dict[str, ScanState | None] = {}
        self.table: Table[Bad] = Table(COLUMNS, lambda row: f"{row.treatment} {row.name}")
        self.table.opens = False

    def compose(self) -> ComposeResult:
        yield Lines(id="said")
        yield self.table

    def on_mount(self) -> None:
        said = self.query_one("#said", Lines)
        said.can_focus = False
        said.show(self.draw)
        self.watch_report()

    def watch_report(self) -> None:
        self.catch_up(self.scans)

    def catch_up(self, scans: Mapping[str, Scan | None]) -> None:
        """Show how these scans, by name, are now."""
        self.scans = scans
        self.states = {name: scan.state if scan else None for name, scan in scans.items()}
        entries, modules = self.health(ENTRIES), self.health(MODULES)
        assert not isinstance(entries, ModuleHealth)
        assert not isinstance(modules, BuildHealth)
        self.table.fill(tuple(bad(entries, modules)))
        shown = [state for state in self.states.values() if state and state is not ScanState.ENDED]
        self.border_title = title(None, "Health", shown[0] if shown else "")
        self.query_one("#said", Lines).redraw()

    def health(self, name: str) -> Health | None:
        """The verdict of the report, as the scan that led to it tells it: the report reads nothing twice."""
        known: Health | None = getattr(self.report.facts, name) if self.report else None
        scan = self.scans.get(name)
        told = scan.health if scan else None
        if known is None or told is None:
            return known or told
        return told if told.bad == known.bad and told.unreadable == known.unreadable else known

    @property
    def cure(self) -> str:
        """The treatment of the row under the cursor."""
        return self.table.row.treatment if self.table.row else ""

    def reason(self, width: int) -> list[Content]:
        """What is wrong with the row under the cursor, where the table has no room for it."""
        row = self.table.row
        if row is None or width >= REASON_AT:
            return []
        return wrapped(Content.assemble(("→ ", BAD), plain(row.reason)), width)

    def on_table_highlighted(self) -> None:
        self.query_one("#said", Lines).redraw()

    def draw(self, width: int) -> list[Content]:
        """Each cache, and what is wrong with the row under the cursor; as high as it takes."""
        drawn = [line for name in UNITS for line in self.drawn(name, width)] + self.reason(width)
        self.query_one("#said").styles.height = max(len(drawn), 1)
        return drawn

    def drawn(self, name: str, width: int) -> list[Content]:
        """The scan under way, else the verdict, else what a scan would do."""
        scan = self.scans.get(name)
        if scan and scan.state in (ScanState.READING, ScanState.PAUSED):
            if scan.progress is None:
                return [plain("listing what is there…", MUTED)]
            return progress_lines(scan.progress, scan.state is ScanState.PAUSED, width)
        if scan and scan.state is ScanState.FAILED:
            return wrapped(Content.assemble(("✗ ", BAD), plain(scan.why)), width)
        if scan and scan.state is ScanState.STOPPED:
            key = "x" if name == ENTRIES else "v"
            return wrapped(plain(f"Stopped. What was verified is kept: {key} goes on from there."), width)
        if health := self.health(name):
            return verdict(name, health, width)
        return wrapped(plain(HINTS[name], MUTED), width)
