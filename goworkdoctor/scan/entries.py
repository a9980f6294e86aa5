"""All entries of a build cache as they lie there, each with what tells whether it changed."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from goworkdoctor.golang.buildcache import entry_id
from goworkdoctor.golang.cachedirs import SHARD
from goworkdoctor.scan.verified import stamp

SETTLED = 2.0
"""Seconds after its last change from which the times of a file surely tell the next one."""


class Entry(Struct, frozen=True):
    """An output or an index entry that is a file; `name` is its path in the cache, `size` its bytes.

    `changed` is when its inode last did, in seconds since the epoch.
    """

    id: str
    name: str
    output: bool
    size: int
    changed: float
    stamp: bytes

    @property
    def shard(self) -> str:
        return self.id[:2]


class Listing(Struct):
    """What is in a cache: the entries, ids of the outputs that are folders, and how much is not go's.

    `unreadable` are the names of folders that this user may not list.
    """

    entries: list[Entry] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    foreign: int = 0
    unreadable: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.time)

    def settled(self, entry: Entry) -> bool:
        """Whether a change after this listing would be seen by the entry's stamp."""
        return entry.changed < self.began - SETTLED


def listing(cache: Path) -> Listing:
    """Everything in the folders 00 to ff, as far as they can be read; links are never entries."""
    found = Listing()
    with suppress(FileNotFoundError), os.scandir(cache) as shards:
        for shard in shards:
            if SHARD.fullmatch(shard.name) and shard.is_dir(follow_symlinks=False):
                try:
                    _list(shard, found)
                except PermissionError:
                    found.unreadable.append(shard.name)
                except OSError:
                    continue  # it went away
    return found


def _list(shard: os.DirEntry[str], found: Listing) -> None:
    with os.scandir(shard.path) as files:
        for file in files:
            id = entry_id(shard.name, file.name)
            output = file.name.endswith("-d")
            if not id:
                found.foreign += 1
            elif file.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):
                    found.entries.append(entry(id, output, file.stat(follow_symlinks=False)))
            elif output and file.is_dir(follow_symlinks=False):
                found.folders.add(id)
            else:
                found.foreign += 1


def entry(id: str, output: bool, status: os.stat_result) -> Entry:
    name = f"{id[:2]}/{id}-{'d' if output else 'a'}"
    changed = max(status.st_ctime, status.st_mtime)
    return Entry(id, name, output, status.st_size, changed, stamp(name, status))


def look_up(cache: Path, old: Entry) -> Entry | None:
    """The entry as it is now; None where it is gone, or no file any more."""
    with suppress(OSError):
        status = (cache / old.name).lstat()
        return entry(old.id, old.output, status) if stat.S_ISREG(status.st_mode) else None
    return None
