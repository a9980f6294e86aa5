"""From a finding to its cure and back: open, preview, apply, refuse, undo."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.plan import RunCommand
from goworkdoctor.tui.screens.preview import disturbs
from tests.tui.driving import lines, opened, press, settled, text, until
from tests.tui.samples import ROOT, Record, findings, plan, report


async def test_enter_opens_a_finding_with_why_evidence_cures_and_sources() -> None:
    async with opened() as pilot:
        await press(pilot, "6", "enter")
        seen = text(pilot)
        assert "Every go command at the root stops until the line is gone" in seen
        assert "go.work:14  use ./staging/src/galaxy.io/gone" in seen
        assert "go work edit -dropuse=./staging/src/galaxy.io/gone" in seen
        assert "https://go.dev/ref/mod#go-work-file-use" in seen
        assert "Drop the use lines that lead nowhere" in seen
        await press(pilot, "escape")
        assert "1 Modules" in text(pilot)


async def test_a_preview_shows_the_diff_with_signs_and_changes_nothing() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "p")
        seen = text(pilot)
        assert "-    ./staging/src/galaxy.io/gone" in seen
        assert "+use ." in seen
        assert "✓ can be undone" in seen
        assert "! go formats the file itself" in seen
        await press(pilot, "escape")
    assert record.asked == ["examine", "preview drop-stale-use"]


async def test_applying_says_so_and_examines_again() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "6", "enter", "p", "a")
        await settled(pilot)
        seen = text(pilot)
        assert "✓ applied: Drop ./staging/src/galaxy.io/gone from go.work · u undoes it" in seen
        assert any("▌ applied: Drop" in line for line in lines(pilot)), "the toast"
        assert "1 Modules" in seen
    assert record.asked == ["examine", "preview drop-stale-use", "apply", "examine"]


async def test_a_cured_finding_leaves_the_list_and_the_cursor_stays_near() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "p")
        record.reports = [report(findings=findings()[1:])]
        await press(pilot, "a")
        await settled(pilot)
        assert "GW102" not in text(pilot)
        assert "GT201" in text(pilot)


async def test_a_refusal_is_told_in_place_and_nothing_is_done() -> None:
    record = Record()
    record.refuse = "go.work was changed since it was examined: [/red] examine again"
    async with opened(record) as pilot:
        await press(pilot, "p", "a")
        seen = text(pilot)
        assert "✗ refused: go.work was changed since it was examined: [/red] examine again" in seen
        assert "+use ." in seen
        assert "insist" not in seen
    assert "examine" not in record.asked[1:]


async def test_what_a_running_program_forbids_may_be_insisted_on() -> None:
    clean = RunCommand(("go", "clean", "-cache"), ROOT, "entries are gone", 5_000_000, busy=("go",))
    record = Record()
    record.refuse = "go (4711) is running"
    record.plan = replace(plan(), steps=(clean,))
    async with opened(record) as pilot:
        await press(pilot, "p")
        assert "! cannot be undone" in text(pilot)
        await press(pilot, "i")
        assert record.asked[-1] == "preview drop-stale-use"
        await press(pilot, "a")
        assert "i insist" in text(pilot)
        await press(pilot, "i")
        await settled(pilot)
    assert record.asked[2:] == ["apply", "insist", "examine"]


def test_only_commands_that_name_programs_can_be_insisted_on() -> None:
    assert not disturbs(plan())


async def test_a_treatment_that_needs_a_choice_asks_first() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "6", "end", "p")
        assert "Take galaxy.io/api v1.2.0" in text(pilot)
        assert "⏎ choose" in text(pilot)
        assert record.asked == ["examine"]
        await press(pilot, "down", "enter")
        assert "+use ." in text(pilot)
    assert record.asked == ["examine", "preview use-module right"]


async def test_where_nothing_can_be_previewed_the_key_is_struck_and_says_why() -> None:
    record = Record()
    async with opened(record) as pilot:
        assert pilot.app.screen.check_action("preview", ()) is True
        await press(pilot, "6", "down")
        assert pilot.app.screen.check_action("preview", ()) is None
        await press(pilot, "p")
        assert "No treatment here" in text(pilot)
        await press(pilot, "enter")
        assert "cured by hand" in text(pilot)
    assert record.asked == ["examine"]


async def test_undo_asks_with_what_it_will_undo_and_then_does_it() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "p", "a")
        await settled(pilot)
        await press(pilot, "u")
        assert "These files become what they were before" in text(pilot)
        await press(pilot, "escape")
        assert "undo 1" not in record.asked
        await press(pilot, "u", "y")
        await settled(pilot)
        assert "undone: Drop ./staging/src/galaxy.io/gone" in text(pilot)
    assert record.asked[-2:] == ["undo 1", "examine"]


async def test_with_nothing_to_undo_it_says_so() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "u")
        assert "Nothing that was done in this checkout can be undone." in text(pilot)
        await press(pilot, "y", "escape")
    assert record.asked == ["examine"]


async def test_history_lists_receipts_and_undoes_the_chosen_one() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "h")
        assert "Nothing was applied in this checkout yet" in text(pilot)
        await press(pilot, "escape", "p", "a")
        await settled(pilot)
        await press(pilot, "h")
        assert "✓ applied" in text(pilot)
        await press(pilot, "enter", "y")
        await settled(pilot)
        await until(pilot, lambda: "↶ undone" in text(pilot))
        await press(pilot, "enter")
        assert "It is undone already." in text(pilot)


async def test_a_key_pressed_twice_applies_once() -> None:
    record = Record()
    async with opened(record) as pilot:
        await press(pilot, "p")
        await pilot.press("a", "a")
        await settled(pilot)
    assert record.asked.count("apply") == 1
