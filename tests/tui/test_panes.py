"""Getting about: panes, full screens, filters, and names that mean harm."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from goworkdoctor.model.facts import Facts, ModuleKind
from goworkdoctor.tui.panes.catalogue import SUBJECTS
from goworkdoctor.tui.panes.names import NAMES
from goworkdoctor.tui.widgets.keyline import KeyLine
from goworkdoctor.tui.widgets.text import visible
from tests import builders
from tests.tui.driving import doctor, lines, opened, press, same_as, text
from tests.tui.samples import ROOT, Record, facts, findings, report

HOSTILE = (
    "[/red]",
    "[/tmp/x] [setup failed]",
    "a\x1b[31mred\x1b]0;title\x07",
    "new\nline",
    "bad\udcffbyte",
    "right\u202eleft",
    "日本語/モジュール",
    "",
)


def test_each_frame_has_its_subject() -> None:
    assert [(name.id, name.title) for name in NAMES] == [(each.id, each.title) for each in SUBJECTS]
    assert [name.table for name in NAMES] == [each.lines is None for each in SUBJECTS]


@pytest.mark.parametrize("each", SUBJECTS, ids=lambda each: each.id)
async def test_a_number_goes_to_a_pane_and_again_opens_it_and_escape_returns(each: object) -> None:
    number = str(SUBJECTS.index(each) + 1)  # type: ignore[arg-type]
    async with opened() as pilot:
        home = pilot.app.screen
        if number == "1":
            await press(pilot, "2")
        await press(pilot, number)
        assert pilot.app.screen is home
        await press(pilot, number)
        assert pilot.app.screen is not home
        assert each.sheets[0].title in text(pilot)  # type: ignore[attr-defined]
        await press(pilot, "escape")
        assert pilot.app.screen is home


async def test_full_screens_lead_to_each_other() -> None:
    async with opened() as pilot:
        await press(pilot, "1", "1", "5")
        assert "Running now 2 running" in text(pilot)
        await press(pilot, "2")
        assert "Use lines and what they miss" in text(pilot)
        await press(pilot, "escape")
        assert "6 Findings" in text(pilot)


async def test_a_row_leads_to_its_module() -> None:
    async with opened() as pilot:
        await press(pilot, "2", "enter", "down", "enter")
        assert "hack/tools/go.mod · nested" in text(pilot)


async def test_the_module_at_length_follows_the_cursor() -> None:
    async with opened() as pilot:
        await press(pilot, "1", "enter", "down", "down", "down")
        seen = text(pilot)
        assert "galaxy.io/client-go" in seen
        assert "1 changed file" in seen
        assert "go/rest/client.go" in seen


async def test_the_key_line_can_be_clicked() -> None:
    async with opened() as pilot:
        at = lines(pilot)[-1].index("h history")
        await pilot.click(KeyLine, offset=(at, 0))
        await pilot.pause()
        assert "History" in text(pilot)


async def test_the_filter_narrows_keeps_and_drops() -> None:
    async with opened() as pilot:
        await press(pilot, "1", "slash", *"CLIENT")
        assert "1 of 12  /CLIENT" in text(pilot)
        await press(pilot, "enter")
        assert "1 of 12  /CLIENT" in text(pilot)
        await press(pilot, "escape")
        assert "Modules 11 · 1 ignored" in text(pilot)


async def test_a_filter_without_a_match_says_so() -> None:
    async with opened() as pilot:
        await press(pilot, "6", "slash", *"zzz")
        assert "nothing matches /zzz" in text(pilot)
        assert pilot.app.screen.check_action("preview", ()) is None


async def test_keys_that_are_typed_into_a_filter_do_nothing_else() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "slash", *"qrup1")
        assert "/qrup1" in text(pilot)
    assert record.asked == ["examine"]


async def test_empty_states_are_designed() -> None:
    none = facts()
    bare = replace(none, modules=none.modules[:1], staging=(), git_submodules=(), processes=())
    async with opened(Record(report(facts=bare, findings=()))) as pilot:
        seen = text(pilot)
        assert "No staging modules" in seen
        assert "No git submodules" in seen
        assert "running no Go program" in seen
        assert "✓ nothing found" in seen


async def test_a_checkout_without_go_work_says_what_that_means() -> None:
    alone = Facts(ROOT, modules=(builders.module(),), workspaces=builders.Workspaces(), packages=())
    async with opened(Record(report(facts=alone, findings=()))) as pilot:
        assert "No go.work" in text(pilot)
        assert "Each module stands alone" in text(pilot)
        await press(pilot, "2", "2")
        assert "No go.work in this checkout" in text(pilot)


async def test_names_that_mean_harm_are_only_shown() -> None:
    modules = [
        builders.module(name or "x", name, kind=ModuleKind.STAGING, go=name or "1.25") for name in HOSTILE
    ]
    some = facts()
    hostile = replace(
        some,
        modules=tuple(modules),
        workspaces=builders.workspace(*map(builders.stale, HOSTILE)),
        packages=tuple(builders.package(module.dir, tests=1) for module in modules),
        git_submodules=tuple(replace(some.git_submodules[0], path=name) for name in HOSTILE),
        checkout=replace(some.checkout, branch=HOSTILE[2], dirty=HOSTILE),
        processes=tuple(replace(some.processes[0], name=name, cwd=name) for name in HOSTILE),
        caches=tuple(replace(some.caches[0], dir=name) for name in HOSTILE),
    )
    found = tuple(
        replace(findings()[0], message=name, subject=name, path=name, cure=name, fingerprint=str(i))
        for i, name in enumerate(HOSTILE)
    )
    async with opened(Record(report(facts=hostile, findings=found)), size=(100, 46)) as pilot:
        harmless(pilot)
        for each in SUBJECTS:
            doctor(pilot).open_subject(each.id)
            await press(pilot, "end")
            harmless(pilot)
        await press(pilot, "escape")
        for finding in found:
            doctor(pilot).open_finding(finding)
            await pilot.pause()
            harmless(pilot)
            assert visible(finding.message).split(" ")[0] in text(pilot)


def harmless(pilot: Pilot[int]) -> None:
    """Nothing on the screen that a terminal would obey."""
    shown = "".join(lines(pilot))
    assert shown.isprintable()
    assert "\u202e" not in shown


async def test_no_size_overflows_sideways() -> None:
    async with opened() as pilot:
        for size in ((80, 24), (60, 20), (100, 30), (80, 50), (120, 40), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            for widget in pilot.app.screen.walk_children():
                assert widget.region.right <= size[0], (size, widget)
                assert not widget.show_horizontal_scrollbar, (size, widget)
            assert all(len(line) <= size[0] for line in lines(pilot))


async def test_the_narrow_home_shows_every_subject() -> None:
    async with opened(size=(80, 24)) as pilot:
        seen = text(pilot)
        assert "9 of 11 modules used · 1 stale" in seen
        assert "outside go test ./..." in seen
        assert "8 staging modules · 1 git submodule, 1 not initialised" in seen
        assert "build 12.4 GB" in seen
        assert "q quit" in seen


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("home-80x24", (80, 24), ()),
        ("home-120x40", (120, 40), ()),
        ("home-200x50", (200, 50), ("6",)),
        ("modules-120x40", (120, 40), ("1", "1", "down")),
        ("tests-120x40", (120, 40), ("3", "3")),
        ("finding-120x40", (120, 40), ("6", "enter")),
        ("preview-80x24", (80, 24), ("p",)),
    ],
)
async def test_the_screen_looks_as_it_did(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with opened(size=size) as pilot:
        await press(pilot, *keys)
        same_as(name, pilot)
