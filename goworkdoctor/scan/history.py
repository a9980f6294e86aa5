"""When directories were last committed to, along the first parents, within a bound of time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

from goworkdoctor.system.git import Git, GitError

SECONDS = 3.0
RECENT = 100
MARK = "\x01"
LOG = ("--literal-pathspecs", "log", "-z", "--first-parent", f"--format={MARK}%cI")
NAMES = ("--diff-merges=first-parent", "--no-renames", "--name-only")


def last_commits(git: Git, dirs: Sequence[str], pool: Executor) -> dict[str, str]:
    """The committer date (ISO 8601) of the last commit that touched each directory, merges included.

    One git looks at the last hundred commits, which most staging modules are in; the rest are asked for one
    by one. A directory is left out where that takes too long, or where nothing was ever committed.
    """
    end = time.monotonic() + SECONDS
    found = _dates(_log(git, end, "-n", str(RECENT), *NAMES, "--", *dirs), frozenset(dirs))
    older = [dir for dir in dirs if dir not in found]
    for dir, records in zip(older, pool.map(lambda dir: _log(git, end, "-1", "--", dir), older), strict=True):
        if records:
            found[dir] = records[0].removeprefix(MARK)
    return found


def _log(git: Git, end: float, *arguments: str) -> list[str]:
    left = end - time.monotonic()
    try:
        return git.records(*LOG, *arguments, timeout=left) if left > 0 else []
    except GitError:
        return []


def _dates(records: Iterable[str], dirs: frozenset[str]) -> dict[str, str]:
    """From commits, new to old: a date after MARK, then every file, the first of them after a line break.

    The first commit that touched a folder is its last; so is it that of all folders around it.
    """
    dates: dict[str, str] = {}
    date = ""
    for record in records:
        if record.startswith(MARK):
            date = record.removeprefix(MARK)
            continue
        folder = record.removeprefix("\n").rpartition("/")[0]
        while folder and folder not in dates:
            dates[folder] = date
            folder = folder.rpartition("/")[0]
    return {dir: dates[dir] for dir in dirs & dates.keys()}
