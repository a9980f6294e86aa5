"""A vendored workspace whose modules.txt disagrees with the go.mod files."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import members, outside, work_replaces
from goworkdoctor.checks.words import count
from goworkdoctor.golang.vendored import Disagreement, disagreements
from goworkdoctor.golang.versions import compare_go
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

FIRST = 22
"""Go 1.22 was the first to vendor workspaces; older ones do not look there."""
LEAST = "1.14"
SHOWN = 20


def check(facts: Facts) -> Iterator[Observation]:
    """One observation with all that go would complain of."""
    workspace, vendored = facts.workspace, facts.vendor
    if workspace is None or workspace.work is None or vendored is None or not vendored.workspace:
        return
    old = facts.toolchain is not None and 0 < facts.toolchain.platform.minor < FIRST
    if old or not workspace.work.go or compare_go(workspace.work.go, LEAST) < 0:
        return
    used, work = members(workspace), work_replaces(workspace)
    found = list(dict.fromkeys(disagreements(vendored, used, work, workspace.dir)))
    if found:
        file = f"{workspace.file.removesuffix('go.work')}vendor/modules.txt"
        first = found[0]
        yield Observation(
            file,
            f"{file} is out of date, and go refuses the workspace ({count(len(found), 'complaint')}): "
            f"{first.name} {first.says}",
            None if outside(file) else file,
            evidence=tuple(map(_evidence, found[:SHOWN])),
        )


def _evidence(found: Disagreement) -> Evidence:
    return Evidence(f"{found.name}: {found.says}")


RULE = Rule(
    code="GW111",
    title="Workspace vendoring is inconsistent",
    severity=Severity.ERROR,
    why=(
        "Where `go work vendor` made a vendor directory beside go.work, go builds from it and first compares "
        "its modules.txt with the require and replace lines of every used module. Any difference makes "
        'go build, test, list and vet fail: "inconsistent vendoring in DIR". It happens when a go.mod is '
        "changed, or a "
        "bot raises a version, and nobody vendors again. -mod=mod, which go offers as a way out, is not "
        "allowed in a workspace; -mod=readonly is."
    ),
    example=(
        "$ go build ./...\n"
        "go: inconsistent vendoring in /repo:\n"
        "\texample.com/lib@v1.2.0: is explicitly required in go.mod, but not marked as explicit in "
        "vendor/modules.txt"
    ),
    cure="Run `go work vendor`.",
    needs=frozenset({"workspaces", "vendor", "toolchain"}),
    check=check,
    stops_go=True,
    sources=(
        ("Go Modules Reference: Vendoring", "https://go.dev/ref/mod#vendoring"),
        ("Go 1.22 release notes", "https://go.dev/doc/go1.22#go-command"),
    ),
)
