"""The verbs of the caches as the app sees them: the real ones, each imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from goworkdoctor.config import Settings
    from goworkdoctor.model.clinic import Kept, Tier
    from goworkdoctor.model.facts import Facts
    from goworkdoctor.model.plan import Plan, Receipt
    from goworkdoctor.model.progress import Progress
    from goworkdoctor.model.report import Report

ENTRIES, MODULES = "build_health", "module_health"
"""The scans: of the build cache's entries, of the module cache's versions."""
RULES = {ENTRIES: "GC601", MODULES: "GC606"}
Scan = Callable[[str, Path, "Settings", Callable[["Progress"], None], Event, Event], "Report"]


def _scan(
    name: str,
    start: Path,
    settings: Settings,
    tell: Callable[[Progress], None],
    paused: Event,
    cancelled: Event,
) -> Report:
    """An examination of one cache's health and of nothing else."""
    from goworkdoctor.doctor.examine import examine

    only = replace(
        settings, select=(RULES[name],), ignore=(), config_select=(), deep=False, wanted=frozenset({name})
    )
    return examine(start, only, None, cancelled, None, tell, paused)


def _tiers(facts: Facts) -> tuple[Tier, ...]:
    from goworkdoctor.actions.tiers import tiers

    return tiers(facts)


def _trash(root: Path) -> tuple[Kept, ...]:
    from goworkdoctor.doctor.trash import contents

    return contents(root)


def _restore(id: str) -> Receipt:
    from goworkdoctor.doctor.trash import restore

    return restore(id)


def _emptying(kept: tuple[Kept, ...], root: Path) -> Plan:
    from goworkdoctor.doctor.trash import emptying

    return emptying(kept, root)


class CacheVerbs(Struct, frozen=True):
    """`scan` reads a whole cache: tells how far it is, stands still while paused, raises when cancelled."""

    scan: Scan = _scan
    tiers: Callable[[Facts], tuple[Tier, ...]] = _tiers
    trash: Callable[[Path], tuple[Kept, ...]] = _trash
    restore: Callable[[str], Receipt] = _restore
    emptying: Callable[[tuple[Kept, ...], Path], Plan] = _emptying
