"""Who uses a cache right now, so that nothing is taken from under a running build (golang/go#31948)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.golang.cacheusers import SETTING
from goworkdoctor.model.plan import MoveEntries, MoveToTrash, RunCommand
from goworkdoctor.system.processes import Running, running


def disturbed(step: MoveToTrash | MoveEntries | RunCommand) -> Iterator[str]:
    """One sentence where programs are running that the step might make fail: which, and where."""
    if busy := _users(step):
        first = ", ".join(map(_named, busy[:3]))
        more = f" and {len(busy) - 3} more" if len(busy) > 3 else ""
        yield f"{first}{more} running now might fail by it: wait until then, or insist"


def _users(step: MoveToTrash | MoveEntries | RunCommand) -> list[Running]:
    caches = _caches(step)
    return [one for one in running(step.busy) if not (caches and all(_elsewhere(one, *c) for c in caches))]


def _caches(step: MoveToTrash | MoveEntries | RunCommand) -> tuple[tuple[str, Path], ...]:
    """(kind, folder) of what the step takes from, as far as it says so."""
    return ((step.kind, step.cache),) if isinstance(step, MoveEntries) else step.caches


def _elsewhere(process: Running, kind: str, cache: Path) -> bool:
    """Whether the process was started with another cache; one that does not say may use this one."""
    own = process.environ.get(SETTING[kind], "")
    return Path(own).is_absolute() and os.path.realpath(own) != os.path.realpath(cache)


def _named(process: Running) -> str:
    where = f" in {process.cwd}" if process.cwd else ""
    return f"{process.name} ({process.pid}){where}"
