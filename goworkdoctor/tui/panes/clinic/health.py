"""The health scan: how far it is, and every corrupt entry, with the reason and the package it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from goworkdoctor.model.buildcache import BuildHealth
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.scanning import Scan, ScanState
from goworkdoctor.tui.view.caches import duration
from goworkdoctor.tui.view.words import number, percent, plural, size
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import Lines, flowed, wrapped
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import BAD, GOOD, LOUD, MUTED, WARN, plain

REASON_AT = 72
HEAL, RESTORE = "heal-build-cache", "restore-modules"


class Bad(Struct, frozen=True):
    """An entry or a module version that is not as it should be, and the treatment that serves it."""

    name: str
    reason: str
    blame: str
    treatment: str


def bad(report: Report | None, health: BuildHealth | None) -> Iterator[Bad]:
    """What is corrupt in the build cache, then in the module cache, as far as that was read."""
    for entry in health.bad if health else ():
        noticed = " (go notices)" if entry.notices else ""
        yield Bad(entry.name, f"{entry.reason}{noticed}", entry.blame, HEAL)
    modules = report.facts.module_health if report else None
    for version in modules.bad if modules else ():
        yield Bad(str(version.key), version.said, ", ".join(version.parts), RESTORE)


COLUMNS = (
    Column[Bad]("entry", lambda row, width: plain(row.name, BAD), share=2),
    Column[Bad]("belongs to", lambda row, width: plain(row.blame or "–"), share=2),
    Column[Bad]("what is wrong", lambda row, width: plain(row.reason), share=3, at_least=REASON_AT),
)


def progress_lines(progress: Progress, paused: bool, width: int) -> list[Content]:
    """A bar, and in words what it says."""
    share = progress.read / progress.bytes if progress.bytes else progress.done / max(progress.total, 1)
    said = f"  {percent(int(share * 1000), 1000)}" + ("  paused" if paused else "")
    left = progress.left
    parts = [
        plain(f"{size(progress.read)} of {size(progress.bytes)}"),
        plain(f"{number(progress.done)} of {plural(progress.total, 'entry', 'entries')}"),
        plain(f"{size(int(progress.rate))}/s", MUTED),
        plain("" if left is None else f"{duration(left)} left", MUTED),
    ]
    return [
        Content.assemble(bar(share, max(width - len(said), 4), WARN if paused else LOUD), plain(said)),
        *flowed([part for part in parts if part.plain], width),
    ]


def verdict(health: BuildHealth, width: int) -> list[Content]:
    """What the scan says of all entries."""
    read = f"{size(health.read)} read in {duration(health.seconds)}" if health.read else "nothing had changed"
    seen = f"{plural(health.entries, 'entry', 'entries')} held against their names, {read}"
    if not health.bad:
        return wrapped(Content.assemble(("✓ healthy  ", GOOD), plain(seen, MUTED)), width)
    noticed = len(health.bad) - len(health.believed)
    said = f"✗ {number(len(health.bad))} corrupt" + (f", {noticed} of which go notices" if noticed else "")
    return wrapped(Content.assemble((f"{said}  ", BAD), plain(seen, MUTED)), width)


class HealthPane(Vertical):
    """`x` starts, pauses and goes on; the screen has the keys, for the scan goes on beside everything."""

    report: reactive[Report | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__(id="health", classes="pane")
        self.scan: Scan | None = None
        self.state: ScanState | None = None
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
        self.catch_up(self.scan)

    def catch_up(self, scan: Scan | None) -> None:
        """Show how that scan is now."""
        self.scan, self.state = scan, scan.state if scan else None
        found = tuple(bad(self.report, self.health))
        self.table.fill(found, plain("" if found else self.notice(), MUTED))
        badge = scan.state if scan and scan.state is not ScanState.ENDED else ""
        self.border_title = title(None, "Health", badge)
        self.query_one("#said", Lines).redraw()

    @property
    def health(self) -> BuildHealth | None:
        """The verdict of the report, as the scan that led to it tells it: the report reads nothing twice."""
        known = self.report.facts.build_health if self.report else None
        told = self.scan.health if self.scan else None
        if known is None or told is None:
            return known or told
        return told if (told.entries, told.bad) == (known.entries, known.bad) else known

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

    def notice(self) -> str:
        modules = self.report.facts.module_health if self.report else None
        if modules is None:
            return "Modules: goworkdoctor --deep checks them"
        return f"✓ {plural(modules.versions, 'module version')} checked too"

    def draw(self, width: int) -> list[Content]:
        """The scan under way, else the verdict, else what a scan would do; as high as it takes."""
        drawn = self.drawn(width)
        self.query_one("#said").styles.height = max(len(drawn), 1)
        return drawn

    def drawn(self, width: int) -> list[Content]:
        scan = self.scan
        if scan and scan.state in (ScanState.READING, ScanState.PAUSED):
            if scan.progress is None:
                return [plain("listing the entries…", MUTED)]
            return progress_lines(scan.progress, scan.state is ScanState.PAUSED, width)
        if scan and scan.state is ScanState.FAILED:
            return wrapped(Content.assemble(("✗ ", BAD), plain(scan.why)), width)
        if scan and scan.state is ScanState.STOPPED:
            words = "Stopped. What was verified is kept: x goes on from there."
            return wrapped(plain(words), width)
        if health := self.health:
            return verdict(health, width) + self.reason(width)
        words = "x reads every entry and holds it against its name; go itself looks at sizes only."
        return wrapped(plain(words, MUTED), width)
