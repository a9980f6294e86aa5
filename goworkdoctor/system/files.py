"""Files, read without surprises, walked without git, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec import Struct, field

CHUNK = 1 << 16


class TooBig(OSError):
    """A file longer than the reader's limit."""


def read(path: Path | str, limit: int = 64 << 20) -> bytes:
    """The content of a regular file of at most `limit` bytes; OSError (TooBig) otherwise.

    A pipe or device with a file's name would block or never end: it is an OSError here.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(f"{path} is not a regular file")
        size = min(status.st_size, limit)
        # One more than its size: where just that does not come, there is no more.
        content = os.read(descriptor, size + 1)
        while len(content) != size and len(content) <= limit and (more := os.read(descriptor, CHUNK)):
            content += more
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise TooBig(f"{path} is bigger than {limit} bytes")
    return content


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step, on disk before this returns; an old file's mode and owner stay.

    A symbolic link stays one: the file it points to is replaced. After an OSError the old content is
    still there and nothing else is left behind.
    """
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _look_like(target, file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)  # noqa: PTH105
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        raise
    _sync_directory(target.parent)


def _look_like(target: Path, descriptor: int) -> None:
    """Give an open file the mode and owner of `target`, or those of a new file."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    with suppress(PermissionError):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _sync_directory(path: Path) -> None:
    # Some filesystems cannot sync a directory; the replacement stands all the same.
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Walked(Struct):
    """What lies under a folder; paths are relative to it, with `/`. `unreadable` are directories."""

    files: set[str] = field(default_factory=set)
    symlinks: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)


def walk(root: Path, cancelled: Event | None = None) -> Walked:
    """Every file under `root` but what is in `.git`; symbolic links count as files and are not followed.

    Pipes, sockets and devices do not count.
    """
    walked = Walked()
    pending = [""]
    while pending and not (cancelled and cancelled.is_set()):
        prefix = pending.pop()
        try:
            with os.scandir(root / prefix) as entries:
                for entry in entries:
                    _enter(entry, prefix + entry.name, walked, pending)
        except OSError:
            walked.unreadable.append(prefix.removesuffix("/") or ".")
    walked.unreadable.sort()
    return walked


def _enter(entry: os.DirEntry[str], path: str, walked: Walked, pending: list[str]) -> None:
    if entry.name == ".git":
        return
    if entry.is_symlink():
        walked.symlinks.add(path)
        walked.files.add(path)
    elif entry.is_dir(follow_symlinks=False):
        pending.append(path + "/")
    elif entry.is_file(follow_symlinks=False):
        walked.files.add(path)
