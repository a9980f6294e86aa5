"""The build cache as bars: what it holds, when that was last used, and how its size went."""

from __future__ import annotations

import time

from textual.content import Content

from goworkdoctor.model.buildcache import BuildCache, spans
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.caches import sparks
from goworkdoctor.tui.view.probes import unknown
from goworkdoctor.tui.view.words import age, number, size
from goworkdoctor.tui.widgets.bar import magnitude
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import FAINT, LOUD, MUTED, place, plain

TITLE = "Build cache"
LABEL = 16
KINDS = 6
"""So many kinds have a bar of their own; the smallest share one."""
ROOMY = 46


def badge(report: Report) -> str:
    """`12.4 GB · 188,204 entries`, once it is counted."""
    cache = report.facts.build_cache
    return f"{size(cache.bytes)} · {number(cache.entries)} entries" if cache and cache.exists else ""


def lines(report: Report, width: int) -> list[Content]:
    """Kinds, ages and growth, or why there are none."""
    if why := unknown(report, "build_cache"):
        return [plain(why, MUTED)]
    cache = report.facts.build_cache
    if cache is None or not cache.exists:
        where = f"there is nothing at {cache.dir}" if cache and cache.dir else "GOCACHE=off"
        return wrapped(plain(f"No build cache: {where}", MUTED), width)
    return [*_kinds(cache, width), Content(""), *_ages(cache, width), Content(""), *_course(cache, width)]


def _kinds(cache: BuildCache, width: int) -> list[Content]:
    shares = sorted((share for share in cache.kinds if share.entries), key=lambda one: -one.bytes)
    most = max((share.bytes for share in shares), default=0)
    own, rest = (shares, []) if len(shares) <= KINDS else (shares[: KINDS - 1], shares[KINDS - 1 :])
    rows = [_row(str(share.kind), share.bytes, share.entries, most, width) for share in own]
    if rest:
        bytes, entries = sum(share.bytes for share in rest), sum(share.entries for share in rest)
        rows.append(_row(f"{len(rest)} more kinds", bytes, entries, most, width))
    note = "kinds by a sample of the entries" if cache.estimated else ""
    return [*rows, *([plain(note, FAINT)] if note and width >= ROOMY else [])]


def _ages(cache: BuildCache, width: int) -> list[Content]:
    found = spans(cache, time.time())
    most = max(span.bytes for span in found)
    return [_row(span.words, span.bytes, span.entries, most, width) for span in found]


def _row(label: str, bytes: int, entries: int, most: int, width: int) -> Content:
    if not entries:
        return Content.assemble(plain(f"{label:<{LABEL}}", MUTED), plain(f"{'–':>9}", FAINT))
    left = Content.assemble(plain(f"{label:<{LABEL}}", MUTED), f"{size(bytes):>9}  ")
    right = plain(f"{number(entries):>9}" if width >= ROOMY else "", MUTED)
    room = max(width - left.cell_length - right.cell_length, 4)
    return Content.assemble(left, magnitude(bytes / most if most else 0.0, room), right)


def _course(cache: BuildCache, width: int) -> list[Content]:
    """Where it lies and how it grew since it was last measured."""
    where = Content.assemble(
        plain(f"{'lies in':<{LABEL}}", MUTED), " ", place(cache.dir, max(width - LABEL - 1, 8))
    )
    if cache.growth is None:
        return [plain("measured for the first time: nothing to compare it with yet", MUTED), where]
    sign = "+" if cache.growth >= 0 else "−"
    since = age(time.time() - cache.earlier[-1].when)
    said = f"{sign}{size(abs(cache.growth))} in {since}"
    label = Content.assemble(plain(f"{'growth':<{LABEL}}", MUTED), " ", plain(said), "  ")
    course = [*(earlier.bytes for earlier in cache.earlier), cache.bytes]
    room = max(width - label.cell_length, 0)
    return [Content.assemble(label, (sparks(course, room), LOUD)), where]
