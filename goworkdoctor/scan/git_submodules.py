"""Git submodules: checked out or not, at which commit, changed inside, and the Go modules in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from goworkdoctor.model.facts import Facts, GitSubmodule, Status
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.status import STATUS, parse_status
from goworkdoctor.scan.tree import is_initialised
from goworkdoctor.system.files import read
from goworkdoctor.system.git import GitError, NoRepository

PATH_LINE = re.compile(r'\s*path\s*=\s*(?:"(.*)"|(.*?))\s*')
AT_ONCE = 4


def gather(look: Look, facts: Facts) -> tuple[GitSubmodule, ...]:
    """Every gitlink of the index, submodules' own ones included, ordered by path."""
    tree = facts.tree
    if tree is None or not tree.git:
        raise Skipped((tree and tree.note) or "not a git repository")
    paths = sorted(tree.gitlinks)
    lines = _lines(look.root, paths)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = list(pool.map(lambda path: _status(look, path), paths))
    dirs = [module.dir for module in facts.modules or ()]
    return tuple(
        GitSubmodule(
            path=path,
            initialised=status is not None,
            commit=tree.gitlinks[path] if status is None else status.head,
            recorded=tree.gitlinks[path],
            dirty=bool(status and status.dirty),
            modules=tuple(dir for dir in dirs if f"{dir}/".startswith(f"{path}/")),
            line=lines.get(path, 0),
        )
        for path, status in zip(paths, states, strict=True)
    )


def _status(look: Look, path: str) -> Status | None:
    """A submodule's own status, by a git hardened against its settings; None where there is no repository.

    One that git refuses is there, but nothing is known of it: its commit stays "".
    """
    if not is_initialised(look.root, path):
        return None
    try:
        return parse_status(look.git(path).records(*STATUS, "--untracked-files=normal"))
    except NoRepository:
        return None
    except GitError:
        return Status()


def _lines(root: Path, paths: Iterable[str]) -> dict[str, int]:
    """Where a .gitmodules, the root's or a submodule's, names each path: 1-based, the first time."""
    lines: dict[str, int] = {}
    for prefix in ["", *(f"{path}/" for path in paths)]:
        for number, text in enumerate(_text(root / prefix / ".gitmodules").splitlines(), start=1):
            if found := PATH_LINE.fullmatch(text):
                lines.setdefault(prefix + (found[1] or found[2] or ""), number)
    return lines


def _text(path: Path) -> str:
    try:
        return read(path, 1 << 20).decode("utf-8", "surrogateescape")
    except OSError:
        return ""


GIT_SUBMODULES = Gatherer("git_submodules", gather, needs=frozenset({"tree", "modules"}))
