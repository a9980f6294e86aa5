"""What was found in Go's build cache: how large it is and of what, and which of its entries are bad."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from goworkdoctor.golang.buildcache import Kind

DAY = 86400.0


class Share(Struct, frozen=True):
    """All entries of one kind; `bytes` on disk."""

    kind: Kind
    entries: int
    bytes: int


class Age(Struct, frozen=True):
    """The outputs last used on one day, UTC: `day` counts days since the epoch; `bytes` on disk."""

    day: int
    entries: int
    bytes: int


class Measured(Struct, frozen=True):
    """An earlier measurement: `when` in seconds since the epoch, `bytes` on disk."""

    when: float
    bytes: int
    files: int


class BuildCache(Struct, frozen=True):
    """The build cache without its fuzz corpus and the doctor's trash; `dir` is "" where go has none.

    `bytes` are those on disk, as du counts them; times are seconds since the epoch. `kinds` are told by a
    sample of the outputs where `estimated`. A day in `ages` may be older than the truth by as much as has
    passed since `ages_from`, a day at most: go notes a use without touching the folder. `earlier` are
    measurements of the past, oldest first. `unreadable` are folders of it that this user may not read.
    """

    dir: str = ""
    exists: bool = False
    bytes: int = 0
    files: int = 0
    entries: int = 0
    kinds: tuple[Share, ...] = ()
    estimated: bool = False
    ages: tuple[Age, ...] = ()
    ages_from: float = 0.0
    oldest: float | None = None
    earlier: tuple[Measured, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def growth(self) -> int | None:
        """Bytes since the last measurement, None where this is the first."""
        return self.bytes - self.earlier[-1].bytes if self.earlier else None

    def unused_since(self, when: float) -> int:
        """Bytes of the outputs that nothing used from then on, counted in whole days."""
        return sum(age.bytes for age in self.ages if (age.day + 1) * DAY <= when)

    def outputs_unused_since(self, when: float) -> int:
        """How many outputs nothing used from then on, counted in whole days."""
        return sum(age.entries for age in self.ages if (age.day + 1) * DAY <= when)


class Span(Struct, frozen=True):
    """The outputs last used `begin` to `end` days ago, the last excluded; None where there is no end."""

    begin: int
    end: int | None
    bytes: int
    entries: int

    @property
    def words(self) -> str:
        """`used today`, `5–29 days ago`."""
        if self.end is None:
            return "longer ago"
        return f"{self.begin}–{self.end - 1} days ago" if self.begin else "used today"


ENDS = (1, 5, 30, 90, None)
"""Where spans of ages end, in days; what is unused for five days go drops itself, when it trims."""


def spans(cache: BuildCache, now: float) -> tuple[Span, ...]:
    """Every output in one span; `now` in seconds since the epoch."""
    today = int(now // DAY)
    pairs = pairwise((0, *ENDS))
    return tuple(_span(cache, today, begin or 0, end) for begin, end in pairs)


def _span(cache: BuildCache, today: int, begin: int, end: int | None) -> Span:
    passed = ((max(today - age.day, 0), age) for age in cache.ages)
    ages = [age for days, age in passed if days >= begin and (end is None or days < end)]
    return Span(begin, end, sum(age.bytes for age in ages), sum(age.entries for age in ages))


class BadEntry(Struct, frozen=True):
    """An entry whose content is wrong: `name` is its path in the cache, `size` its bytes.

    Go `notices` some faults itself and makes the entry anew; the others it believes. `blame` is the package
    it belongs to, "" where nothing tells. `leads` are the index entries that lead to it.
    """

    name: str
    reason: str
    size: int
    notices: bool
    blame: str = ""
    leads: tuple[str, ...] = ()


class BuildHealth(Struct, frozen=True):
    """Every entry held against its name; `entries` are all there are, bytes are of content.

    `unchanged` were verified before and have the same inode, size and times since, so they were not read
    again. `folders` hold an executable each and cannot be checked by name. `dangling` index entries lead to
    an output that is gone: go's own trimming leaves such, and each is a miss. `bad` is in the order of names.
    `unreadable` are folders and entries, by name, that this user may not read.
    """

    dir: str
    entries: int = 0
    checked: int = 0
    unchanged: int = 0
    folders: int = 0
    foreign: int = 0
    dangling: int = 0
    bytes: int = 0
    read: int = 0
    seconds: float = 0.0
    bad: tuple[BadEntry, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def believed(self) -> tuple[BadEntry, ...]:
        """The bad entries that go does not notice."""
        return tuple(entry for entry in self.bad if not entry.notices)
