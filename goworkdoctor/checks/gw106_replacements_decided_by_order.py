"""Replacements that disagree, and the order of the `use` lines decides."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import members, outside, work_replaces
from goworkdoctor.checks.replacing import lines
from goworkdoctor.golang.replacements import silent
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every required module version for which the last of several targets wins."""
    workspace = facts.workspace
    own = workspace is not None and not outside(workspace.file)
    for conflict in silent(members(workspace), work_replaces(workspace), str(facts.root)):
        winner = conflict.placed[-1]
        yield Observation(
            conflict.name,
            f"{conflict.name} becomes {winner.written} of {winner.file}, only because its `use` comes last",
            winner.file,
            winner.replace.line,
            lines(conflict),
            f"Say which is meant: `go work edit -replace={conflict.name}=TARGET`.",
            treatments=None if own else (),
        )


RULE = Rule(
    code="GW106",
    title="Conflicting replacements decided by the order of `use` lines",
    severity=Severity.WARNING,
    why=(
        "Where one used module replaces a version and a later one replaces all versions of the same module, "
        "go takes the later one and says nothing; so it does where go.work replaces some other version of "
        "it. Sorting go.work, which `go work use` and `go work edit -fmt` do, then changes what is built or "
        "turns it into an error."
    ),
    example=(
        "$ go list -m all        # use ./app (lib v1.1.0 => ../one), then ./dep (lib => ../two)\n"
        "example.com/lib v1.1.0 => ./two"
    ),
    cure="Say which target is meant with `go work edit -replace=PATH@VERSION=TARGET`.",
    needs=frozenset({"workspaces"}),
    check=check,
    treatments=("override-replace",),
    sources=(
        ("Go Modules Reference: replace directive in go.work", "https://go.dev/ref/mod#go-work-file-replace"),
        (
            "Source of cmd/go: replacementFrom",
            "https://github.com/golang/go/blob/master/src/cmd/go/internal/modload/modfile.go",
        ),
    ),
)
