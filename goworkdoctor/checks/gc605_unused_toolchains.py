"""Go toolchains in the module cache that no known checkout asks for."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import size
from goworkdoctor.golang.modcache import sdk
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation a release, whatever platforms it is there for."""
    cache = facts.module_cache
    unused = [one for one in (cache.toolchains if cache else ()) if not one.needed_by]
    asked = tuple(Evidence(f"asked: {root.dir} ({root.how})") for root in cache.considered) if cache else ()
    for name in dict.fromkeys(one.name for one in unused):
        ours = [one for one in unused if one.name == name]
        platforms = ", ".join(release.platform for one in ours if (release := sdk(one.key)))
        yield Observation(
            name,
            f"{name} ({platforms}) takes {size(sum(one.bytes for one in ours))} in the module cache, and "
            f"{_whom(len(asked))} for it",
            evidence=asked,
            confidence=Confidence.LIKELY,
        )


def _whom(asked: int) -> str:
    return "this checkout does not ask" if asked == 1 else f"none of {asked:,} known checkouts asks"


RULE = Rule(
    code="GC605",
    title="Go toolchain that no known checkout asks for",
    severity=Severity.INFO,
    why=(
        "Since Go 1.21 a go or toolchain line that asks for a newer Go makes go download that release into "
        "the module cache: some 70 MB as a zip and 250 MB extracted, for each release, and they stay when "
        "nothing asks for them any more. One is in use where a go or toolchain line of a known checkout "
        "names it, where GOTOOLCHAIN does, or where it is the go on PATH; which checkouts are known, see "
        "GC603."
    ),
    example="$ ls $(go env GOMODCACHE)/golang.org\ntoolchain@v0.0.1-go1.23.4.linux-amd64\n…",
    cure="`goworkdoctor fix GC605` moves them to the trash; go downloads one again when it is asked for.",
    needs=frozenset({"module_cache"}),
    check=check,
    treatments=("remove-unused-toolchains",),
    sources=(("Go Toolchains", "https://go.dev/doc/toolchain"),),
)
