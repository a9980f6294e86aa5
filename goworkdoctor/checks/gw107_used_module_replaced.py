"""A replace line in go.work, for all versions, of a module that the workspace uses."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import parsed_uses, work_replaces
from goworkdoctor.checks.words import shell
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every unversioned replace line of go.work whose module is used."""
    uses = {use.path: use for use in parsed_uses(facts.workspace)}
    for line in work_replaces(facts.workspace):
        use = uses.get(line.replace.old_path)
        if use and not line.replace.old_version:
            path = line.replace.old_path
            yield Observation(
                path,
                f"{line.file} both uses {path} ({use.dir}) and replaces it at all versions, which go refuses",
                line.file,
                line.replace.line,
                (
                    Evidence(f"use {use.written}", line.file, use.line),
                    Evidence(f"replace {path} => {line.written}", line.file, line.replace.line),
                ),
                f"Run `go work edit -dropreplace={shell([path])}`: the used module is taken anyway.",
            )


RULE = Rule(
    code="GW107",
    title="go.work replaces a module that it uses",
    severity=Severity.ERROR,
    why=(
        "A module that the workspace uses is always taken from its folder. A replace line in go.work for all "
        'its versions contradicts that, and go build, test and list fail: "workspace module PATH is replaced '
        "at "
        "all versions in the go.work file\". In a member's go.mod the same line is harmless."
    ),
    example=(
        "$ go build ./app\n"
        "go: workspace module example.com/lib is replaced at all versions in the go.work file. To fix, "
        "remove the replacement from the go.work file or specify the version at which to replace the module."
    ),
    cure="Run `go work edit -dropreplace=PATH`.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    sources=(
        ("Go Modules Reference: replace directive in go.work", "https://go.dev/ref/mod#go-work-file-replace"),
    ),
)
