"""Entries of the build cache whose bytes are not those that go put there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goworkdoctor.checks.words import listed, size
from goworkdoctor.model.buildcache import BadEntry
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity, Unexamined

SHOWN = 20


def check(facts: Facts) -> Iterator[Observation]:
    """One observation about the entries that go believes, and one about those that it makes anew itself."""
    health = facts.build_health
    if health is None:
        return
    believed = health.believed
    noticed = [entry for entry in health.bad if entry.notices]
    entries = "1 entry" if health.entries == 1 else f"{health.entries:,} entries"
    if believed:
        yield Observation(
            "the build cache",
            f"{len(believed):,} of {entries} of the build cache {_have(believed)} the wrong content, and go "
            f"does not notice{_of(believed)}",
            evidence=tuple(_evidence(believed)),
        )
    if noticed:
        yield Observation(
            "what go makes anew",
            f"{len(noticed):,} of {entries} of the build cache {_have(noticed)} the wrong content; go "
            "notices, and makes them anew when it needs them",
            evidence=tuple(_evidence(noticed)),
            severity=Severity.INFO,
        )
    if health.unreadable:
        raise Unexamined(f"this user may not read {listed(health.unreadable)} in the build cache")


def _have(bad: Sequence[BadEntry]) -> str:
    return "has" if len(bad) == 1 else "have"


def _of(bad: Sequence[BadEntry]) -> str:
    packages = list(dict.fromkeys(entry.blame for entry in bad if entry.blame))
    return f": {listed(packages)}" if packages else ""


def _evidence(bad: Sequence[BadEntry]) -> Iterator[Evidence]:
    for entry in bad[:SHOWN]:
        whose = f", of {entry.blame}" if entry.blame else ""
        yield Evidence(f"{entry.name}: {entry.reason} ({size(entry.size)}{whose})")
    if len(bad) > SHOWN:
        yield Evidence(f"and {len(bad) - SHOWN:,} more")


RULE = Rule(
    code="GC601",
    title="Corrupt entries in the build cache",
    severity=Severity.ERROR,
    why=(
        "An output in the build cache is named by the SHA-256 of its content, but go looks only at its size "
        "when it uses it. Where bytes changed and the size did not (a bad disk, a crash, a copied cache), "
        "the entry is believed for ever: go vet panics in gcimporter, the compiler dies, a package of the "
        "standard library is not there, or the wrong code is linked in silence. The package that is blamed "
        "is the one that imports the corrupt one. Only --deep looks, as each entry must be read; what was "
        "read before and did not change since is not read again."
    ),
    example="$ go vet ./u\npanic: assertion failed [recovered]\n\t… go/internal/gcimporter.(*reader).…",
    cure=(
        "`goworkdoctor fix GC601` moves these entries out of the cache, and go makes them anew; "
        "`go clean -cache` throws away all others too."
    ),
    needs=frozenset({"build_health"}),
    check=check,
    treatments=("heal-build-cache",),
    sources=(
        ("golang/go#69179", "https://github.com/golang/go/issues/69179"),
        ("cmd/go/internal/cache", "https://go.dev/src/cmd/go/internal/cache/cache.go"),
    ),
)
