"""One directory in two `use` lines."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import outside
from goworkdoctor.model.facts import Facts, UsedModule
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every directory that several use lines lead to, however they are spelled."""
    workspace = facts.workspace
    by_dir: dict[str, list[UsedModule]] = {}
    for use in workspace.uses if workspace else ():
        by_dir.setdefault(use.dir, []).append(use)
    for dir, uses in by_dir.items():
        if workspace and len(uses) > 1:
            yield Observation(
                dir,
                f"{workspace.file} uses {dir} {len(uses)} times, which go refuses",
                workspace.file,
                uses[1].line,
                tuple(Evidence(f"use {use.written}", workspace.file, use.line) for use in uses),
                treatments=() if outside(workspace.file) else None,
            )


RULE = Rule(
    code="GW112",
    title="Same directory used twice",
    severity=Severity.ERROR,
    why=(
        "Each directory may be in one `use` line only, however it is spelled: `./a`, `./a/` and the absolute "
        "path are the same. `go work edit -use` does not look for another spelling, and neither does a "
        'merge. Then go build, test and list fail: "path DIR appears multiple times in workspace".'
    ),
    example=(
        "$ go list -m\n"
        "go: error loading go.work:\n"
        "go.work:4: path /repo/a appears multiple times in workspace"
    ),
    cure="Delete all of these lines but one.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    treatments=("drop-duplicate-use",),
    sources=(("Go Modules Reference: go.work files", "https://go.dev/ref/mod#go-work-file"),),
)
