"""A census of the build cache: its size, kinds and ages; a folder that did not change is not listed again.

Outputs are named by their content, hence of one size and kind for ever: a folder holds the same bytes as
long as nothing was added to or taken from it, which its modification time tells. What was counted is kept
beside the parse cache; to lose it costs only time.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.golang.cachedirs import SHARD, TRASH
from goworkdoctor.model.buildcache import Age, BuildCache, Measured, Share
from goworkdoctor.model.facts import Facts
from goworkdoctor.scan.environment import user_folder
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.parse_cache import ParseCache
from goworkdoctor.scan.shards import BLOCK, Shard, Tally, count

FORMAT = b"census 1 "
LIMIT = 16 << 20
SETTLED = 10.0
"""Seconds that a folder must be unchanged to be remembered: an entry is there before all of its bytes are."""
AGES_HOLD = 86400.0
"""Seconds after which a folder is listed again for its ages: go notes a use in the entry alone."""
FEW = 8192
"""So many entries are all looked into for their kinds; of more, one in SAMPLE."""
SAMPLE = 16
SPACING = 3600.0
KEPT = 60


class Memory(Struct):
    """What the last census of one cache counted: folders by name, each with its stamp; and its sums since."""

    shards: dict[str, list[Any]] = field(default_factory=dict)
    earlier: list[list[float]] = field(default_factory=list)


def gather(look: Look, facts: Facts) -> BuildCache:
    """The build cache counted; one without a `dir` where go has none (GOCACHE=off)."""
    named = facts.environment.value("GOCACHE") if facts.environment else ""
    if not Path(named).is_absolute():
        return BuildCache()
    try:
        return Census(Path(named), look, remembered(look.environ)).take()
    except PermissionError as error:
        raise Skipped(f"{error.filename or named} cannot be read by this user") from None


def remembered(environ: Mapping[str, str]) -> ParseCache | None:
    """Where the census is kept, None where the user has no cache folder."""
    folder = user_folder(environ, "XDG_CACHE_HOME", ".cache", ".cache")
    return ParseCache(folder / "goworkdoctor" / "build-cache.sqlite", LIMIT) if folder else None


class Census(Struct):
    """One census, and what it keeps of its work in `store`."""

    folder: Path
    look: Look
    store: ParseCache | None
    now: float = field(default_factory=time.time)
    listed: int = 0
    """How many folders had to be listed, because they changed or were never seen."""
    unreadable: list[str] = field(default_factory=list)

    def take(self) -> BuildCache:
        """The census; raises Skipped where it is cancelled."""
        if not self.folder.is_dir():
            return BuildCache(str(self.folder))
        memory = self.recall()
        names = sorted(filter(SHARD.fullmatch, os.listdir(self.folder)))  # noqa: PTH208
        every = self.sampling(names)
        shards = {name: kept for name in names if (kept := self.shard(name, memory, every))}
        found = self.summed([Shard.of_json(kept[-1]) for kept in shards.values()], every)
        earlier = [Measured(when, int(bytes), int(files)) for when, bytes, files in memory.earlier]
        oldest = min((kept[2] for kept in shards.values()), default=self.now)
        self.keep(memory, {name: kept for name, kept in shards.items() if self.settled(kept)}, found)
        return replace(found, ages_from=oldest, earlier=tuple(earlier), unreadable=tuple(self.unreadable))

    def sampling(self, names: list[str]) -> int:
        """Of how many outputs one is looked into: of a few, each; by the first folders, which are as all."""
        some = names[:4]
        seen = sum(_length(self.folder / name) for name in some)
        return 1 if not some or seen * len(names) <= FEW * len(some) else SAMPLE

    def shard(self, name: str, memory: Memory, every: int) -> list[Any] | None:
        """[stamp, sampling, when it was listed, what is in it]; None for what is no folder or went away."""
        if self.look.cancelled.is_set():
            raise Skipped("cancelled")
        folder = f"{self.folder}/{name}"
        try:
            stamp = _stamp(folder)
            kept = memory.shards.get(name)
            if kept and kept[:2] == [stamp, every] and 0 <= self.now - kept[2] < AGES_HOLD:
                return kept
            self.listed += 1
            return [stamp, every, self.now, count(folder, every).json]
        except PermissionError:
            self.unreadable.append(name)
        except OSError:
            pass  # it is no folder, or went away
        return None

    def settled(self, kept: list[Any]) -> bool:
        return bool(kept[0][1] / 1e9 < kept[2] - SETTLED)

    def summed(self, shards: list[Shard], every: int) -> BuildCache:
        kinds, sampled, ages = (_sum(getattr(shard, name) for shard in shards) for name in TALLIES)
        small = [sum(shard.small[i] for shard in shards) for i in (0, 1)]
        for kind, tally in _scaled(sampled, small).items():
            known = kinds.setdefault(kind, [0, 0])
            kinds[kind] = [known[0] + tally[0], known[1] + tally[1]]
        beside = _beside(self.folder)
        entries = sum(tally[0] for kind, tally in kinds.items() if kind != Kind.FOREIGN)
        return BuildCache(
            dir=str(self.folder),
            exists=True,
            bytes=sum(tally[1] for tally in kinds.values()) + beside[1],
            files=sum(tally[0] for tally in kinds.values()) + beside[0],
            entries=entries,
            kinds=tuple(Share(kind, *kinds[kind]) for kind in Kind if kind in kinds),
            estimated=every > 1,
            ages=tuple(Age(int(day), *ages[day]) for day in sorted(ages, key=int)),
            oldest=min((shard.oldest for shard in shards if shard.oldest is not None), default=None),
        )

    def recall(self) -> Memory:
        """What was kept; nothing where that is of another make."""
        if self.store is None:
            return Memory()
        with suppress(ValueError, TypeError, KeyError):
            return Memory(**json.loads(self.store.get([self.key])[self.key]))
        return Memory()

    def keep(self, memory: Memory, shards: dict[str, list[Any]], found: BuildCache) -> None:
        """Keep what can be relied on, and this measurement where the last is an hour old."""
        earlier = memory.earlier
        if not earlier or not 0 <= self.now - earlier[-1][0] < SPACING:
            earlier = [*earlier[1 - KEPT :], [self.now, found.bytes, found.files]]
        after = Memory(shards, earlier)
        if self.store and after != memory:
            self.store.put({self.key: json.dumps(asdict(after)).encode()})

    @property
    def key(self) -> bytes:
        return FORMAT + os.fsencode(self.folder)


TALLIES = ("kinds", "sampled", "ages")


def _length(folder: Path) -> int:
    with suppress(OSError):
        return len(os.listdir(folder))  # noqa: PTH208
    return 0


def _stamp(folder: str) -> list[int]:
    status = os.lstat(folder)
    return [status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _sum(tallies: Iterable[dict[str, Tally]]) -> dict[str, Tally]:
    total: dict[str, Tally] = {}
    for one in tallies:
        for key, (entries, bytes) in one.items():
            tally = total.setdefault(key, [0, 0])
            tally[0] += entries
            tally[1] += bytes
    return total


def _scaled(sampled: dict[str, Tally], all: Tally) -> dict[str, Tally]:
    """A sample's tallies at the size of all; the largest kind takes what rounding leaves."""
    seen = [sum(tally[i] for tally in sampled.values()) for i in (0, 1)]
    if not seen[0]:
        return {Kind.OTHER: list(all)} if all[0] else {}
    scaled = {kind: [all[i] * tally[i] // max(seen[i], 1) for i in (0, 1)] for kind, tally in sampled.items()}
    largest = max(scaled, key=lambda kind: scaled[kind][1])
    for i in (0, 1):
        scaled[largest][i] += all[i] - sum(tally[i] for tally in scaled.values())
    return scaled


def _beside(folder: Path) -> Tally:
    """Files beside the folders of entries (trim.txt and the like), but the fuzz corpus and the trash."""
    tally = [0, 0]
    for path, folders, files in os.walk(folder):
        if Path(path) == folder:
            folders[:] = [
                name for name in folders if name not in ("fuzz", TRASH) and not SHARD.fullmatch(name)
            ]
        for file in files:
            with suppress(OSError):
                tally[0] += 1
                tally[1] += os.lstat(f"{path}/{file}").st_blocks * BLOCK
    return tally


BUILD_CACHE = Gatherer("build_cache", gather, needs=frozenset({"environment"}), patient=True, family="GC")
