"""Modules in the cache whose files or zip are not what their hash says."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity, Unexamined
from goworkdoctor.model.modulecache import BadModule

SHOWN = 20


def check(facts: Facts) -> Iterator[Observation]:
    """One observation a module version; where only a hash is missing, which go makes anew, it is a note."""
    health = facts.module_health
    for one in health.bad if health else ():
        yield Observation(
            str(one.key),
            f"{one.key}: {one.said}",
            evidence=tuple(_evidence(one)),
            severity=None if one.parts else Severity.INFO,
            treatments=None if one.parts else (),
            cure="" if one.parts else "Nothing to do: go makes it anew from the zip when it needs it.",
        )
    unread = facts.module_cache.unreadable if facts.module_cache else ()
    if health and (health.unreadable or unread):
        names = list(dict.fromkeys([*health.unreadable, *unread]))
        raise Unexamined(f"this user may not read {listed(names)} in the module cache")


def _evidence(one: BadModule) -> Iterator[Evidence]:
    for change in one.changed[:SHOWN]:
        yield Evidence(change)
    if len(one.changed) > SHOWN:
        yield Evidence(f"and {len(one.changed) - SHOWN:,} more files")
    if one.parts:
        yield Evidence(f"must go: {', '.join(one.names)}")


RULE = Rule(
    code="GC606",
    title="Modified module in the cache, or a bad zip",
    severity=Severity.ERROR,
    why=(
        "go checks a module when it downloads it, and never again: files that were edited, added or deleted "
        "in the module cache are built as they are, in every checkout. `go mod verify` tells of the modules "
        "of one checkout. A bad zip goes unnoticed until its files must be extracted again; then go fails, "
        "and goes on failing, as it does not download a zip that it has. Only --deep looks, at every version "
        "in the cache, and against the go.sum files of the known checkouts besides."
    ),
    example="$ go mod verify\nexample.com/x v1.1.0: dir has been modified (…/pkg/mod/example.com/x@v1.1.0)",
    cure=(
        "`goworkdoctor fix GC606` moves the bad parts to the trash; go extracts files from a zip that is "
        "good, and downloads one that is not."
    ),
    needs=frozenset({"module_health"}),
    check=check,
    treatments=("restore-modules",),
    sources=(
        ("go mod verify", "https://go.dev/ref/mod#go-mod-verify"),
        ("golang/go#43313", "https://github.com/golang/go/issues/43313"),
    ),
)
