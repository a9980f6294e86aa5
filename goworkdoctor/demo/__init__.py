"""A small but real monorepo with every fault that one checkout can have, to try the doctor on.

Its files are in monorepo.txtar, in the archive format of Go's own tests
(https://pkg.go.dev/golang.org/x/tools/txtar): a line `-- name --` starts each file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.system.git import GitError, harden

SUBMODULE = "third_party/geo"
RECORDED = "5f1c0de5" * 5
RELEASED = "libs/cart/v0.1.0"
MESSAGE = "A shop, and all that can go wrong in its modules"
IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in {
        "NAME": "goworkdoctor",
        "EMAIL": "demo@example.com",
        "DATE": "2025-06-01T12:00:00Z",
    }.items()
}
"""Who commits, and when: always the same, so that the commit is."""


class NoDemo(Exception):
    """The demo could not be written there; the text says why."""


def write_demo(directory: Path) -> Path:
    """Write the monorepo into a new or empty directory and commit it; returns its real path.

    Raises NoDemo where the directory holds anything, cannot be written, or git is missing. The commit
    is the same wherever and whenever it is made.
    """
    try:
        if directory.exists() and any(directory.iterdir()):
            raise NoDemo(f"{directory} is not empty: the demo wants a new or empty directory")
        return _write(directory)
    except OSError as error:
        raise NoDemo(f"{directory}: {error.strerror}") from error
    except GitError as error:
        raise NoDemo(str(error)) from error


def _write(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    root = directory.resolve()
    for name, content in archive():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    (root / SUBMODULE).mkdir(parents=True)
    _commit(root)
    return root


def archive() -> Iterator[tuple[str, str]]:
    """(name, content) of each file of the monorepo."""
    text = (files(__package__) / "monorepo.txtar").read_text(encoding="utf-8")
    parts = re.split(r"^-- (\S+) --\n", text, flags=re.MULTILINE)[1:]
    return zip(parts[::2], parts[1::2], strict=True)


def _commit(root: Path) -> None:
    git = harden(root, os.environ)
    git = replace(git, env={**git.env, **IDENTITY})
    plain = ("-c", "core.excludesFile=", "-c", "core.autocrlf=false", "-c", "init.defaultObjectFormat=sha1")
    git.run(*plain, "init", "--quiet", "--template=", "--initial-branch=main")
    git.run(*plain, "add", "--all")
    repo = git.repo()
    # A submodule as a fresh clone has it: recorded, an empty folder, never fetched.
    repo.git.update_index("--add", "--cacheinfo", f"160000,{RECORDED},{SUBMODULE}")
    repo.git.commit("--quiet", "--no-verify", "--no-gpg-sign", message=MESSAGE)
    repo.create_tag(RELEASED)
