"""Whether a directory is a cache of Go's, so that cleaning it can harm nobody, however GOCACHE is set."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from msgspec import Struct

TRASH = ".goworkdoctor-trash"
"""The folder inside a cache that holds what was moved out of it; Go and its tools never look there."""
TRASH_DAYS = 7
"""How long things lie in a trash before they may go by themselves."""
READMES = {
    "build": "This directory holds cached build artifacts from the Go build system.",
    "lint": "This directory holds cached build artifacts from golangci-lint.",
}
SHARD = re.compile(r"[0-9a-f]{2}")
ENTRY = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}-[ad]")
"""An entry of a build cache, relative to it: cmd/go/internal/cache, fileName. golangci-lint has the same."""
BESIDE = frozenset({"README", "trim.txt", "testexpire.txt", "log.txt", "fuzz", TRASH})
EMPTY = "is empty"
"""The refusal of a directory in which there is nothing to clean, and nothing that says what it is for."""
REPOSITORY = frozenset({".git", "go.mod", "go.work"})


class Folder(Struct, frozen=True):
    """A directory that is said to be a cache, as it was seen; `names` are those in it, and in its `cache`.

    `real` is its path with links resolved; `mine`: it belongs to this user; `readme` is how its README
    begins; `kind` is what it should be: build, lint or module.
    """

    kind: str
    path: str
    real: str = ""
    exists: bool = True
    link: bool = False
    mine: bool = True
    names: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    readme: str = ""


def refusal(folder: Folder, homes: tuple[str, ...], root: str) -> str:
    """Why nothing may be cleaned there, as the end of a sentence about its path; "" where it may.

    `homes` are the user's home directories and `root` the checkout, all with links resolved.
    """
    if not PurePosixPath(folder.path).is_absolute():
        return "is not an absolute path"
    if folder.link:
        return f"is a symbolic link to {folder.real}: name the directory itself"
    if not folder.exists:
        return "is no directory"
    return _too_much(folder, homes, root) or _not_ours(folder) or _no_cache(folder)


def _too_much(folder: Folder, homes: tuple[str, ...], root: str) -> str:
    real = PurePosixPath(folder.real or folder.path)
    if len(real.parts) == 1:
        return "is the root of all files"
    if any(PurePosixPath(home).is_relative_to(real) for home in homes if home):
        return "is a home directory, or holds one"
    if PurePosixPath(root).is_relative_to(real):
        return "is this checkout, or holds it"
    if found := sorted(REPOSITORY & folder.names):
        return f"is somebody's work: it has {found[0]} in it"
    return ""


def _not_ours(folder: Folder) -> str:
    return "" if folder.mine else "belongs to another user"


def _no_cache(folder: Folder) -> str:
    if not folder.names:
        return EMPTY
    if folder.kind == "module":
        looks = "cache" in folder.names and bool(folder.inner & {"download", "lock", "vcs"})
        return "" if looks else "does not look like a module cache: it has no cache/download"
    if folder.readme.startswith(READMES[folder.kind]):
        return ""
    if other := [kind for kind, readme in READMES.items() if folder.readme.startswith(readme)]:
        return f"is a {other[0]} cache, and no {folder.kind} cache"
    shards = {name for name in folder.names if SHARD.fullmatch(name)}
    if shards and not folder.names - shards - BESIDE:
        return ""
    return f"does not look like a {folder.kind} cache: it has no README of Go's, and files that are not Go's"
