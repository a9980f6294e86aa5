"""Which module versions were found sound and are the very same still: none of their files is read twice.

A version is known by the name, inode, size and times of each of its files, and by the hashes that the go.sum
files of known checkouts give it: whoever changes one of these, the version is read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from goworkdoctor.golang.modcache import download_name, tree_name
from goworkdoctor.model.modulecache import ModuleVersion
from goworkdoctor.scan.entries import SETTLED
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.scan.verified import NOTHING, STAMP, Known, Verified, store

PARTS = ("zip", "ziphash", "partial")


class Seen(Struct, frozen=True):
    """A version as it is: `stamp` of all that it hangs on, and when it last `changed`, in seconds."""

    stamp: bytes
    changed: float


class Memory:
    """What is known of one module cache, by module path; `began` is before anything was looked at."""

    def __init__(self, cache: str, look: Look, began: float) -> None:
        self.cache, self.began = Path(cache), began
        self.verified = Verified(self.cache, store(look.environ))
        self.again = look.again
        self.before: dict[str, Known] = {}

    def recall(self, versions: list[ModuleVersion]) -> None:
        """Fetch what was known of these versions, unless all is to be read again."""
        if not self.again:
            self.before = self.verified.recall({version.path for version in versions})

    def look(self, version: ModuleVersion) -> Seen:
        """The version as it is now; raises PermissionError where it may not be read."""
        seen = blake2b(repr((version.version, sorted(version.sums))).encode(), digest_size=STAMP)
        changed = 0.0
        for name, status in sorted(self._statuses(version)):
            times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
            seen.update(os.fsencode(f"{name}\0{status.st_ino} {status.st_size} {times}\n"))
            changed = max(changed, status.st_mtime, status.st_ctime)
        return Seen(seen.digest(), changed)

    def knows(self, version: ModuleVersion, seen: Seen) -> bool:
        """Whether it was found sound as it is; that stays known."""
        if seen.stamp not in self.before.get(version.path, ()):
            return False
        self.verified.add(version.path, seen.stamp, NOTHING, new=False)
        return True

    def remember(self, version: ModuleVersion, seen: Seen) -> None:
        """It is sound; where it has just changed, its times may not tell the next change."""
        if seen.changed < self.began - SETTLED:
            self.verified.add(version.path, seen.stamp, NOTHING)

    def keep_so_far(self) -> None:
        """Write down what came to be known, beside what was known before and was not come to yet."""
        self.verified.keep(self.before)

    def keep(self) -> None:
        """Write down what came to be known; what was known and not met any more is forgotten."""
        known = self.verified.known
        self.verified.changed |= {path for path in known if known[path] != self.before.get(path)}
        self.verified.keep()

    def _statuses(self, version: ModuleVersion) -> Iterator[tuple[str, os.stat_result]]:
        for part in PARTS:
            name = download_name(version.key, part)
            try:
                yield name, os.lstat(self.cache / name)
            except PermissionError:
                raise
            except OSError:
                continue
        yield from _below(str(self.cache / tree_name(version.key)))


def _below(top: str) -> Iterator[tuple[str, os.stat_result]]:
    pending = [top]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        yield entry.path[len(top) :], entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
