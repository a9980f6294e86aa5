"""A root at which `./...` is an error."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import workspace_speaks
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity
from goworkdoctor.model.reach import NOT_LISTED, reach


def check(facts: Facts) -> Iterator[Observation]:
    """One observation where the root is no module, or one that go.work does not use."""
    error = reach(facts).root_error
    if not workspace_speaks(facts) or not error:
        return
    here = any(module.dir == "." for module in facts.modules or ())
    if here and facts.workspace is None:
        return  # A broken go.mod: GM301 speaks.
    reason = (
        f"{facts.workspace.file} does not use its module"
        if here and facts.workspace
        else "no module is there"
    )
    yield Observation(
        ".",
        f'`./...` fails at the root, for {reason}: go says "{error}"',
        cure=RULE.cure if facts.workspace else "Run commands in each module: `go -C DIR test ./...`.",
        severity=_severity(here),
    )


def _severity(here: bool) -> Severity | None:
    """A root module that go.work forgot is a mishap; a root without a module is a layout."""
    return Severity.WARNING if here else None


RULE = Rule(
    code="GT204",
    title="`./...` at the root is an error",
    severity=Severity.INFO,
    why=(
        "`./...` means the packages of the module that the current directory is in. Where the root is no "
        "module, or one that go.work does not use, `go build ./...` and `go test ./...` fail there. That is "
        "a sound layout, but commands and CI steps written for a single module do not work in it."
    ),
    example=f"$ go test ./...\n{NOT_LISTED}",
    cure=(
        "Run commands in each module, or, in a workspace, name what is meant: `go test work` (Go 1.25 or "
        "later), `go test ./DIR/...`."
    ),
    needs=frozenset({"modules", "workspaces"}),
    check=check,
    sources=(("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),),
)
