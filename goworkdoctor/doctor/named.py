"""Files and folders of a cache, named by a treatment, as one move to the cache's trash."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from goworkdoctor.doctor.guard import guard
from goworkdoctor.doctor.many import Line, manifest
from goworkdoctor.doctor.stays import Stays
from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.model.plan import DiscardMany, MoveEntries, Refused
from goworkdoctor.system.trash import measure


def named(step: DiscardMany, root: Path, id: str, stays: Stays) -> MoveEntries | None:
    """The step that moves what a DiscardMany names; None where nothing of it is there; raises Refused.

    What this user may not move is told to `stays`.
    """
    guard(step.kind, step.cache, root)
    found = list(_lines(step, stays))
    if not found:
        return None
    trash = step.cache / TRASH / id
    bytes = sum(_size(step.cache / name) for *_, name in found) if step.bytes is None else step.bytes
    return MoveEntries(step.kind, step.cache, trash, manifest(found), len(found), bytes, step.busy)


def _size(place: Path) -> int:
    """Bytes on disk of a file, or of a folder with all that is in it."""
    status = os.lstat(place)
    return measure(place).bytes if stat.S_ISDIR(status.st_mode) else status.st_blocks * 512


def _lines(step: DiscardMany, stays: Stays) -> Iterator[Line]:
    for name in sorted(step.names):
        parts = PurePosixPath(name).parts
        if not parts or parts[0] in ("/", TRASH) or ".." in parts or not name.isprintable():
            raise Refused(f"{name} is not in the cache {step.cache}")
        try:
            status = os.lstat(step.cache / name)
        except PermissionError:
            stays.add(name, "this user may not look at it")
            continue
        except OSError:
            continue
        if not stays.holds(name.rpartition("/")[0]):
            size = 0 if stat.S_ISDIR(status.st_mode) else status.st_size
            yield size, status.st_mtime_ns, name
