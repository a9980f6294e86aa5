"""GOCACHEPROG: a program stands in for the build cache."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation, with where the setting comes from; the command itself may hold secrets."""
    setting = (facts.environment or Environment()).setting("GOCACHEPROG")
    if setting.value:
        by = "set in the environment" if setting.source == "environment" else "set by `go env -w`"
        yield Observation(
            "GOCACHEPROG",
            "GOCACHEPROG is set: go asks a program for what it would find in GOCACHE, whose size says little",
            evidence=(Evidence(by),),
        )


RULE = Rule(
    code="GC609",
    title="GOCACHEPROG stands in for the build cache",
    severity=Severity.INFO,
    why=(
        "With GOCACHEPROG go (1.24 and later) keeps nothing of a build in GOCACHE but asks a program, which "
        "may keep it anywhere: sizes, ages and health of the folder GOCACHE are then those of what was left "
        "there before, and cleaning it changes no build. Only the fuzz corpus stays in it."
    ),
    example="$ GOCACHEPROG='cacher --remote' go build ./...",
    cure="Look into the program's own store; to do without it, unset GOCACHEPROG or `go env -u GOCACHEPROG`.",
    needs=frozenset({"environment"}),
    check=check,
    sources=(("cmd/go/internal/cacheprog", "https://pkg.go.dev/cmd/go/internal/cacheprog"),),
)
