"""Caches: how much Go keeps on disk, how much room is left, and who is using it now."""

from __future__ import annotations

from collections import Counter

from textual.content import Content

from goworkdoctor.model.facts import Cache, Disk
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.clinic.versions import VERSIONS
from goworkdoctor.tui.panes.subject import Subject
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.view.words import number, size
from goworkdoctor.tui.widgets.bar import bar, magnitude
from goworkdoctor.tui.widgets.text import LOUD, MUTED, WARN, plain

HELP = """\
# Caches
Bytes on disk of Go's caches, the room left on their disks, and the Go programs of this user that run now.

**Cleaning** `space` chooses a tier, `p` previews the chosen ones, one after the other. What goes is moved
to the trash of its cache; the disk has its room back once that is emptied.

**Health** `x` holds every entry of the build cache against its name, `v` every version in the module cache
against its hash: each starts, pauses, goes on; `X` and `V` give it up, or read also what was verified before.
`p` takes out what is bad under the cursor and its like, and nothing else.

**Modules** `s` sorts, `/` filters. **Trash** `b` brings back, `e` deletes one, `E` all.
"""

ROOMY = 38


def badge(report: Report) -> str:
    """`20.5 GB · trash 1.2 GB`, once they are measured."""
    caches = report.facts.caches
    if caches is None:
        return ""
    trash = sum(one.bytes for cache in caches for one in cache.trash)
    return size(sum(cache.bytes for cache in caches)) + (f" · trash {size(trash)}" if trash else "")


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


CACHES = Subject("caches", "Caches", HELP, (VERSIONS,), (), badge, lines, headline)
