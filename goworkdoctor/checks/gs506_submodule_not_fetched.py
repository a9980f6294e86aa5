"""A git submodule that was not fetched, though a `use` or replace line points into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from goworkdoctor.checks.place import unfetched
from goworkdoctor.checks.replacing import Need, local_replaces
from goworkdoctor.checks.words import count, listed, shell
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

NAMED = 3
"""More submodules than these are all initialised together, without their names."""


def check(facts: Facts) -> Iterator[Observation]:
    """Two observations at most: those that go needs, and the others, with every line that points there."""
    found: dict[str, list[tuple[Need, Evidence]]] = {}
    for submodule, need, line in _pointers(facts):
        found.setdefault(submodule, []).append((need, line))
    needed = {path: lines for path, lines in found.items() if max(need for need, _ in lines)}
    idle = {path: lines for path, lines in found.items() if path not in needed}
    if needed:
        yield _observation(needed, "")
    if idle:
        yield _observation(idle, "; nothing requires what is there, so go does not notice", Severity.INFO)


def _observation(
    found: Mapping[str, Sequence[tuple[Need, Evidence]]], unused: str, severity: Severity | None = None
) -> Observation:
    lines = tuple(line for pointing in found.values() for _, line in pointing)
    paths, alone = list(found), len(found) == 1
    who = f"git submodule {paths[0]} is" if alone else f"{len(paths):,} git submodules are"
    pointing = f"{count(len(lines), 'line')} {'points' if len(lines) == 1 else 'point'} into"
    return Observation(
        paths[0] if alone else "git submodules",
        f"{who} not initialised, but {pointing} {'it' if alone else f'them ({listed(paths)})'}{unused}",
        ".gitmodules",
        evidence=lines,
        cure=f"Run `git submodule update --init{f' {shell(paths)}' if len(paths) <= NAMED else ''}`.",
        severity=severity,
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
