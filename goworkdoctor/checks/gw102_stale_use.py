"""A `use` line that leads to no module."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import outside, unfetched
from goworkdoctor.checks.words import shell
from goworkdoctor.model.facts import Facts, UsedModule, Workspace
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every stale line once; what lies in a git submodule that was not fetched is GS506's."""
    workspace = facts.workspace
    if workspace is None:
        return
    stale: dict[str, list[UsedModule]] = {}
    for use in workspace.uses:
        if not use.exists and not unfetched(facts, use.dir):
            stale.setdefault(use.written, []).append(use)
    for written, uses in stale.items():
        where = "the root" if uses[0].dir == "." else uses[0].dir
        yield Observation(
            written,
            f"`use {written}`: there is no go.mod in {where}, so go builds and tests nothing here",
            workspace.file,
            uses[0].line,
            tuple(Evidence(f"use {written}", workspace.file, use.line) for use in uses),
            f"{_removal(workspace, uses[0])}, or bring the module back.",
            treatments=() if outside(workspace.file) else None,
        )


def _removal(workspace: Workspace, use: UsedModule) -> str:
    """`-dropuse=gone` means `./gone`: a line that is written without the dot has to go by hand."""
    if use.written.startswith(("./", "../", "/")):
        return f"Run `go work edit -dropuse={shell([use.written])}`"
    return f"Delete line {use.line} of {workspace.file}"


RULE = Rule(
    code="GW102",
    title="`use` of a folder without a module",
    severity=Severity.ERROR,
    why=(
        "go reads the go.mod of every `use` line before it does anything else. Where one is missing, every "
        "command fails for all modules, also with `go list -e`. `go work use DIR` does not take a missing "
        "folder out, and cannot even add another one while the line is there; `go work edit -dropuse` can."
    ),
    example=(
        "$ go build ./a\n"
        "go: cannot load module gone listed in go.work file: open gone/go.mod: no such file or directory"
    ),
    cure="Take the line out with `go work edit -dropuse=DIR`, or bring the module back.",
    needs=frozenset({"workspaces", "tree"}),
    check=check,
    stops_go=True,
    treatments=("drop-stale-use",),
    sources=(
        ("Go Modules Reference: go.work files", "https://go.dev/ref/mod#go-work-file"),
        ("golang/go#55952", "https://github.com/golang/go/issues/55952"),
    ),
)
