"""The migration from the keyboard: prove, apply, skip, decide, take back, and come again tomorrow."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.migration import Taken, Verdict
from goworkdoctor.model.plan import Receipt
from tests.tui.driving import doctor, lines, opened, press, text, until
from tests.tui.migrating import able, keys, on_screen
from tests.tui.migrations import Migrating, begun
from tests.tui.samples import ROOT


async def test_the_first_proof_asks_what_git_shall_know_and_commits_never_by_default() -> None:
    record = Migrating()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await press(pilot, "v")
        assert "What shall git know of go.work?" in text(pilot)
        assert record.migration.asked == ["look"]
        await press(pilot, "escape")
        assert record.migration.asked == ["look"]
        await keys(pilot, "v", "enter")
    assert record.migration.asked == ["look", "begin", "look again", "prove found"]


async def test_committing_and_staying_local_are_chosen() -> None:
    record = Migrating()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        for downs in (1, 2):
            await press(pilot, "t", *["down"] * downs)
            await keys(pilot, "enter")
    assert record.migration.asked == ["look", "begin commit", "look again", "begin local", "look again"]


async def test_apply_needs_a_proof_which_shows_diff_notes_and_what_resolves_anew_and_writes_nothing() -> None:
    record = begun()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert able(pilot, "apply") is None
        await keys(pilot, "a", "v")
        seen = text(pilot)
        assert "✓ proven in a scratch copy  42 packages in 0.3 s" in seen
        assert "+use ." in seen
        assert "galaxy.io/api  v1.2.0 → ./api" in seen
        assert "! go.work asks for go 1.24" in seen
        assert able(pilot, "apply") is True
    assert record.migration.asked == ["look", "prove found"]


async def test_applying_examines_again_and_goes_on_to_the_next_step() -> None:
    record = begun()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v", "a")
        seen = text(pilot)
        assert "done: Create go.work with the root module · u undoes it" in seen
        assert "▌→ next     Use api, tools" in seen
        assert "2 of 22 test functions in go test work" in seen
    assert record.migration.asked == ["look", "prove found", "apply found", "look again"]
    assert record.asked == ["examine", "examine"]


async def test_a_key_pressed_twice_applies_once() -> None:
    record = begun()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v")
        await pilot.press("a", "a")
        await on_screen(pilot)
    assert record.migration.asked.count("apply found") == 1


async def test_a_proof_that_fails_says_why_and_cannot_be_applied() -> None:
    async with opened(begun(lambda it: setattr(it, "verdict", Verdict.FAILS)), screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v")
        assert "✗ it fails in the scratch copy: it cannot be applied" in text(pilot)
        assert "✗ app: undefined: [bold]api.Old" in text(pilot)
        assert able(pilot, "apply") is None


async def test_what_cannot_be_proven_offline_is_said_and_may_be_applied() -> None:
    async with opened(begun(lambda it: setattr(it, "verdict", Verdict.PARTLY)), screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v")
        assert "! proven as far as it can be here" in text(pilot)
        assert "? not proven: 3 packages are not in the module cache" in text(pilot)
        assert able(pilot, "apply") is True


async def test_what_is_rolled_back_says_why_beside_its_step_until_it_is_tried_again() -> None:
    record = begun(lambda it: setattr(it, "rolls_back", "go does not list ./api"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v", "a")
        assert "✗ refused: rolled back: go does not list ./api" in text(pilot)
        assert "▌→ next     Create go.work" in text(pilot)
        await keys(pilot, "v")
        assert "✗ refused" not in text(pilot)


async def test_while_it_proves_the_screen_answers_and_escape_stops_the_proof_alone() -> None:
    record = begun()
    record.migration.hold.clear()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "… proving: copying sources · 0 s · esc stops it" in text(pilot))
        assert "esc stop" in lines(pilot)[-1]
        assert able(pilot, "prove") is None
        await pilot.press("4", "1", "down")
        await until(pilot, lambda: "▌stage 2" in text(pilot))
        await pilot.press("escape")
        await on_screen(pilot)
        assert "stopped: nothing was written" in text(pilot)
        assert "✗ refused" not in text(pilot)
        await press(pilot, "escape")
        assert "1 Modules" in text(pilot)


async def test_leaving_the_app_stops_a_proof() -> None:
    record = begun()
    record.migration.hold.clear()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await pilot.press("v")
        await until(pilot, lambda: doctor(pilot).treating.trial is not None)
        trial = doctor(pilot).treating.trial
        assert trial
        await pilot.press("q")
    assert trial.over.wait(5)


async def test_a_step_is_skipped_and_taken_in_again() -> None:
    record = begun(lambda it: it.done.append("found"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "s")
        assert record.migration.skipped == {"use:api"}
        assert "– skipped  Use api, tools" in text(pilot)
        await keys(pilot, "home", "down", "down", "down", "s")
        assert record.migration.skipped == set()


async def test_s_on_a_stage_skips_what_is_left_of_it() -> None:
    record = begun(lambda it: it.done.append("found"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "up")
        assert "Dependencies first, independent modules together" in text(pilot)
        await keys(pilot, "s")
        assert record.migration.skipped == {"use:api", "use:cart", "use:app"}


async def test_f_puts_a_waiting_step_first_and_is_not_offered_for_others() -> None:
    record = begun(lambda it: it.done.append("found"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert able(pilot, "prefer") is False
        await keys(pilot, "down", "down")
        assert "f first" in lines(pilot)[-1]
        await keys(pilot, "f")
    assert "first use:app" in record.migration.asked


async def test_a_blocked_step_shows_both_sides_and_o_decides() -> None:
    record = begun(lambda it: it.done.append("found"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "down")
        seen = text(pilot)
        assert "✗ app and cart replace galaxy.io/log differently" in seen
        assert "cart/go.mod:7  replace galaxy.io/log =>" in seen
        assert able(pilot, "prove") is None
        await press(pilot, "o", "down")
        assert "Which replacement shall hold?" in text(pilot)
        await keys(pilot, "enter")
        assert "✗ blocked" not in text(pilot)
    assert "choose galaxy.io/log=./forks/log2" in record.migration.asked


async def test_another_branch_is_told_and_nothing_is_done_before_it_is_decided() -> None:
    record = begun(lambda it: setattr(it, "elsewhere", "feature"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert "! began on main; this is feature" in text(pilot)
        await press(pilot, "v")
        assert "This is another branch" in text(pilot)
        await keys(pilot, "enter")
        assert record.migration.asked == ["look"], "the safe answer is the first"
        await press(pilot, "v", "down")
        await keys(pilot, "enter")
    assert record.migration.asked == ["look", "go on here", "look again", "prove found"]


async def test_what_a_crash_left_is_finished_first_and_told() -> None:
    record = begun()
    step = record.migration.steps()[0]
    receipt = Receipt("9", "migrate", step.title, ROOT, "2026-03-01T10:00:00", "applied", True)
    record.migration.unfinished = Taken(step, receipt)
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert "done: Create go.work with the root module" in text(pilot)
    assert record.asked == ["examine", "examine"]


async def test_undo_takes_back_the_migration_s_last_step_and_no_other_plan() -> None:
    record = begun()
    old = Receipt("1", "migrate", "Use api", ROOT, "2026-03-01T10:00:00", "applied", True, ("go.work",))
    record.receipts = [replace(old, id="2", treatment="clean", title="Clean"), old]
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await press(pilot, "u")
        assert "Use api" in text(pilot)
        assert "Clean" not in text(pilot)
        await keys(pilot, "y")
    assert "undo 1" in record.asked


async def test_with_no_step_to_undo_it_says_so() -> None:
    async with opened(begun(), screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "u")
        assert "no step of a migration is there to undo" in text(pilot)


async def test_back_to_the_start_asks_and_no_is_the_first_answer() -> None:
    record = begun(lambda it: it.done.append("found"))
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        await press(pilot, "b")
        assert "Back to the start?" in text(pilot)
        await keys(pilot, "enter")
        assert "abort" not in record.migration.asked
        await press(pilot, "b", "down")
        await keys(pilot, "enter")
        assert "abort" in record.migration.asked
        assert "not begun" in text(pilot)
        assert "▌→ next     Create go.work" in text(pilot)


async def test_the_last_stage_asks_go_of_each_module_and_the_summary_counts() -> None:
    record = begun(lambda it: it.done.extend(("found", "use:api", "use:cart", "use:app")))
    record.migration.blocked.clear()
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert "go was not asked yet" in text(pilot)
        assert able(pilot, "apply") is None
        await keys(pilot, "v")
        assert "✓ stands    api" in text(pilot)
        assert "✗ does not  app  GM302" in text(pilot)
        await keys(pilot, "a")
        seen = text(pilot)
        assert "✓ Every module that belongs there is in the workspace." in seen
        assert "22 of 22 in go test work" in seen
        assert "+22 test functions since the start" in seen
        assert "1 of 2 modules do not stand on their own" in seen
        assert "1 line to change, by hand:" in seen
