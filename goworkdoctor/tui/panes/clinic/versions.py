"""The module cache, version by version: how large, when used, needed by whom; toolchains among them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from goworkdoctor.model.modulecache import ModuleCache, ModuleVersion
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.subject import Sheet
from goworkdoctor.tui.view.words import age, plural, size
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import FAINT, MUTED, WARN, place, plain

SHORT = {".": "here", "the go on PATH": "PATH"}


class Sort(Struct, frozen=True):
    """An order of the versions: `words` are said beside the title."""

    words: str
    key: Callable[[ModuleVersion], Any]


SORTS = (
    Sort("largest first", lambda row: (-row.bytes, row.name)),
    Sort("by name", lambda row: row.name),
    Sort("longest unused first", lambda row: (row.used or 0.0, row.name)),
    Sort("least needed first", lambda row: (len(row.needed_by), -row.bytes, row.name)),
)


def _cache(report: Report) -> ModuleCache:
    return report.facts.module_cache or ModuleCache()


def badge(report: Report) -> str:
    """`1,204 versions · trees 6.1 GB · zips 1.9 GB · vcs 310 MB`."""
    cache = _cache(report)
    trees = sum(one.tree_bytes for one in cache.versions)
    zips = sum(one.zip_bytes for one in cache.versions)
    parts = [plural(len(cache.versions), "version"), f"trees {size(trees)}", f"zips {size(zips)}"]
    return " · ".join([*parts, f"vcs {size(cache.vcs_bytes)}"] if cache.vcs_bytes else parts)


def footer(report: Report | None, sort: Sort) -> str:
    """Under the table: the order of the rows, and which checkouts were asked."""
    if report is None or report.facts.module_cache is None:
        return ""
    asked = len(_cache(report).considered)
    return f"{sort.words} · {plural(asked, 'checkout')} asked"


def _name(row: ModuleVersion, width: int) -> Content:
    """The end is kept: that is where versions differ."""
    kind = "  toolchain" if row.is_toolchain else ""
    note = Content.assemble((kind, MUTED), ("  half unpacked" if row.partial else "", WARN))
    return Content.assemble(place(row.name, max(width - note.cell_length, 8)), note)


def _tree(row: ModuleVersion, width: int) -> Content:
    return plain(size(row.tree_bytes)) if row.has_tree else plain("–", FAINT)


def _zip(row: ModuleVersion, width: int) -> Content:
    return plain(size(row.zip_bytes)) if row.has_zip else plain("–", FAINT)


def _used(row: ModuleVersion, width: int) -> Content:
    return plain("–" if row.used is None else age(time.time() - row.used), MUTED)


def _needed(row: ModuleVersion, width: int) -> Content:
    if not row.needed_by:
        return plain("nobody" if width < 12 else "nobody known", WARN)
    first = SHORT.get(row.needed_by[0], row.needed_by[0])
    more = len(row.needed_by) - 1
    return plain(f"{first} +{more}" if more else first)


COLUMNS = (
    Column[ModuleVersion]("module@version", _name, share=3),
    Column[ModuleVersion]("size", lambda row, width: plain(size(row.bytes)), 8, right=True, at_least=100),
    Column[ModuleVersion]("tree", _tree, 8, right=True),
    Column[ModuleVersion]("zip", _zip, 8, right=True),
    Column[ModuleVersion]("used", _used, 9, at_least=70),
    Column[ModuleVersion]("needed by", _needed, 10, at_least=56),
)


def _empty(report: Report) -> str:
    where = _cache(report).dir
    return f"No versions in the module cache {where}" if where else "No module cache"


def _words(row: ModuleVersion) -> str:
    kind = "toolchain" if row.is_toolchain else ""
    return f"{row.name} {kind} {' '.join(row.needed_by) or 'nobody known'}"


def sheet(sort: Sort) -> Sheet:
    """The table in that order; a filter looks at names and those who need them."""
    return replace(VERSIONS, rows=lambda report: sorted(_cache(report).versions, key=sort.key))


VERSIONS = Sheet(
    id="versions",
    title="Module cache",
    columns=COLUMNS,
    rows=lambda report: _cache(report).versions,
    key=lambda row: row.name,
    needs=("module_cache",),
    empty=_empty,
    badge=badge,
    words=_words,
)
