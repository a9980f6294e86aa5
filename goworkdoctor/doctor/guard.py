"""The guard at every cache: nothing is moved out of a directory that is not one of Go's caches."""

from __future__ import annotations

import os
import pwd
from contextlib import suppress
from pathlib import Path

from goworkdoctor.golang.cachedirs import EMPTY, TRASH, Folder, refusal
from goworkdoctor.model.plan import NothingToDo, Refused


def guard(kind: str, cache: Path, root: Path) -> None:
    """Raises Refused, with the reason, where the folder is no cache of that kind (build, lint, module).

    NothingToDo where it is empty.

    `root` is the checkout that is being treated, which is no cache, nor inside what is one.
    """
    why = refusal(look(kind, cache), _homes(), os.path.realpath(root))
    if why == EMPTY:
        raise NothingToDo(f"{cache} {why}")
    if why:
        raise Refused(f"{cache} {why}; nothing is cleaned there")
    trash = cache / TRASH
    if trash.is_symlink() or (os.path.lexists(trash) and not _mine(trash)):
        raise Refused(f"{trash} is not a directory of this user, so nothing is moved there")


def look(kind: str, cache: Path) -> Folder:
    """What is to be seen of the folder from outside and in its first level; nothing raises."""
    if not cache.is_dir():
        return Folder(kind, str(cache), exists=False, link=cache.is_symlink(), real=os.path.realpath(cache))
    return Folder(
        kind,
        str(cache),
        real=os.path.realpath(cache),
        link=cache.is_symlink(),
        mine=_mine(cache),
        names=_names(cache),
        inner=_names(cache / "cache"),
        readme=_beginning(cache / "README"),
    )


def new_trash(cache: Path, id: str) -> Path:
    """The folder that a plan with that id moves things of this cache to."""
    return cache / TRASH / id


def _mine(folder: Path) -> bool:
    with suppress(OSError):
        return folder.stat(follow_symlinks=False).st_uid == os.getuid()
    return False


def _names(folder: Path) -> frozenset[str]:
    with suppress(OSError):
        return frozenset(os.listdir(folder))  # noqa: PTH208
    return frozenset()


def _beginning(file: Path) -> str:
    with suppress(OSError):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                return stream.read(200).decode("utf-8", "replace")
    return ""


def _homes() -> tuple[str, ...]:
    """$HOME, and what the user database says, for a HOME may be set to anything."""
    homes = [os.environ.get("HOME", "")]
    with suppress(KeyError):
        homes.append(pwd.getpwuid(os.getuid()).pw_dir)
    return tuple(os.path.realpath(home) for home in homes if home)
