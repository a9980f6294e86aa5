"""A gatherer: one look at the world that fills one field of the facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Lock

from msgspec import Struct, field

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.progress import Progress
from goworkdoctor.system.git import Git, open_git


class Skipped(Exception):
    """A gatherer that could not look; the text says why, and the probe repeats it."""


class Opened(Struct):
    """The repositories that one examination has opened so far."""

    gits: dict[Path, Git] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class Look(Struct, frozen=True):
    """Where and how to look: `root` is the checkout's real path; `execute` false runs no program but git.

    With `again` also what was found healthy before, and is the same still, is read. The scans of whole caches
    tell `on_progress` how far they are, and stand still while `paused` is set.
    `min_free` is the disk space, in bytes, that the settings ask for, `build_cache_budget` the most that
    the build cache may take, None for no bound. `roots` are other checkouts that share the module cache, as
    the settings name them, and `known_roots` tells those that were treated before.
    """

    root: Path
    execute: bool = True
    deep: bool = False
    again: bool = False
    staging_roots: tuple[str, ...] = ("staging/src",)
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    min_free: int = 5 * 1024**3
    build_cache_budget: int | None = None
    roots: tuple[str, ...] = ()
    known_roots: Callable[[], tuple[Path, ...]] = tuple
    cancelled: Event = field(default_factory=Event)
    paused: Event = field(default_factory=Event)
    on_progress: Callable[[Progress], None] = field(default=lambda progress: None)
    opened: Opened = field(default_factory=Opened)

    def git(self, folder: str = "") -> Git:
        """The hardened git of the checkout, or of a repository in it; asked for its settings once."""
        place = self.root / folder
        with self.opened.lock:
            if place not in self.opened.gits:
                self.opened.gits[place] = open_git(place, self.environ, self.cancelled)
            return self.opened.gits[place]


class Gatherer(Struct, frozen=True):
    """`name` is the field of Facts it fills, and `needs` the fields that must be filled before.

    Where one of `needs` was skipped or failed, so is this gatherer. `patient` gatherers (measuring
    caches) may take long: the report gives them a bound, the app shows them when they are there.
    `deep` ones read whole caches: they run with --deep, or when a rule that needs them is asked for by name.
    `family` is the code prefix of the rules it informs: with all of those ignored it does not run.
    """

    name: str
    gather: Callable[[Look, Facts], object]
    needs: frozenset[str] = frozenset()
    patient: bool = False
    family: str = ""
    deep: bool = False
