"""Caches to clean: small ones made by hand, and facts that name them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.doctor.preview import preview
from goworkdoctor.model.facts import Cache, Environment, Facts, Setting
from goworkdoctor.model.plan import Plan
from tests.oracle import write

README = "This directory holds cached build artifacts from the Go build system.\n"
DAY = 86400.0


def entry(number: int, ending: str = "d") -> str:
    """The name of an entry: `03/0300…00-d`."""
    return f"{number:02x}/{number:02x}{'0' * 62}-{ending}"


def a_cache(folder: Path, ages: dict[int, float], size: int = 5000) -> Path:
    """A build cache with one entry for each number, unused for that many days, and a fuzz input."""
    write(folder, {"README": README, "trim.txt": "1", "fuzz/example.com/a/FuzzA/0123456789abcdef": "found"})
    for number, days in ages.items():
        write(folder, {entry(number): bytes([number]) * size})
        age(folder / entry(number), days)
    return folder


def age(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def left(folder: Path) -> set[str]:
    """The names of the entries in a cache."""
    return {path.relative_to(folder).as_posix() for path in folder.glob("[0-9a-f][0-9a-f]/*")}


def facts_of(cache: Path, root: Path, kind: str = "build", **more: Any) -> Facts:
    """What an examination would know of that cache."""
    return Facts(
        root,
        caches=(Cache(kind, str(cache), bytes=1, files=1),),
        processes=(),
        environment=Environment((Setting("GOCACHE", str(cache), "environment"),)),
        **more,
    )


def planned(id: str, facts: Facts, choice: str | None = None) -> Plan:
    """The plan of a tier."""
    cure = treatment(id)
    assert cure is not None
    return preview(facts, cure, choice=choice)
