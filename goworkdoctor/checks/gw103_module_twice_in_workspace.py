"""Two used directories that declare the same module path."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import parsed_uses
from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Facts, UsedModule
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every path that more than one used directory declares."""
    workspace = facts.workspace
    by_path: dict[str, list[UsedModule]] = {}
    for use in parsed_uses(workspace):
        by_path.setdefault(use.path, []).append(use)
    for path, uses in by_path.items():
        if workspace and len(uses) > 1:
            yield Observation(
                path,
                f"{listed([use.dir for use in uses])} declare the same module path, {path}: go refuses that",
                workspace.file,
                uses[1].line,
                tuple(Evidence(f"use {use.written}", workspace.file, use.line) for use in uses),
            )


RULE = Rule(
    code="GW103",
    title="Module path twice in the workspace",
    severity=Severity.ERROR,
    why=(
        "A workspace has one module for each path. Where two used folders declare the same, go build, "
        'test and list fail with "module PATH appears multiple times in workspace" and names neither folder. '
        "A folder "
        "that is used beside a symbolic link to it counts as two."
    ),
    example="$ go list -m\ngo: module example.com/lib appears multiple times in workspace",
    cure="Give one another path (`go mod edit -module=PATH`), or drop one: `go work edit -dropuse=DIR`.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    sources=(("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),),
)
