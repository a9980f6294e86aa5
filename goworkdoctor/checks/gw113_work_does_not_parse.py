"""An active go.work that go cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """The active go.work's error; a stray one's is nobody's trouble."""
    workspace = facts.workspace
    if workspace and workspace.error:
        error = workspace.error
        where = f"line {error.line} of {workspace.file}" if error.line else workspace.file
        yield Observation(
            workspace.file,
            f"{workspace.file} does not parse: {error.message}",
            workspace.file,
            error.line or None,
            cure=f"Correct {where}; `go work edit -json` says whether it parses.",
        )


RULE = Rule(
    code="GW113",
    title="go.work does not parse",
    severity=Severity.ERROR,
    why=(
        "Whatever go builds, tests or lists in the repository, it reads go.work first and fails with it, "
        "whichever module that is in. Merge markers, a path with a space that is not in quotes, a directive "
        "that this version of go "
        "does not know, and `/* */` comments are the usual reasons. Which modules the file means to use "
        "cannot be told, so rules about the workspace are silent until it parses."
    ),
    example="$ go build ./...\ngo: errors parsing go.work:\ngo.work:3: unknown directive: <<<<<<<",
    cure="Correct the line that go names.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    sources=(("Go Modules Reference: go.work files", "https://go.dev/ref/mod#go-work-file"),),
)
