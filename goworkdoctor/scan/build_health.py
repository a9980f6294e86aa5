"""The health of the build cache: every output held against its name, every index entry against its output.

Go itself looks at sizes only, so that an entry whose bytes changed is believed for ever, and the package
that imports it is blamed. Nothing is written to the cache, and builds may run beside: what vanishes is no
finding, and what looks wrong is looked at again when nobody has written it for a moment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from goworkdoctor.golang.blame import blame
from goworkdoctor.golang.buildcache import INDEX_SIZE, IndexEntry, parse_index_entry
from goworkdoctor.model.buildcache import BadEntry, BuildHealth
from goworkdoctor.model.facts import Facts
from goworkdoctor.scan.entries import Entry, Listing, listing, look_up
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.reading import Reader, Reading
from goworkdoctor.scan.verified import NOTHING, Known, Verified, beginning, store

NAME = "build_health"
SMALL = 64 << 10
"""Bytes up to which an entry takes longer to open than to read."""
SAVE = 5.0
"""Seconds between two notes of what was verified, so that a scan that is killed is not for nothing."""
QUIET = 2.0
"""Seconds for which a file that looks wrong must not have been written before it is blamed."""
PATIENCE = 6.0
"""Seconds to wait for that; what is still being written then is nobody's fault."""
LARGEST = 64 << 20
"""Bytes of the largest output that is asked for its package."""


def gather(look: Look, facts: Facts) -> BuildHealth:
    """The health of the build cache; raises Skipped where there is none, or the scan is cancelled."""
    found = facts.build_cache
    if found is None or not found.exists:
        raise Skipped("there is no build cache")
    return HealthScan(Path(found.dir), look).run()


class Lead(Struct, frozen=True):
    """An index entry that leads to an output."""

    entry: Entry
    index: IndexEntry


class HealthScan:
    """One scan of one cache; what was verified before is read only where the look says `again`."""

    def __init__(self, cache: Path, look: Look) -> None:
        self.cache = cache
        self.look = look
        self.verified = Verified(cache, store(look.environ))
        self.found = Listing()
        self.known: list[tuple[Entry, bytes]] = []
        # Readers append to these; that is safe between threads.
        self.leads: list[Lead] = []
        self.suspects: list[Entry] = []
        self.bad: list[tuple[Entry, str]] = []
        self.unreadable: list[str] = []
        self.saved = time.monotonic()

    def run(self) -> BuildHealth:
        """The verdict; raises Skipped where the look is cancelled, with what was verified kept."""
        self.found = listing(self.cache)
        todo = sorted(self.unknown(), key=lambda entry: -entry.size)
        large = [entry for entry in todo if entry.size > SMALL]
        reading = Reading(self.look, NAME, sum(entry.size for entry in todo), len(todo))
        try:
            reading.over(large, self.examine, self.keep_sometimes, todo[len(large) :])
            dangling = self.compare()
            self.wait_for_quiet()
            reading.over(self.suspects, self.judge)
        finally:
            self.verified.keep()
        return BuildHealth(
            dir=str(self.cache),
            entries=len(self.found.entries) + len(self.found.folders),
            checked=len(todo),
            unchanged=len(self.known),
            folders=len(self.found.folders),
            foreign=self.found.foreign,
            dangling=dangling,
            bytes=sum(entry.size for entry in self.found.entries),
            read=reading.progress.read,
            seconds=reading.progress.seconds,
            bad=tuple(self.verdict()),
            unreadable=tuple(sorted([*self.found.unreadable, *self.unreadable])),
        )

    def unknown(self) -> Iterator[Entry]:
        """What must be read; the rest was verified before and is the same still."""
        before: dict[str, Known] = {}
        if not self.look.again:
            before = self.verified.recall({entry.shard for entry in self.found.entries})
        for entry in self.found.entries:
            target = before.get(entry.shard, {}).get(entry.stamp)
            if target is None:
                yield entry
            else:
                self.known.append((entry, target))
                self.verified.add(entry.shard, entry.stamp, target, new=False)

    def examine(self, entry: Entry, reader: Reader) -> None:
        """The first look at an entry, by one of many threads."""
        try:
            if not entry.output:
                lead = self.read_lead(entry)
                (self.leads if lead else self.suspects).append(lead or entry)  # type: ignore[arg-type]
            elif self.is_sound(entry, reader):
                self.remember(entry, NOTHING)
            else:
                self.suspects.append(entry)
        except FileNotFoundError:
            return
        except PermissionError:
            self.unreadable.append(entry.name)
        except OSError:
            self.suspects.append(entry)

    def is_sound(self, entry: Entry, reader: Reader) -> bool:
        with _opened(f"{self.cache}/{entry.name}") as file:
            digest, _ = reader.sha256(file)
        return digest == entry.id

    def read_lead(self, entry: Entry) -> Lead | None:
        """What an index entry says; None where go takes it for a miss. Raises OSError."""
        with _opened(f"{self.cache}/{entry.name}") as file:
            data = os.read(file, INDEX_SIZE + 1)
        index = parse_index_entry(entry.id, data)
        return Lead(entry, index) if index else None

    def remember(self, entry: Entry, target: bytes) -> None:
        if self.found.settled(entry):
            self.verified.add(entry.shard, entry.stamp, target)

    def keep_sometimes(self) -> None:
        if time.monotonic() - self.saved > SAVE:
            self.verified.keep()
            self.saved = time.monotonic()

    def compare(self) -> int:
        """Hold each index entry against the output it leads to; how many lead to none."""
        sizes = {entry.id: entry.size for entry in self.found.entries if entry.output}
        unseen = frozenset(self.found.unreadable)
        dangling = 0
        for lead in self.leads:
            output = lead.index.output
            if output[:2] in unseen:
                continue
            if output not in sizes and output not in self.found.folders:
                dangling += not os.path.lexists(self.cache / output[:2] / f"{output}-d")
            elif sizes.get(output, lead.index.size) != lead.index.size:
                self.suspects.append(lead.entry)
            else:
                self.remember(lead.entry, beginning(output))
        there = {beginning(id) for id in (*sizes, *self.found.folders)}
        gone = (target for entry, target in self.known if not entry.output and target not in there)
        return dangling + sum(target.hex()[:2] not in unseen for target in gone)

    def wait_for_quiet(self) -> None:
        """Give who is writing one of the suspects time to end."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.look.cancelled.is_set():
            now = (look_up(self.cache, entry) for entry in self.suspects)
            if not any(_is_being_written(entry) for entry in now if entry):
                return
            time.sleep(QUIET / 10)

    def judge(self, suspect: Entry, reader: Reader) -> None:
        """The second look, at what seemed wrong."""
        entry = look_up(self.cache, suspect)
        if entry is None or _is_being_written(entry):
            return
        try:
            why = self.fault_of_output(entry, reader) if entry.output else self.fault_of_index(entry)
        except (FileNotFoundError, PermissionError):
            return
        except OSError as error:
            why = f"it cannot be read: {error.strerror}"
        if why:
            self.bad.append((entry, why))

    def fault_of_output(self, entry: Entry, reader: Reader) -> str:
        return "" if self.is_sound(entry, reader) else "its content is not the one that it is named by"

    def fault_of_index(self, entry: Entry) -> str:
        lead = self.read_lead(entry)
        if lead is None:
            return "it is no index entry of go's"
        output = self.cache / lead.index.output[:2] / f"{lead.index.output}-d"
        size = output.lstat().st_size
        if size == lead.index.size or output.is_dir():
            return ""
        self.leads.append(lead)
        return f"it says {lead.index.size} bytes, and its output has {size}"

    def verdict(self) -> Iterator[BadEntry]:
        """The bad entries, with what leads to them and whom they belong to, in the order of their names."""
        outputs = {entry.id for entry, _ in self.bad if entry.output}
        leads = self.leads_to(outputs)
        led = {lead.entry.name for of_one in leads.values() for lead in of_one.values()}
        for entry, why in sorted(self.bad, key=lambda one: one[0].name):
            if entry.name in led:
                continue  # the fault is its output's
            of_it = leads.get(entry.id, {}) if entry.output else {}
            yield BadEntry(
                name=entry.name,
                reason=why,
                size=entry.size,
                notices=all(lead.index.size != entry.size for lead in of_it.values()),
                blame=self.blame(entry) if entry.output else "",
                leads=tuple(sorted(of_it)),
            )

    def leads_to(self, outputs: set[str]) -> dict[str, dict[str, Lead]]:
        """The index entries by the bad output that they lead to; those known from before are read anew."""
        if not outputs:
            return {}
        beginnings = {beginning(id) for id in outputs}
        leads = list(self.leads)
        for entry, target in self.known:
            if not entry.output and target in beginnings:
                with suppress(OSError):
                    leads += filter(None, [self.read_lead(entry)])
        found: dict[str, dict[str, Lead]] = {}
        for lead in leads:
            if lead.index.output in outputs:
                found.setdefault(lead.index.output, {})[lead.entry.name] = lead
        return found

    def blame(self, entry: Entry) -> str:
        if entry.size > LARGEST:
            return ""
        with suppress(OSError):
            return blame((self.cache / entry.name).read_bytes())
        return ""


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """A file for reading, never one behind a link; raises OSError."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        yield file
    finally:
        os.close(file)


def _is_being_written(entry: Entry) -> bool:
    return 0 <= time.time() - entry.changed < QUIET


BUILD_HEALTH = Gatherer(NAME, gather, needs=frozenset({"build_cache"}), patient=True, family="GC", deep=True)
