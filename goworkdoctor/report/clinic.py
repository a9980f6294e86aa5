"""What a deep report tells of the caches beside findings: each cache, the trash, cleaning, who runs now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from goworkdoctor.model.clinic import Clinic, Kept, Tier
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.report import Report
from goworkdoctor.report import caches
from goworkdoctor.report.columns import Row, columns
from goworkdoctor.report.page import Page, ago, bytes_as_text, number

NONE = "–"


def section(report: Report, page: Page) -> Iterator[str]:
    """The parts that there is anything to say of; none where nobody asked for the clinic."""
    clinic = report.clinic
    if clinic is None:
        return
    parts: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("Build cache", lambda: caches.build_cache(report.facts, page)),
        ("Module cache", lambda: caches.module_cache(report.facts, page)),
        ("Trash of the caches", lambda: _trash(clinic, page)),
        ("Cleaning, the cheapest first", lambda: _cleaning(report.facts, clinic, page)),
        ("Running now", lambda: _running(report.facts, page)),
    )
    for title, say in parts:
        if lines := list(say()):
            yield from ("", page.heading(title), *lines)


def _trash(clinic: Clinic, page: Page) -> Iterator[str]:
    if clinic.trash:
        yield from columns(page, [_kept(one) for one in clinic.trash], right={0, 1})
        yield from page.wrap(
            "`goworkdoctor trash restore ID` brings one back; `goworkdoctor trash empty` frees the room",
            "  ",
            "    ",
        )


def _kept(kept: Kept) -> Row:
    seen = kept.trashed
    by = kept.receipt.treatment if kept.receipt else "by an unknown treatment"
    lost = "" if kept.restorable else " (cannot be brought back)"
    when = f"{ago(time.time() - seen.when)} ago"
    return bytes_as_text(seen.bytes), f"{number(seen.files)} files", when, kept.id, by + lost


def _cleaning(facts: Facts, clinic: Clinic, page: Page) -> Iterator[str]:
    if facts.caches is None:
        return
    head = ("treatment", "frees", "entries", "what it costs")
    yield from columns(page, [head, *map(_tier, clinic.tiers)], right={1, 2})
    unknown = "; ?: not known before a scan (--deep), or without a budget (--choose 10GB)"
    hint = "`goworkdoctor fix TREATMENT` shows what one would take, --apply does it"
    hint += unknown if any(tier.bytes is None for tier in clinic.tiers) else ""
    yield from page.wrap(hint, "  ", "    ")


def _tier(tier: Tier) -> Row:
    frees = "?" if tier.bytes is None else bytes_as_text(tier.bytes) if tier.bytes else NONE
    return tier.id, frees, number(tier.count) if tier.count else NONE, tier.cost


def _running(facts: Facts, page: Page) -> Iterator[str]:
    if facts.processes is None or facts.caches is None:
        return
    rows = [(one.name, str(one.pid), one.cwd or "in an unknown folder") for one in facts.processes]
    yield from columns(page, rows, right={1}) or ["  no Go program of this user"]
    yield "  (programs of other users, and in other containers, cannot be seen)"
