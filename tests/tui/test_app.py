"""The app: a frame at once, panes that fill, and a way out that never waits."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import NothingToExamine
from goworkdoctor.model.report import Report
from goworkdoctor.tui.app import DoctorApp, run
from goworkdoctor.tui.verbs import Verbs
from tests.tui.driving import doctor, opened, press, settled, text, until
from tests.tui.samples import Record, growing, report, skipped


async def test_the_frame_is_there_while_nothing_is_known() -> None:
    record = Record(growing()[0], report())
    record.hold.clear()
    async with opened(record, ended=False) as pilot:
        await until(pilot, lambda: "examining tree, modules" in text(pilot))
        seen = text(pilot)
        assert all(
            f"{number} {title}" in seen for number, title in enumerate(("Modules", "Workspace", "Tests"), 1)
        )
        assert "nothing found" not in seen


async def test_panes_fill_as_probes_end() -> None:
    first, second, third = growing()
    record = Record(first, second, third, report())
    record.hold.clear()
    async with opened(record, ended=False) as pilot:
        await until(pilot, lambda: "GW102" in text(pilot))
        seen = text(pilot)
        assert "staging/src/galaxy.io/api" in seen
        assert "examining caches" in seen
        assert "caches  examining…" in seen
        record.hold.set()
        await settled(pilot)
        assert "12.4 GB" in text(pilot)
        assert "examined in 0.8 s" in text(pilot)


async def test_what_was_skipped_says_so_and_never_looks_healthy() -> None:
    async with opened(Record(skipped("packages", "no git on PATH"))) as pilot:
        seen = text(pilot)
        assert "skipped: no git on PATH" in seen
        assert "✓ all" not in seen
        assert "No test functions" not in seen


async def test_a_second_look_keeps_what_is_known_until_it_knows_better() -> None:
    record = Record(growing()[0], report())
    async with opened(record) as pilot:
        record.hold.clear()
        await press(pilot, "r")
        await until(pilot, lambda: "examining tree" in text(pilot))
        assert "GW102" in text(pilot)
        assert "staging/src/galaxy.io/api" in text(pilot)
        record.hold.set()


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", 130)])
async def test_quitting_while_it_examines_returns_at_once(key: str, code: int) -> None:
    stuck = Event()

    def examine(start: Path, settings: Settings, tell: object, cancelled: Event) -> Report:
        stuck.wait(30)  # hears nothing
        return report()

    app = DoctorApp(Path("/src"), Settings(), Verbs(examine=examine))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.examination is not None)
        began = time.monotonic()
        await pilot.press(key)
    assert time.monotonic() - began < 1
    assert app.return_value == code
    stuck.set()


async def test_quitting_tells_the_examination_to_stop() -> None:
    told = Event()

    def examine(start: Path, settings: Settings, tell: object, cancelled: Event) -> Report:
        if cancelled.wait(10):
            told.set()
        return report()

    app = DoctorApp(Path("/src"), Settings(), Verbs(examine=examine))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.examination is not None)
        await pilot.press("q")
    assert told.wait(5)


async def test_nothing_to_examine_leaves_with_its_exit_code() -> None:
    def examine(*given: object) -> Report:
        raise NothingToExamine("no go.mod in /src")

    app = DoctorApp(Path("/src"), Settings(), Verbs(examine=examine))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_value is not None)
    assert (app.return_value, app.last_words) == (3, "no go.mod in /src")


def test_run_says_why_it_left_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started = DoctorApp.run
    monkeypatch.setattr(DoctorApp, "run", lambda app: started(app, headless=True))
    code = run(tmp_path, Settings())
    captured = capsys.readouterr()
    assert code == 3
    assert captured.err.startswith("goworkdoctor: ")
    assert captured.err.count("\n") == 1
    assert captured.out == ""


async def test_a_failed_second_look_is_said_and_keeps_the_first() -> None:
    record = Record()
    async with opened(record) as pilot:
        record.reports = []  # the next look raises IndexError
        await press(pilot, "r")
        await until(pilot, lambda: "the examination failed" in text(pilot))
        assert "GW102" in text(pilot)


async def test_it_starts_on_the_subject_it_is_asked_for() -> None:
    async with opened(screen="tests") as pilot:
        assert "Test functions by module" in text(pilot)


async def test_it_shows_itself_in_other_themes() -> None:
    async with opened() as pilot:
        await press(pilot, "p")
        for theme in ("goworkdoctor-light", "textual-dark", "nord", "ansi-dark", "ansi-light"):
            pilot.app.theme = theme
            await pilot.pause()
            assert "+use ." in text(pilot)


async def test_no_color_leaves_no_colour_and_loses_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as pilot:
        assert "✗ error" in text(pilot)
        colours = {
            segment.style.color.triplet
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip.apply_filter(pilot.app._filters[0], pilot.app.screen.styles.background)
            if segment.style and segment.style.color and segment.style.color.triplet
        }
        assert colours
        assert all(triplet.red == triplet.green == triplet.blue for triplet in colours)


async def test_help_shows_the_keys_and_the_glyphs() -> None:
    async with opened(size=(120, 50)) as pilot:
        await press(pilot, "question_mark")
        assert "Every go.mod of the checkout" in text(pilot)
        assert "✗ no, or error" in text(pilot)
        await press(pilot, "question_mark")
        assert "✗ no, or error" not in text(pilot)


async def test_every_treatment_and_pane_is_in_the_palette() -> None:
    async with opened() as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Preview: Expire test results" in text(pilot))
        assert "Open: Caches" in text(pilot)
        await pilot.press(*"expire")
        await until(pilot, lambda: "Open: Caches" not in text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "can be undone" in text(pilot))
        assert doctor(pilot).report is not None
