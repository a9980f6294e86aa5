"""The caches at length, as a deep report tells them: kinds and ages as bars, module versions, health."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from goworkdoctor.model.buildcache import BuildCache, BuildHealth, Span, spans
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.modulecache import ModuleCache, ModuleHealth, ModuleVersion
from goworkdoctor.report.columns import Row, columns
from goworkdoctor.report.page import Page, ago, bytes_as_text, number, plural

BAR = 32
SHOWN = 15
"""Module versions that have a line of their own; all are in the JSON report."""
NONE = "–"


def build_cache(facts: Facts, page: Page) -> Iterator[str]:
    """What it holds, when that was last used, how it grew and whether it is sound."""
    found = facts.build_cache
    if found is None or not found.exists:
        return
    yield from page.wrap(
        f"{found.dir}: {bytes_as_text(found.bytes)} in {plural(found.entries, 'entry', 'entries')}",
        "  ",
        "    ",
    )
    kinds = sorted(found.kinds, key=lambda share: (-share.bytes, share.kind))
    yield from _bars(
        page, ((str(share.kind), share.bytes, share.entries) for share in kinds if share.entries)
    )
    if found.estimated:
        yield "  (kinds by a sample of the entries)"
    yield ""
    yield from _bars(page, map(_aged, spans(found, time.time())))
    for said in (*_growth(found), *_unread(found.unreadable), *_build_health(facts.build_health)):
        yield from page.wrap(said, "  ", "    ")


def _aged(span: Span) -> tuple[str, int, int]:
    return span.words, span.bytes, span.entries


def _bars(page: Page, amounts: Iterable[tuple[str, int, int]]) -> list[str]:
    """(words, bytes, entries) with a bar each, the longest for the most bytes."""
    rows = list(amounts)
    most = max((bytes for _, bytes, _ in rows), default=0)
    return columns(page, [_bar(*row, most) for row in rows], right={1, 2})


def _bar(words: str, bytes: int, entries: int, most: int) -> Row:
    if not entries:
        return words, NONE, NONE, ""
    length = max(round(BAR * bytes / most), 1) if bytes else 0
    return words, bytes_as_text(bytes), number(entries), "━" * length


def _growth(found: BuildCache) -> Iterator[str]:
    if found.growth is None:
        yield "growth: measured for the first time"
        return
    sign = "+" if found.growth >= 0 else "−"
    since = ago(time.time() - found.earlier[-1].when)
    yield f"growth: {sign}{bytes_as_text(abs(found.growth))} in {since}"


def _unread(names: tuple[str, ...]) -> Iterator[str]:
    if names:
        yield f"not read, for this user may not: {_listed(names)}"


def _listed(names: tuple[str, ...], most: int = 5) -> str:
    more = f" and {number(len(names) - most)} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _build_health(health: BuildHealth | None) -> Iterator[str]:
    if health is None:
        return
    noticed = len(health.bad) - len(health.believed)
    bad = f"{number(len(health.bad))} corrupt" if health.bad else "none corrupt"
    bad += f" ({number(noticed)} of which go notices itself)" if noticed else ""
    yield f"health: {plural(health.entries, 'entry', 'entries')} held against their names, {bad}"
    if health.dangling:
        lead = (
            "1 index entry leads" if health.dangling == 1 else f"{number(health.dangling)} index entries lead"
        )
        yield f"{lead} to outputs that are gone: go's own trimming leaves such, and makes them anew"
    yield from _unread(health.unreadable)


def module_cache(facts: Facts, page: Page) -> Iterator[str]:
    """The largest versions, each with its parts, its last use and who needs it; and the rest in sums."""
    found = facts.module_cache
    if found is None or not found.exists:
        return
    bytes = sum(one.bytes for one in found.versions)
    yield from page.wrap(
        f"{found.dir}: {bytes_as_text(bytes)} in {plural(len(found.versions), 'version')}", "  ", "    "
    )
    largest = sorted(found.versions, key=lambda one: (-one.bytes, one.key))
    if largest:
        head = ("tree", "zip", "used", "needed by", "module@version")
        yield from columns(page, [head, *map(_version, largest[:SHOWN])], right={0, 1})
    if rest := largest[SHOWN:]:
        more = f"and {number(len(rest))} more, {bytes_as_text(sum(one.bytes for one in rest))} together"
        yield f"  {more}; --format json has them all"
    for said in (*_besides(found), *_unread(found.unreadable), *_module_health(facts.module_health)):
        yield from page.wrap(said, "  ", "    ")


def _version(one: ModuleVersion) -> Row:
    used = NONE if one.used is None else ago(time.time() - one.used)
    return (
        bytes_as_text(one.tree_bytes) if one.has_tree else NONE,
        bytes_as_text(one.zip_bytes) if one.has_zip else NONE,
        used,
        _needed(one.needed_by),
        one.name,
    )


def _needed(dirs: tuple[str, ...]) -> str:
    if not dirs:
        return "nobody"
    first = "here" if dirs[0] == "." else dirs[0]
    first = first if len(first) <= 16 else f"…{first[-15:]}"
    return f"{first} +{len(dirs) - 1}" if len(dirs) > 1 else first


def _besides(found: ModuleCache) -> Iterator[str]:
    if found.vcs_bytes:
        yield f"cloned repositories: {bytes_as_text(found.vcs_bytes)}"
    if found.leftovers:
        bytes = bytes_as_text(sum(one.bytes for one in found.leftovers))
        yield f"left by interrupted downloads: {plural(len(found.leftovers), 'file')}, {bytes}"
    if not found.versions:
        return
    asked = ", ".join(f"{root.dir} ({root.how})" for root in found.considered)
    yield f"asked what they need: {asked or 'no checkout'}"
    for root in found.roots:
        if root.problem:
            yield f"not asked: {root.dir} ({root.how}): {root.problem}"


def _module_health(health: ModuleHealth | None) -> Iterator[str]:
    if health is None:
        return
    bad = f"{number(len(health.bad))} bad" if health.bad else "none bad"
    yield f"health: {plural(health.versions, 'version')} held against their hashes, {bad}"
    yield from _unread(health.unreadable)
