"""Who is using the caches now, where these lie, and how much room their disks have."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.model.facts import Cache, Facts, Process
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.view.words import number, size
from goworkdoctor.tui.widgets.bar import bar
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import LOUD, MUTED, WARN, place, plain

TITLE = "Running now"
LINTER = "golangci-lint"
UNSEEN = "Cannot be seen: other users, other namespaces"


def badge(report: Report) -> str:
    """How many programs run, once that is known."""
    found = report.facts.processes
    return "" if found is None else f"{number(len(found))} running"


def lines(report: Report, width: int) -> list[Content]:
    """Programs first: they are why a cleaning may have to wait."""
    return [*_programs(report, width), Content(""), *_disks(report, width), *_folders(report, width)]


def _programs(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "processes"):
        return [plain(f"running {why}", MUTED)]
    found = report.facts.processes or ()
    drawn = [_program(process, report.facts, width) for process in found]
    drawn = drawn or [plain("No Go program of yours is running.")]
    return [*drawn, *wrapped(plain(UNSEEN, MUTED), width)]


def _program(process: Process, facts: Facts, width: int) -> Content:
    """`! gopls 4802  uses build, module  in ~/src/shop`; without the sign where it uses none of these."""
    kinds = ("build", "module", "lint") if process.name == LINTER else ("build", "module")
    caches = [
        one.kind for one in facts.caches or () if one.kind in kinds and process.may_use(one.kind, one.dir)
    ]
    mark = ("! ", WARN) if caches else ("  ", "")
    label = Content.assemble(mark, plain(process.name, "bold"), plain(f" {process.pid}  ", MUTED))
    uses = plain(f"uses {', '.join(caches)}  " if caches and width >= 56 else "", MUTED)
    room = max(width - label.cell_length - uses.cell_length - 3, 8)
    return Content.assemble(label, uses, ("in ", MUTED), place(process.cwd, room))


def _disks(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "disk"):
        return [plain(f"disk    {why}", MUTED)]
    drawn = []
    for disk in report.facts.disk or ():
        used = 1 - disk.free / disk.total if disk.total else 0.0
        low = disk.free < disk.min_free
        said = f"{size(disk.free):>8}  free of {size(disk.total)}{'  ! low' if low else ''}  "
        label = Content.assemble(("disk   ", MUTED), plain(said, WARN if low else ""))
        drawn.append(Content.assemble(label, bar(used, max(width - label.cell_length, 4), LOUD)))
    return drawn


def _folders(report: Report, width: int) -> list[Content]:
    if why := unknown(report, "caches"):
        return [plain(f"caches  {why}", MUTED)]
    return [_folder(cache, width) for cache in report.facts.caches or ()]


def _folder(cache: Cache, width: int) -> Content:
    bytes = size(cache.bytes) if cache.exists else "none"
    label = Content.assemble(plain(f"{cache.kind:<7}", MUTED), f"{bytes:>8}  ")
    return Content.assemble(label, place(cache.dir, max(width - label.cell_length, 8), MUTED))
