"""Cleaning in tiers, each with what it frees and what that costs, and the total of those that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.clinic.health import HEAL
from goworkdoctor.tui.panes.names import title
from goworkdoctor.tui.view.caches import Total, effective, total
from goworkdoctor.tui.view.words import number, plural, size
from goworkdoctor.tui.widgets.lines import Lines, wrapped
from goworkdoctor.tui.widgets.table import Column, Table
from goworkdoctor.tui.widgets.text import BAD, FAINT, GOOD, LOUD, MUTED, WARN, plain

if TYPE_CHECKING:
    from goworkdoctor.model.clinic import Tier


class Row(Struct, frozen=True):
    """A tier, and whether it is chosen; `covered`: another chosen tier takes it along."""

    tier: Tier
    chosen: bool = False
    covered: bool = False

    @property
    def id(self) -> str:
        return self.tier.treatment.id


def _check(row: Row, width: int) -> Content:
    if not row.chosen:
        return plain("[ ]", MUTED)
    return plain("[·]", MUTED) if row.covered else plain("[✓]", f"bold {GOOD}")


def _title(row: Row, width: int) -> Content:
    mark = plain("! ", BAD) if row.tier.loses else Content("")
    return Content.assemble(mark, plain(row.tier.words))


def _bytes(row: Row, width: int) -> Content:
    if row.tier.bytes is None:
        return plain("?", MUTED)
    return plain(size(row.tier.bytes)) if row.tier.bytes else plain("–", FAINT)


def _count(row: Row, width: int) -> Content:
    return plain(number(row.tier.count) if row.tier.count else "–", MUTED if row.tier.count else FAINT)


COLUMNS = (
    Column[Row]("", _check, 3),
    Column[Row]("what goes", _title, 37),
    Column[Row]("frees", _bytes, 8, right=True),
    Column[Row]("entries", _count, 8, right=True),
    Column[Row]("costs", lambda row, width: plain(row.tier.cost, MUTED), at_least=86),
)


def sum_lines(total: Total, chosen: int, row: Row | None, width: int) -> list[Content]:
    """What is chosen together takes and costs; without a choice, what the row under the cursor costs."""
    if not chosen:
        words = f"Costs: {row.tier.cost}." if row else ""
        if row and row.id == HEAL and row.tier.bytes is None:
            words = "Not known before a scan: x"
        return [*wrapped(plain(words, MUTED), width), plain("space chooses, p previews", MUTED)]
    more = f", and {total.unmeasured} not measured" if total.unmeasured else ""
    said = Content.assemble(
        (f"{chosen} chosen: ", LOUD),
        (size(total.bytes), "bold"),
        f", {plural(total.count, 'entry', 'entries')}{more}",
    )
    drawn = [*wrapped(said, width), *wrapped(plain(f"Costs: {'; '.join(total.costs)}.", MUTED), width)]
    if total.loses:
        drawn += wrapped(
            Content.assemble(("! ", BAD), plain("no build brings all of that back", WARN)), width
        )
    return drawn


class CleaningPane(Vertical):
    """`chosen` are the ids of the treatments that are checked; they stay so when the report changes."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("space,enter", "choose", "Choose", key_display="space", tooltip="Check this tier, or not"),
    ]
    report: reactive[Report | None] = reactive(None)

    class Changed(Message):
        """Other tiers are chosen."""

    def __init__(self) -> None:
        super().__init__(id="cleaning", classes="pane")
        self.chosen: set[str] = set()
        self.tiers: tuple[Tier, ...] = ()
        self.table: Table[Row] = Table(COLUMNS, lambda row: row.id)
        self.table.opens = False

    def compose(self) -> ComposeResult:
        yield self.table
        yield Lines(id="sum")

    def on_mount(self) -> None:
        lines = self.query_one("#sum", Lines)
        lines.can_focus = False
        lines.show(self.draw_sum)

    def show(self, tiers: tuple[Tier, ...]) -> None:
        """These tiers from now on, with what is chosen of them."""
        self.tiers = tiers
        self.chosen &= {tier.treatment.id for tier in tiers}
        alone = effective(tiers, self.chosen)
        rows = [Row(tier, tier.treatment.id in self.chosen, tier.treatment.id not in alone) for tier in tiers]
        self.table.fill(rows, plain("examining…", MUTED))
        self.border_title = title(
            None, "Cleaning", f"{len(self.chosen)} chosen" if self.chosen else "in tiers"
        )
        self.redraw()

    def redraw(self) -> None:
        """The sum below the table."""
        self.query_one("#sum", Lines).redraw()

    def draw_sum(self, width: int) -> list[Content]:
        if self.report is None:
            return []
        summed = total(self.report.facts, self.tiers, self.chosen)
        drawn = sum_lines(summed, len(self.chosen), self.table.row, width)
        self.query_one("#sum").styles.height = len(drawn)
        return drawn

    def on_table_highlighted(self) -> None:
        self.redraw()

    def action_choose(self) -> None:
        if self.table.row:
            self.chosen ^= {self.table.row.id}
            self.show(self.tiers)
            self.post_message(self.Changed())

    @property
    def selected(self) -> tuple[Tier, ...]:
        """What `p` previews, the cheapest first: the chosen tiers, else the one under the cursor."""
        alone = effective(self.tiers, self.chosen)
        here = (self.table.row.tier,) if self.table.row else ()
        return tuple(tier for tier in self.tiers if tier.treatment.id in alone) or here

    def drop(self, id: str) -> None:
        """That one is done."""
        self.chosen.discard(id)
        self.show(self.tiers)
