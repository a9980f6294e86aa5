"""The trash of a cache: folders of things moved out of it, on its own filesystem, that can come back.

Each plan that moves something has a folder with an id of its own; a name that begins with a dot is under way.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

EMPTYING = ".emptying-"
MOVING = ".moving-"
LEFT = "left-"
STAMP = "%Y%m%d-%H%M%S"
ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]+")
"""What `new_id` makes."""


class Trashed(Struct, frozen=True):
    """One folder of a trash; `bytes` on disk, `when` in seconds since the epoch."""

    path: Path
    bytes: int
    files: int
    when: float


def new_id() -> str:
    """A name for a folder of the trash that nothing else has, and that tells when, to the millisecond."""
    now = datetime.now(UTC)
    return f"{now:{STAMP}}-{now.microsecond // 1000:03}{secrets.token_hex(2)}"


def listing(trash: Path) -> tuple[Trashed, ...]:
    """What is in a trash of this user, the oldest first; nothing where there is none, or a link instead."""
    try:
        folders = [place for place in trash.iterdir() if _is_folder(place)] if is_mine(trash) else []
    except OSError:
        return ()
    found = (measure(place) for place in folders if not place.name.startswith("."))
    return tuple(sorted((one for one in found if one.files), key=lambda one: (one.when, one.path)))


def is_mine(trash: Path) -> bool:
    """Whether this is a folder, and this user's; raises OSError where there is nothing."""
    status = trash.stat(follow_symlinks=False)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


def measure(folder: Path) -> Trashed:
    """One folder of a trash, measured; links are not followed."""
    sizes = [status.st_blocks * 512 for status in _files(str(folder))]
    return Trashed(folder, sum(sizes), len(sizes), _when(folder))


def _when(folder: Path) -> float:
    stamp = folder.name.removeprefix(LEFT)[:15]
    with suppress(ValueError):
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp()
    with suppress(OSError):
        return folder.stat().st_mtime
    return 0.0


def _files(folder: str) -> Iterator[os.stat_result]:
    pending = [folder]
    while pending:
        with suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    yield entry.stat(follow_symlinks=False)


def delete(folder: Path) -> None:
    """Delete a folder of a trash for good, read-only trees and all; links in it are not followed.

    From the first moment on it is no longer in the listing; what an interrupted deletion left goes too.
    Raises OSError.
    """
    if folder.is_symlink():
        raise NotADirectoryError(f"{folder} is a link")
    doomed = folder.with_name(EMPTYING + folder.name)
    if folder.exists():
        folder.rename(doomed)
    for place in folder.parent.glob(f"{EMPTYING}*"):
        if _is_folder(place):
            make_writable(place)
            shutil.rmtree(place)
    with suppress(OSError):
        folder.parent.rmdir()


def make_writable(folder: Path) -> None:
    """Let this user delete all that is in a folder; the module cache's trees are read-only."""
    pending = [str(folder)]
    while pending:
        place = pending.pop()
        mode = stat.S_IMODE(os.lstat(place).st_mode)
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            os.chmod(place, mode | stat.S_IRWXU)  # noqa: PTH101
        with os.scandir(place) as entries:
            pending += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]


def remove_empty(folder: Path, top: str) -> None:
    """Remove a folder of the trash and those above it while they are empty, up to the one named `top`."""
    if top not in folder.parts:
        return
    for place in (folder, *folder.parents):
        try:
            place.rmdir()
        except OSError:
            return
        if place.name == top:
            return
