"""Caches: how much Go keeps on disk, how much room is left, and who is using it now."""

from __future__ import annotations

import time
from collections import Counter

from textual.content import Content

from goworkdoctor.model.facts import Cache, Disk, Process
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.view.words import age, number, percent, size
from goworkdoctor.tui.widgets.bar import bar, magnitude
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import LOUD, MUTED, WARN, place, plain

HELP = """\
# Caches
Bytes on disk of Go's caches, measured without reading what is in them; the room left on their disks;
and the Go programs of this user that run now, which may be using them.
"""

ROOMY = 38


def badge(report: Report) -> str:
    """`20.5 GB`, once they are measured."""
    caches = report.facts.caches
    return "" if caches is None else size(sum(cache.bytes for cache in caches))


def lines(report: Report, width: int) -> list[Content]:
    """A line for each cache that is there, for each disk, and for what runs; each waits for its own facts."""
    return [*_caches(report, width), *_disks(report, width), _busy(report)]


def _caches(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "caches"):
        return [plain(f"caches  {why}", MUTED)]
    caches = report.facts.caches or ()
    largest = max((cache.bytes for cache in caches), default=0) or 1
    return [_cache(cache, largest, width) for cache in caches] or [plain("No Go caches", MUTED)]


def _cache(cache: Cache, largest: int, width: int) -> Content:
    label = Content.assemble((f"{cache.kind:<7}", MUTED), f"{size(cache.bytes):>8}  ")
    if not cache.exists:
        return Content.assemble((f"{cache.kind:<7}", MUTED), plain(f"{'–':>8}  not there", MUTED))
    files = plain(f"  {number(cache.files)} files" if width >= ROOMY else "", MUTED)
    room = max(width - label.cell_length - files.cell_length, 4)
    return Content.assemble(label, magnitude(cache.bytes / largest, room), files)


def _disks(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "disk"):
        return [plain(f"disk    {why}", MUTED)]
    return [_disk(disk, width) for disk in report.facts.disk or ()]


def _disk(disk: Disk, width: int) -> Content:
    used = 1 - disk.free / disk.total if disk.total else 0.0
    label = Content.assemble(("disk   ", MUTED), f"{size(disk.free):>8}  ")
    said = plain(f"  free of {size(disk.total)}" if width >= ROOMY else "  free", MUTED)
    room = max(width - label.cell_length - said.cell_length, 4)
    return Content.assemble(label, bar(used, room, WARN if used > 0.95 else LOUD), said)


def _busy(report: Report) -> Content:
    if why := unknown(report, "processes"):
        return plain(f"running {why}", MUTED)
    names = Counter(process.name for process in report.facts.processes or ())
    said = ", ".join(name if count == 1 else f"{count} {name}" for name, count in sorted(names.items()))
    return Content.assemble(("running ", MUTED), plain(said, WARN) if said else plain("no Go program", MUTED))


def headline(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "caches"):
        return [plain(why, MUTED)]
    said = [f"{cache.kind} {size(cache.bytes)}" for cache in report.facts.caches or () if cache.bytes]
    free = [f"{size(disk.free)} free" for disk in (report.facts.disk or ())[:1]]
    return [plain(" · ".join(said + free) or "empty")]


def _oldest(cache: Cache, width: int) -> Content:
    return plain("–" if cache.oldest is None else age(time.time() - cache.oldest), MUTED)


def _state(cache: Cache, width: int) -> Content:
    return plain(size(cache.bytes)) if cache.exists else plain("not there", MUTED)


CACHE_COLUMNS = (
    Column[Cache]("cache", lambda row, width: plain(row.kind), 8),
    Column[Cache]("size", _state, 9, right=True),
    Column[Cache]("files", lambda row, width: plain(number(row.files)), 11, right=True),
    Column[Cache]("oldest", _oldest, 10),
    Column[Cache]("directory", lambda row, width: place(row.dir, width, MUTED)),
)
DISK_COLUMNS = (
    Column[Disk]("free", lambda row, width: plain(size(row.free)), 9, right=True),
    Column[Disk]("of", lambda row, width: plain(size(row.total)), 9, right=True),
    Column[Disk]("used", lambda row, width: plain(percent(row.total - row.free, row.total)), 6, right=True),
    Column[Disk]("filesystem of", lambda row, width: place(row.dir, width, MUTED)),
)
PROCESS_COLUMNS = (
    Column[Process]("pid", lambda row, width: plain(str(row.pid)), 8, right=True),
    Column[Process]("program", lambda row, width: plain(row.name), 14),
    Column[Process]("working directory", lambda row, width: place(row.cwd, width, MUTED)),
)
CACHE_SHEET = Sheet(
    id="cache-list",
    title="Caches",
    columns=CACHE_COLUMNS,
    rows=lambda report: report.facts.caches or (),
    key=lambda row: f"{row.kind} {row.dir}",
    needs=("caches",),
    empty=lambda report: "No Go caches",
    badge=badge,
)
DISK_SHEET = Sheet(
    id="disk-list",
    title="Disks",
    columns=DISK_COLUMNS,
    rows=lambda report: report.facts.disk or (),
    key=lambda row: row.dir,
    needs=("disk",),
    empty=lambda report: "No disk known",
)
PROCESS_SHEET = Sheet(
    id="process-list",
    title="Go programs running now",
    columns=PROCESS_COLUMNS,
    rows=lambda report: report.facts.processes or (),
    key=lambda row: str(row.pid),
    needs=("processes",),
    empty=lambda report: "No Go program of yours runs (other users and containers cannot be seen)",
    badge=lambda report: number(len(report.facts.processes or ())),
)
CACHES = Subject(
    "caches", "Caches", HELP, (CACHE_SHEET, DISK_SHEET, PROCESS_SHEET), (), badge, lines, headline
)
