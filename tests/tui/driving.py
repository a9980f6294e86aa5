"""Driving the app: open it on a record of verbs, wait for it, read what is on the screen."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from goworkdoctor.config import Settings
from goworkdoctor.tui.app import DoctorApp
from tests.tui.samples import ROOT, Record

SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"


@asynccontextmanager
async def opened(
    record: Record | None = None, size: tuple[int, int] = (120, 40), ended: bool = True, **more: Any
) -> AsyncIterator[Pilot[int]]:
    """The app on a terminal of that size; `ended` waits until the examination is shown."""
    app = DoctorApp(ROOT, Settings(), (record or Record()).verbs(), **more)
    async with app.run_test(size=size, notifications=True) as pilot:
        if ended:
            await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[int]) -> None:
    """Until the examination is over and drawn, and nothing works beside the screen."""
    app = doctor(pilot)
    await until(pilot, lambda: app.examination is None and app.report is not None)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[int], condition: Any, seconds: float = 5.0) -> None:
    """Until the condition holds; fails after some seconds."""
    for _ in range(int(seconds / 0.02)):
        await pilot.pause()
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it did not come about:\n{text(pilot)}")


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and let what they start come to its end."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def doctor(pilot: Pilot[int]) -> DoctorApp:
    assert isinstance(pilot.app, DoctorApp)
    return pilot.app


def lines(pilot: Pilot[int]) -> list[str]:
    """The screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(pilot: Pilot[int]) -> str:
    return "\n".join(lines(pilot))


def same_as(name: str, pilot: Pilot[int]) -> None:
    """The screen is what the snapshot shows; with the environment's leave, the snapshot is written."""
    file = SNAPSHOTS / f"{name}.txt"
    seen = text(pilot) + "\n"
    if os.environ.get(UPDATE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(seen, encoding="utf-8")
    assert file.is_file(), f"no snapshot yet: set {UPDATE}=1"
    assert seen.splitlines() == file.read_text(encoding="utf-8").splitlines(), (
        f"{file.name}: if it is right, {UPDATE}=1"
    )
