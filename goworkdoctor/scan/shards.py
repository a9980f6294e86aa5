"""One of the 256 folders of a build cache, counted: what a census remembers while it holds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from goworkdoctor.golang.buildcache import HEAD, Kind, entry_id, kind_of

BLOCK = 512
BIG = 1 << 20
"""Bytes from which an output's kind is always looked up; of the others a sample will do."""
DAY = 86400

Tally = list[int]
"""Entries and their bytes on disk."""


class Shard(Struct):
    """What is in a folder, as plain JSON. `kinds` are of entries whose kind is known for certain.

    `sampled` are the kinds of those small outputs that were looked into, `small` tallies all small ones.
    `ages` tallies outputs by the day of their last use. Index entries are told by their name alone:
    they are all of one size, and one of them tells the blocks that it takes.
    """

    kinds: dict[str, Tally] = field(default_factory=dict)
    sampled: dict[str, Tally] = field(default_factory=dict)
    small: Tally = field(default_factory=lambda: [0, 0])
    ages: dict[str, Tally] = field(default_factory=dict)
    oldest: float | None = None

    @classmethod
    def of_json(cls, json: dict[str, Any]) -> Shard:
        """Inverse of `json`; raises TypeError where it is something else."""
        return cls(**json)

    @property
    def json(self) -> dict[str, Any]:
        return asdict(self)

    def add(self, tallies: dict[str, Tally], key: str, bytes: int, entries: int = 1) -> None:
        tally = tallies.setdefault(key, [0, 0])
        tally[0] += entries
        tally[1] += bytes


def count(folder: str, every: int) -> Shard:
    """The folder counted; of the small outputs one in `every` is looked into, chosen by its name, a hash.

    What vanishes meanwhile is not counted; raises OSError where the folder is gone or may not be read.
    """
    shard, index_entries = Shard(), []
    name = folder.rpartition("/")[2]
    with _opened(folder) as directory:
        for entry in os.listdir(directory):  # noqa: PTH208
            if entry.endswith("-a") and len(entry) == 66:
                index_entries.append(entry)
                continue
            with suppress(FileNotFoundError):
                _count_output(shard, directory, name, entry, every)
        _count_index_entries(shard, directory, index_entries)
    return shard


@contextmanager
def _opened(folder: str) -> Iterator[int]:
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield directory
    finally:
        os.close(directory)


def _count_output(shard: Shard, directory: int, name: str, entry: str, every: int) -> None:
    status = os.stat(entry, dir_fd=directory, follow_symlinks=False)
    bytes = status.st_blocks * BLOCK
    if not entry_id(name, entry) or not stat.S_ISREG(status.st_mode):
        _count_unusual(shard, directory, entry, status)
        return
    modified = status.st_mtime
    shard.add(shard.ages, str(int(modified // DAY)), bytes)
    if shard.oldest is None or modified < shard.oldest:
        shard.oldest = modified
    if status.st_size >= BIG:
        shard.add(shard.kinds, _kind(directory, entry), bytes)
        return
    shard.small[0] += 1
    shard.small[1] += bytes
    if int(entry[2:6], 16) % every == 0:
        shard.add(shard.sampled, _kind(directory, entry), bytes)


def _count_unusual(shard: Shard, directory: int, entry: str, status: os.stat_result) -> None:
    """A folder with an executable, or something that is not go's; symlinks are neither."""
    if stat.S_ISREG(status.st_mode):
        shard.add(shard.kinds, Kind.FOREIGN, status.st_blocks * BLOCK)
    if not stat.S_ISDIR(status.st_mode):
        return
    kind = Kind.EXECUTABLE if entry.endswith("-d") else Kind.FOREIGN
    with suppress(OSError):
        _count_inside(shard, directory, entry, kind, status.st_mtime)


def _count_inside(shard: Shard, directory: int, entry: str, kind: Kind, modified: float) -> None:
    inside = os.open(entry, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=directory)
    try:
        for file in os.listdir(inside):  # noqa: PTH208
            found = os.stat(file, dir_fd=inside, follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                shard.add(shard.kinds, kind, found.st_blocks * BLOCK)
                shard.add(shard.ages, str(int(modified // DAY)), found.st_blocks * BLOCK)
    finally:
        os.close(inside)


def _count_index_entries(shard: Shard, directory: int, entries: list[str]) -> None:
    for entry in entries:
        with suppress(OSError):
            blocks = os.stat(entry, dir_fd=directory, follow_symlinks=False).st_blocks
            shard.add(shard.kinds, Kind.INDEX_ENTRY, len(entries) * blocks * BLOCK, len(entries))
            return


def _kind(directory: int, entry: str) -> Kind:
    try:
        file = os.open(entry, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=directory)
    except PermissionError:
        return Kind.OTHER
    try:
        return kind_of(os.read(file, HEAD))
    finally:
        os.close(file)
