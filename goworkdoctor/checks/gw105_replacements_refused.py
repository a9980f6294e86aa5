"""Replacements that contradict each other, so that go refuses the workspace."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import members, outside, work_replaces
from goworkdoctor.checks.replacing import lines
from goworkdoctor.checks.words import listed
from goworkdoctor.golang.replacements import Conflict, refused
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every module, or module version, whose replacements go refuses."""
    workspace = facts.workspace
    own = workspace is not None and not outside(workspace.file)
    used = {member.mod.module for member in members(workspace)}
    for conflict in refused(members(workspace), work_replaces(workspace), str(facts.root)):
        message, cure, overridable = _words(conflict, conflict.path in used)
        yield Observation(
            conflict.name,
            message,
            conflict.placed[0].file,
            conflict.placed[0].replace.line,
            lines(conflict),
            cure,
            treatments=None if own and overridable else (),
        )


def _words(conflict: Conflict, used: bool) -> tuple[str, str, bool]:
    """Message, cure, and whether a replace line in go.work would settle it."""
    files = sorted({line.file for line in conflict.placed})
    if len(files) == 1:
        message = f"{files[0]} replaces {conflict.name} twice, by different targets: go refuses the file"
        return message, "Keep one of the two replace lines.", False
    message = f"{listed(files)} replace {conflict.name} differently: go refuses the workspace"
    if used and not conflict.version:
        # A replace line in go.work for all versions would be refused in its turn (GW107).
        return message, "Make them agree, or drop them: the workspace uses that module anyway.", False
    return message, f"Choose one target for all: `go work edit -replace={conflict.name}=TARGET`.", True


RULE = Rule(
    code="GW105",
    title="Conflicting replacements that go refuses",
    severity=Severity.ERROR,
    why=(
        "In a workspace the replace lines of every used module count for all of them. Two that send the same "
        'module to different places make go build, test and list fail with "conflicting replacements for '
        'PATH". One '
        "that names a version conflicts with one for all versions as soon as that version is required and "
        'the module that names it is used later: "conflicting replacements found for PATH@VERSION in '
        'workspace modules". A replace line in go.work stands above both.'
    ),
    example=(
        "$ go list -m all\n"
        "go: conflicting replacements for example.com/lib:\n"
        "\t/repo/one\n"
        "\t/repo/two\n"
        'use "go work edit -replace example.com/lib=[override]" to resolve'
    ),
    cure="Choose one target for all members with `go work edit -replace=PATH=TARGET`.",
    needs=frozenset({"workspaces"}),
    check=check,
    stops_go=True,
    treatments=("override-replace",),
    sources=(
        ("Go Modules Reference: replace directive in go.work", "https://go.dev/ref/mod#go-work-file-replace"),
        (
            "Source of cmd/go: makeMainModules",
            "https://github.com/golang/go/blob/master/src/cmd/go/internal/modload/init.go",
        ),
    ),
)
