"""A git submodule that was not fetched, though a `use` or replace line points into it."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import unfetched
from goworkdoctor.checks.replacing import Need, local_replaces
from goworkdoctor.checks.words import count, shell
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for each submodule, with every line that points into it."""
    found: dict[str, list[tuple[Need, Evidence]]] = {}
    for submodule, need, line in _pointers(facts):
        found.setdefault(submodule, []).append((need, line))
    for path, lines in found.items():
        needed = max(need for need, _ in lines)
        unused = "" if needed else "; nothing requires what is there, so go does not notice"
        yield Observation(
            path,
            f"git submodule {path} is not initialised, but {count(len(lines), 'line')} "
            f"{'points' if len(lines) == 1 else 'point'} into it{unused}",
            ".gitmodules",
            evidence=tuple(line for _, line in lines),
            cure=f"Run `git submodule update --init {shell([path])}`.",
            severity=None if needed else Severity.INFO,
        )


def _pointers(facts: Facts) -> Iterator[tuple[str, Need, Evidence]]:
    workspace = facts.workspace
    for use in workspace.uses if workspace else ():
        if not use.exists and workspace and (submodule := unfetched(facts, use.dir)):
            yield submodule, Need.DIRECT, Evidence(f"use {use.written}", workspace.file, use.line)
    for replace in local_replaces(facts):
        if submodule := unfetched(facts, replace.target):
            line = replace.line
            text = f"replace {replace.name.replace('@', ' ')} => {line.written}"
            yield submodule, replace.need, Evidence(text, line.file, line.replace.line)


RULE = Rule(
    code="GS506",
    title="Git submodule not initialised, but needed",
    severity=Severity.ERROR,
    why=(
        "A clone leaves git submodules as empty folders until they are asked for. go knows nothing of that: "
        "a `use` or a replace line into such a folder fails as if the folder had been deleted, and the lines "
        "look wrong though they are right."
    ),
    example=(
        "$ go build ./...\n"
        "go: cannot load module third_party/geo listed in go.work file: open third_party/geo/go.mod: no such "
        "file or directory"
    ),
    cure="Run `git submodule update --init PATH`, or clone with `--recurse-submodules`.",
    needs=frozenset({"modules", "workspaces", "tree"}),
    check=check,
    sources=(("git-submodule", "https://git-scm.com/docs/git-submodule"),),
)
