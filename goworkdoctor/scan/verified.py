"""What of a cache was found healthy and is the very same still: nothing is read twice.

An entry is known by its name, inode, size and times: nothing changes a file's content without its ctime. What
is kept is 16 bytes for each; to lose it costs only time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field

from goworkdoctor.scan.environment import user_folder
from goworkdoctor.scan.parse_cache import ParseCache

FORMAT = b"verified 1 "
LIMIT = 64 << 20
STAMP = 8
NOTHING = bytes(STAMP)
Known = dict[bytes, bytes]
"""Stamp of an entry to the beginning of the output's id that it leads to; NOTHING for an output itself."""


def stamp(name: str, status: os.stat_result) -> bytes:
    """The entry as it is: whoever changes it, its stamp changes too."""
    seen = f"{name} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
    return blake2b(seen.encode("utf-8", "surrogateescape"), digest_size=STAMP).digest()


def beginning(id: str) -> bytes:
    """The first bytes of an output's id, as they are kept."""
    return bytes.fromhex(id[: 2 * STAMP])


def store(environ: Mapping[str, str]) -> ParseCache | None:
    """Where it is kept, None where the user has no cache folder."""
    folder = user_folder(environ, "XDG_CACHE_HOME", ".cache", ".cache")
    return ParseCache(folder / "goworkdoctor" / "build-health.sqlite", LIMIT) if folder else None


class Verified(Struct):
    """What is known of one cache, by folder or module; those of which more is known are written again."""

    cache: Path
    store: ParseCache | None
    known: dict[str, Known] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def recall(self, shards: Iterable[str]) -> dict[str, Known]:
        """What was known before, of each folder."""
        keys = {self._key(shard): shard for shard in shards}
        records = self.store.get(keys) if self.store else {}
        return {keys[key]: _unpacked(record) for key, record in records.items()}

    def add(self, shard: str, stamp: bytes, target: bytes, *, new: bool = True) -> None:
        """An entry is healthy; without `new` it was known before."""
        self.known.setdefault(shard, {})[stamp] = target
        if new:
            self.changed.add(shard)

    def keep(self, beside: Mapping[str, Known] | None = None) -> None:
        """Write down what came to be known since the last time, and what is known beside it."""
        changed, self.changed = self.changed, set()
        if self.store and changed:
            more = beside or {}
            # A list is made of a dict at once, whatever the readers add meanwhile.
            known = {shard: dict(list(self.known[shard].items())) for shard in list(changed)}
            records = ((shard, more.get(shard, {}) | found) for shard, found in known.items())
            self.store.put({self._key(shard): _packed(found) for shard, found in records})

    def _key(self, shard: str) -> bytes:
        return FORMAT + os.fsencode(self.cache / shard)


def _packed(known: Known) -> bytes:
    return b"".join(stamp + target for stamp, target in known.items())


def _unpacked(record: bytes) -> Known:
    both = 2 * STAMP
    return {record[at : at + STAMP]: record[at + STAMP : at + both] for at in range(0, len(record), both)}
