"""The table: its cursor, its columns, and thousands of rows."""

from __future__ import annotations

import time
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.content import Content

from goworkdoctor.tui.widgets.table import Column, Table

COLUMNS = (
    Column[str]("name", lambda row, width: Content(row)),
    Column[str]("wide", lambda row, width: Content("w"), 4, at_least=60),
    Column[str]("n", lambda row, width: Content(str(len(row))), 3, right=True),
)


class Tabled(App[None]):
    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__()
        self.table = Table(COLUMNS, str)
        self.given = rows
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.fill(self.given, Content("nothing here"))
        self.table.focus()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.opened.append(event.row)


def shown(app: Tabled) -> list[str]:
    return [
        "".join(segment.text for segment in strip).rstrip()
        for strip in app.screen._compositor.render_strips()
    ]


async def test_columns_take_their_width_and_share_the_rest() -> None:
    app = Tabled(["alpha"])
    async with app.run_test(size=(30, 4)) as pilot:
        assert shown(app)[0] == " name                         n"[:30].rstrip() or shown(app)[0].endswith(
            "  n"
        )
        assert "wide" not in shown(app)[0]
        await pilot.resize_terminal(70, 4)
        await pilot.pause()
        assert "wide" in shown(app)[0]


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    app = Tabled(["b", "c", "d"])
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("down")
        app.table.fill(["a", "b", "c", "d"])
        assert app.table.row == "c"
        app.table.fill(["a", "d"])
        assert app.table.row == "d"
        app.table.fill([], Content("nothing here"))
        await pilot.pause()
        assert app.table.row is None
        assert "nothing here" in shown(app)[1]


async def test_a_cursor_that_nobody_moved_stays_at_the_top() -> None:
    app = Tabled(["b"])
    async with app.run_test(size=(30, 10)):
        app.table.fill(["a", "b"])
        assert app.table.row == "a"


async def test_enter_opens_the_row_under_the_cursor_and_nothing_in_an_empty_table() -> None:
    app = Tabled(["a", "b"])
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("down", "enter")
        app.table.fill([])
        await pilot.press("enter")
    assert app.opened == ["b"]


async def test_keys_and_clicks_move_and_never_leave_the_rows() -> None:
    app = Tabled([f"row {i}" for i in range(50)])
    async with app.run_test(size=(30, 10)) as pilot:
        for key, at in (
            ("up", 0),
            ("j", 1),
            ("pagedown", 9),
            ("end", 49),
            ("down", 49),
            ("home", 0),
            ("pageup", 0),
        ):
            await pilot.press(key)
            assert app.table.cursor == at, key
        await pilot.press("end")
        assert shown(app)[-1].strip().startswith("▌row 49")
        await pilot.click(Table, offset=(3, 1))
        assert app.table.row == "row 41"


async def test_names_are_cut_with_an_ellipsis() -> None:
    app = Tabled(["x" * 100])
    async with app.run_test(size=(30, 4)) as pilot:
        await pilot.pause()
        assert "…" in shown(app)[1]
        assert len(shown(app)[1]) <= 30


async def test_ten_thousand_rows_cost_no_more_than_those_on_the_screen() -> None:
    calls = 0

    def cell(row: str, width: int) -> Content:
        nonlocal calls
        calls += 1
        return Content(row)

    app = Tabled([str(i) for i in range(10_000)])
    app.table.columns = (Column[str]("name", cell),)
    async with app.run_test(size=(30, 20)) as pilot:
        await pilot.pause()
        calls = 0
        began = time.thread_time()
        await pilot.press("end")
        await pilot.pause()
        assert calls <= 200
        assert time.thread_time() - began < 1
