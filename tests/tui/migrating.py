"""Driving the migration screen: wait for it, press its keys, ask what they may do."""

from __future__ import annotations

from textual.pilot import Pilot

from goworkdoctor.tui.screens.migration import MigrationScreen
from tests.tui.driving import until


async def on_screen(pilot: Pilot[int]) -> None:
    """Until the migration is on the screen, nothing works beside it, and it waits for a key."""
    await until(pilot, lambda: screen(pilot) and screen(pilot).session.idle, 20)
    await pilot.app.workers.wait_for_complete()
    await until(pilot, lambda: screen(pilot) and screen(pilot).session.idle, 20)


def screen(pilot: Pilot[int]) -> MigrationScreen | None:
    return next((one for one in pilot.app.screen_stack if isinstance(one, MigrationScreen)), None)


async def keys(pilot: Pilot[int], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await on_screen(pilot)


def able(pilot: Pilot[int], action: str) -> bool | None:
    found = screen(pilot)
    assert found
    return found.check_action(action, ())
