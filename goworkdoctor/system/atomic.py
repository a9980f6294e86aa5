"""One file changed in one step that is on disk when it returns: replaced, created or removed.

The new content waits beside the file under a name known beforehand, so that whoever comes after a crash
can find it and take it away.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from goworkdoctor.system.files import read


class Look(Struct, frozen=True):
    """How a file looks from outside: its permission bits and its owner."""

    mode: int
    uid: int
    gid: int


def look(path: Path) -> Look | None:
    """The permission bits and owner of a file, None where there is no file; raises OSError."""
    try:
        status = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return Look(stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)


class NotAFile(OSError):
    """A link, a folder or a device where a regular file should be."""


def content(path: Path) -> bytes | None:
    """A regular file's bytes, None where there is nothing; raises OSError (NotAFile)."""
    try:
        if not stat.S_ISREG(path.stat(follow_symlinks=False).st_mode):
            raise NotAFile(f"{path} is not a regular file")
        return read(path)
    except FileNotFoundError:
        return None


def waiting(path: Path, token: str) -> Path:
    """Where the new content of a file waits until it takes the file's place."""
    return path.with_name(f".{path.name[:200]}.{token}.tmp")


def replace(path: Path, data: bytes, token: str, like: Look | None = None) -> None:
    """Give a file this content, whole or not at all; its mode and owner stay, or are `like`.

    `path` is no symbolic link. After an OSError the old content is there and nothing else is left.
    """
    new = waiting(path, token)
    appearance = look(path) or like
    # The token is nobody else's: what waits under this name was left by a crash. O_EXCL keeps out the rest.
    new.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(new, flags, 0o600 if appearance else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if appearance:
                _dress(file.fileno(), appearance)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _dress(descriptor: int, appearance: Look) -> None:
    # The owner first: changing it clears the set-user-id bits. Only root may give a file away.
    with suppress(PermissionError):
        os.fchown(descriptor, appearance.uid, appearance.gid)
    os.fchmod(descriptor, appearance.mode)


def remove(path: Path) -> None:
    """Remove a file; one that is not there is fine."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def move(path: Path, target: Path) -> None:
    """Move a file or folder, whole, to a name that is free on the same filesystem; raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target):
        raise FileExistsError(f"{target} is there already")
    rename(path, target)
    sync_folder(path.parent)
    sync_folder(target.parent)


def rename(path: Path | str, target: Path | str) -> None:
    """Give a file or folder another name and place, a read-only folder too; raises OSError.

    A folder that changes its parent is itself written to (its `..`), which needs a right that the trees of
    the module cache lack: they get it for the moment.
    """
    try:
        os.rename(path, target)  # noqa: PTH104
    except PermissionError:
        status = os.lstat(path)
        if not stat.S_ISDIR(status.st_mode) or status.st_mode & stat.S_IWUSR:
            raise
        mode = stat.S_IMODE(status.st_mode)
        os.chmod(path, mode | stat.S_IWUSR)  # noqa: PTH101
        moved = False
        try:
            os.rename(path, target)  # noqa: PTH104
            moved = True
        finally:
            os.chmod(target if moved else path, mode)  # noqa: PTH101


def sync_folder(path: Path) -> None:
    """Put a folder's entries on disk; some filesystems cannot, and the change stands all the same."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
