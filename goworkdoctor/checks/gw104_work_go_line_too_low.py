"""A go.work whose go line is lower than a member's."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cmp_to_key

from goworkdoctor.checks.place import outside, parsed_uses
from goworkdoctor.checks.words import listed
from goworkdoctor.golang.versions import IMPLICIT_GO_WORK, compare_go
from goworkdoctor.model.facts import Facts, UsedModule
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

STRICT = "1.21"
"""Go lines below this one are never too new for a workspace (gover.GoStrictVersion)."""


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for go.work, with every member that asks for more."""
    workspace = facts.workspace
    if workspace is None or workspace.work is None:
        return
    go = workspace.work.go or IMPLICIT_GO_WORK
    newer = [use for use in parsed_uses(workspace) if _asks_for_more(use, go)]
    if not newer:
        return
    wanted = max((_go(use) for use in newer), key=cmp_to_key(compare_go))
    says = f"says go {go}" if workspace.work.go else f"has no go line, which means go {go}"
    yield Observation(
        "go.work",
        f"{workspace.file} {says}, but {_who(newer)} go {wanted}",
        workspace.file,
        workspace.work.go_line or None,
        tuple(_evidence(use) for use in newer),
        f"Run `go work edit -go={wanted}`.",
        treatments=() if outside(workspace.file) else None,
    )


def _go(use: UsedModule) -> str:
    return use.mod.go if use.mod else ""


def _asks_for_more(use: UsedModule, go: str) -> bool:
    """A missing go line is go 1.16, and never too new."""
    own = _go(use)
    return bool(own) and compare_go(own, go) > 0 and compare_go(own, STRICT) >= 0


def _who(newer: list[UsedModule]) -> str:
    return f"{listed([use.dir for use in newer])} {'needs' if len(newer) == 1 else 'need'}"


def _evidence(use: UsedModule) -> Evidence:
    file = posixpath.normpath(posixpath.join(use.dir, "go.mod"))
    return Evidence(f"go {_go(use)}", file, use.mod.go_line if use.mod else None)


RULE = Rule(
    code="GW104",
    title="go.work's go line is lower than a member's",
    severity=Severity.ERROR,
    why=(
        "The go line of go.work must be at least that of every module it uses, from go 1.21 on; a go.work "
        "without a go line counts as go 1.18. Otherwise go build, test and list fail, also for modules "
        "that are not concerned. It happens when one go.mod is raised, by hand or by a bot, and go.work is "
        "not."
    ),
    example=(
        "$ go build ./b\n"
        "go: module a listed in go.work file requires go >= 1.22, but go.work lists go 1.21; to update it:\n"
        "\tgo work use"
    ),
    cure="Raise it with `go work edit -go=VERSION`; a bare `go work use` does it too.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    treatments=("raise-work-go",),
    sources=(
        ("Go Modules Reference: go.work files", "https://go.dev/ref/mod#go-work-file"),
        ("Go Toolchains", "https://go.dev/doc/toolchain"),
    ),
)
