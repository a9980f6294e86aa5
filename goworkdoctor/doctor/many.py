"""Moving many entries of a cache in one step: one line of a manifest each, and one journal entry for all.

They gather in a folder that says it is under way, and that gets its name when all have arrived: so at any
moment the disk itself says how far the step came.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from goworkdoctor.doctor.stays import Stays
from goworkdoctor.model.plan import MoveEntries
from goworkdoctor.system.atomic import rename, sync_folder
from goworkdoctor.system.trash import LEFT, MOVING

Line = tuple[int, int, str]


def manifest(lines: Iterable[Line]) -> bytes:
    """(size, mtime in ns, name) of each entry, as MoveEntries has it; names have no line ends."""
    return b"".join(os.fsencode(f"{size} {changed} {name}\n") for size, changed, name in lines)


def lines(step: MoveEntries) -> Iterator[Line]:
    """What the manifest says."""
    for line in os.fsdecode(step.manifest).splitlines():
        size, changed, name = line.split(" ", 2)
        yield int(size), int(changed), name


def arrived(step: MoveEntries) -> bool:
    """Whether the step was done: its folder in the trash has its name."""
    return os.path.lexists(step.trash)


def under_way(step: MoveEntries) -> bool:
    """Whether the step, or its undoing, was interrupted."""
    return os.path.lexists(_gathering(step))


def _gathering(step: MoveEntries) -> Path:
    return step.trash.with_name(MOVING + step.trash.name)


def move_out(step: MoveEntries) -> tuple[str, ...]:
    """Move what still is as the manifest says; raises OSError. Doing it again does no harm.

    The answer has a sentence for what this user may not move: that stays, as what go used since does.
    """
    folder, stays = _gathering(step), Stays(step.cache)
    folder.mkdir(parents=True, exist_ok=True)
    parents: dict[str, bool] = {}
    for size, changed, name in lines(step):
        parent = _parent(name)
        if parent not in parents:
            parents[parent] = _is_inside(step.cache, parent)
            (folder / parent).mkdir(parents=True, exist_ok=True)
        if parents[parent] and _is(f"{step.cache}/{name}", size, changed):
            try:
                _move(f"{step.cache}/{name}", f"{folder}/{name}")
            except PermissionError as error:
                stays.add(name, error.strerror or "it may not be moved")
    folder.rename(step.trash)
    sync_folder(step.trash.parent)
    return stays.sentences


def move_back(step: MoveEntries) -> None:
    """Move all back to where nothing new is; raises OSError. Doing it again does no harm.

    What go has made anew since is not touched: the old stays in the trash, in a folder `left-…`.
    """
    folder = _gathering(step)
    if arrived(step):
        step.trash.rename(folder)
    parents = {_parent(name) for _, _, name in lines(step)}
    for parent in parents:
        if (folder / parent).exists() and _is_inside(step.cache, parent):
            (step.cache / parent).mkdir(parents=True, exist_ok=True)
    for _, _, name in lines(step):
        _move(f"{folder}/{name}", f"{step.cache}/{name}")
    _tidy(folder, parents)
    if folder.exists():
        folder.rename(step.trash.with_name(LEFT + step.trash.name))
    sync_folder(step.trash.parent)


def _tidy(folder: Path, parents: set[str]) -> None:
    """Remove what is empty of the folders that were made, the innermost first."""
    made = {above for parent in parents for above in (folder / parent, *(folder / parent).parents)}
    within = sorted((place for place in made if place.is_relative_to(folder)), reverse=True)
    for place in (*within, folder.parent):
        with suppress(OSError):
            place.rmdir()


def _parent(name: str) -> str:
    return name.rpartition("/")[0]


def _is_inside(cache: Path, parent: str) -> bool:
    """Whether a folder of the cache, there or not, is reached without a link."""
    return Path(os.path.realpath(cache / parent)) == Path(os.path.realpath(cache)) / parent


def _is(path: str, size: int, changed: int) -> bool:
    """Whether an entry is the one that the preview saw; a folder (an executable) has no size of its own."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    same = stat.S_ISDIR(status.st_mode) or (stat.S_ISREG(status.st_mode) and status.st_size == size)
    return same and status.st_mtime_ns == changed


def _move(source: str, target: str) -> None:
    if os.path.lexists(target):
        return
    with suppress(FileNotFoundError):
        rename(source, target)
