"""What the migration screen shows: steps, pre-flight and module tree, at every size, whatever the names."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from goworkdoctor.model.migration import StepState
from tests.tui.driving import lines, opened, press, same_as, text, until
from tests.tui.migrating import keys, on_screen
from tests.tui.migrations import CONFLICT, Migrating, begun, facts
from tests.tui.test_panes import HOSTILE, harmless


async def test_m_on_home_opens_it_and_escape_leaves_it() -> None:
    async with opened(Migrating()) as pilot:
        assert "m migrate" in lines(pilot)[-1]
        await keys(pilot, "m")
        assert "→ next" in text(pilot)
        await press(pilot, "escape")
        assert "1 Modules" in text(pilot)


async def test_steps_stand_in_their_stages_with_glyph_and_word() -> None:
    async with opened(begun(lambda it: it.done.append("found")), screen="migration") as pilot:
        await on_screen(pilot)
        seen = "\n".join(line[:58] for line in lines(pilot))
        order = ["stage 1", "✓ done", "stage 2", "→ next", "✗ blocked", "· waiting", "stage 3", "summary"]
        places = [seen.index(word) for word in order]
        assert places == sorted(places)
        assert "1 of 5 done · 1 blocked" in seen


async def test_the_preflight_names_obstacles_scripts_and_what_stays_out() -> None:
    async with opened(begun(), size=(200, 50), screen="migration") as pilot:
        await on_screen(pilot)
        seen = text(pilot)
        assert "Pre-flight 1 in the way · 1 script line · 1 stay out" in seen
        assert "! Makefile:3" in seen
        assert "write: GOWORK=off go list -m" in seen
        assert "– cart/testdata/m" in seen


async def test_the_module_tree_marks_the_step_and_leaves_out_what_follows() -> None:
    async with opened(begun(lambda it: it.done.append("found")), screen="migration") as pilot:
        await on_screen(pilot)
        seen = text(pilot)
        assert "→ tools ◀" in seen
        app = seen[seen.index("· app") :]
        assert "└ ✗ cart" in app
        assert "  └ → api ◀" in app
        assert app.count("api ◀") == 1, "app needs api, but through cart"


async def test_a_damaged_session_is_told_in_place() -> None:
    async with opened(
        begun(lambda it: setattr(it, "refuse", "the session is damaged [x]")), screen="migration"
    ) as pilot:
        await until(pilot, lambda: "the session is damaged [x]" in text(pilot))
        await press(pilot, "v", "a", "s", "escape")
        assert "1 Modules" in text(pilot)


async def test_it_says_why_it_knows_nothing_where_facts_are_missing() -> None:
    record = Migrating()
    record.reports = [replace(record.reports[0], facts=replace(facts(), packages=None))]
    async with opened(record, screen="migration") as pilot:
        await until(pilot, lambda: "not examined" in text(pilot))
    assert record.asked == ["examine", "examine"], "once more with what it needs"


async def test_without_go_it_is_shown_all_the_same() -> None:
    record = Migrating()
    record.reports = [replace(record.reports[0], facts=replace(facts(), toolchain=None))]
    async with opened(record, screen="migration") as pilot:
        await on_screen(pilot)
        assert "→ next" in text(pilot)


async def test_names_that_mean_harm_are_only_shown() -> None:
    record = begun()
    it = record.migration
    steps = it.steps()
    hostile = tuple(
        replace(steps[0], id=f"x{n}", title=name, why=name, modules=(name,)) for n, name in enumerate(HOSTILE)
    )
    it.steps = lambda: hostile  # type: ignore[method-assign]
    it.graph = lambda facts: dict.fromkeys(HOSTILE, frozenset(HOSTILE))  # type: ignore[method-assign]
    async with opened(record, size=(100, 46), screen="migration") as pilot:
        await on_screen(pilot)
        for _ in HOSTILE:
            harmless(pilot)
            await keys(pilot, "down")
        harmless(pilot)


async def test_no_size_overflows_sideways_and_small_ones_name_the_hidden_panes() -> None:
    async with opened(begun(), screen="migration") as pilot:
        await on_screen(pilot)
        for size in ((80, 24), (60, 20), (100, 30), (80, 50), (120, 40), (200, 50), (200, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            for widget in pilot.app.screen.walk_children():
                assert widget.region.right <= size[0], (size, widget)
                assert not widget.show_horizontal_scrollbar, (size, widget)
        await pilot.resize_terminal(80, 24)
        await keys(pilot, "4")
        assert "2 change · 3 modules" in text(pilot)
        assert CONFLICT.message in text(pilot)


async def test_the_next_step_is_in_sight_from_the_start_however_little_room_there_is() -> None:
    record = begun(lambda it: it.done.extend(("found", "use:api", "use:cart", "use:app")))
    async with opened(record, size=(80, 24), screen="migration") as pilot:
        await on_screen(pilot)
        await until(pilot, lambda: "▌→ next     Check that each module" in text(pilot))


async def test_long_paths_are_told_by_their_ends() -> None:
    record = begun()
    it, deep = record.migration, tuple(f"staging/src/galaxy.io/{name}" for name in ("api", "cart", "log"))
    step = replace(it.step("use:api", StepState.NEXT), modules=deep, title=f"Use {', '.join(deep)}")
    it.steps = lambda: (step,)  # type: ignore[method-assign]
    async with opened(record, size=(80, 24), screen="migration") as pilot:
        await on_screen(pilot)
        assert "Use …/api, …/cart, …/log" in text(pilot)
        assert f"· {deep[2]}" in text(pilot)
        await pilot.resize_terminal(44, 24)
        await until(pilot, lambda: "Use …/api and 2 more" in text(pilot))


async def test_no_color_loses_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(begun(), screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v")
        assert all(word in text(pilot) for word in ("→ next", "✗ blocked", "✓ proven", ". ◀"))


async def test_the_palette_leads_there() -> None:
    async with opened(Migrating()) as pilot:
        await pilot.press("ctrl+p", *"migration")
        await until(pilot, lambda: "Open: Migration" in text(pilot))
        await pilot.press("enter")
        await on_screen(pilot)
        assert "→ next" in text(pilot)


async def test_the_screen_looks_as_it_did() -> None:
    async with opened(begun(lambda it: it.done.append("found")), screen="migration") as pilot:
        await on_screen(pilot)
        await keys(pilot, "v")
        for size in ((120, 40), (80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await on_screen(pilot)
            same_as(f"migration-{size[0]}x{size[1]}", pilot)
