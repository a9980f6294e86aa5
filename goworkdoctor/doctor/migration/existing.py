"""What ails the workspace that is there already: go refuses it as it is, whatever is adopted.

What takes modules out of it can be done all the same, and is often the cure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from goworkdoctor.doctor.migration.conflicts import conflict_obstacle, conflicts
from goworkdoctor.doctor.migration.entrants import unknown_directives
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.versions import IMPLICIT_GO_WORK, compare_go, toolchain_version
from goworkdoctor.model.facts import UsedModule, Workspace
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle

STRICT = "1.21"
"""From this go line on, go.work must have at least that of each member (cmd/go/internal/gover)."""


def existing(ground: Ground) -> Iterator[Obstacle]:
    """Obstacles of the workspace as it is; none where there is none."""
    workspace = ground.workspace
    if workspace is None:
        return
    yield from _dead(ground, workspace)
    yield from _go_line(ground, workspace)
    yield from unknown_directives(ground, workspace.work, workspace.file, (), inside=True)
    for use in workspace.uses:
        yield from _unparsed(use)
    for one in ground.members:
        yield from unknown_directives(ground, one.mod, one.file, (one.dir,), inside=True)
    yield from _twice(workspace)
    yield from _replaced(ground)
    for conflict in conflicts(ground, ground.members):
        yield conflict_obstacle(ground, conflict, ground.members, inside=True)


def _dead(ground: Ground, workspace: Workspace) -> Iterator[Obstacle]:
    evidence = tuple(Evidence(f"use {use.written}", workspace.file, use.line) for use in ground.dead)
    if evidence:
        message = "a use that leads to no go.mod, or to a directory once more, lets go build nothing"
        cure = f"The step that takes {'it' if len(evidence) == 1 else 'them'} out of go.work is the first."
        yield Obstacle("dead-use", message, (), evidence, cure, False)
    if not ground.used:
        message = f"{workspace.file} uses no module, and go builds nothing in an empty workspace"
        cure = f"Let it use one, or delete {workspace.file}."
        yield Obstacle("empty", message, (), (), cure, False)


def _go_line(ground: Ground, workspace: Workspace) -> Iterator[Obstacle]:
    """A go line that this go, or a member, finds wrong; a step that adopts raises it for all."""
    line = workspace.work.go if workspace.work else ""
    here = toolchain_version(ground.facts.toolchain.version) if ground.facts.toolchain else ""
    places = [(line, workspace.file, workspace.work.go_line if workspace.work else None)]
    places += [(one.mod.go, one.file, one.mod.go_line) for one in ground.members]
    newer = [place for place in places if here and _above(place[0], here)]
    if newer:
        version, file, _ = newer[0]
        evidence = tuple(Evidence(f"go {go}", file, at) for go, file, at in newer)
        message = f"{file} needs go {version}, and the go here is {here}"
        cure = f"Install go {version} or newer."
        yield Obstacle("go-line", message, (), evidence, cure, True, True)
    higher = [place for place in places[1:] if _above(place[0], line or IMPLICIT_GO_WORK)]
    if higher and not newer:
        version, file, _ = higher[0]
        evidence = tuple(Evidence(f"go {go}", file, at) for go, file, at in higher)
        has = f"has go {line}" if line else f"has no go line, which counts as {IMPLICIT_GO_WORK}"
        message = f"{workspace.file} {has}, but {file} needs go {version}: go refuses that"
        cure = "The next step that adopts a module raises it; `goworkdoctor fix GW104` does, too."
        yield Obstacle("go-line", message, (), evidence, cure, False)


def _above(line: str, other: str) -> bool:
    return bool(line) and compare_go(line, STRICT) >= 0 and compare_go(line, other) > 0


def _unparsed(use: UsedModule) -> Iterator[Obstacle]:
    if not use.exists or (use.mod and use.path):
        return
    file = f"{use.dir}/go.mod" if use.dir != "." else "go.mod"
    why = str(use.error) if use.error else f"{file}: missing module declaration"
    said = use.error.message if use.error else "no module line"
    evidence = (Evidence(said, file, (use.error.line if use.error else 0) or None),)
    message = f"{use.dir}, which the workspace uses, does not parse: {why}"
    yield Obstacle("parse", message, (use.dir,), evidence, f"Correct {file}.", True, True)


def _twice(workspace: Workspace) -> Iterator[Obstacle]:
    homes: defaultdict[str, dict[str, UsedModule]] = defaultdict(dict)
    for use in workspace.uses:
        if use.path:
            homes[use.path].setdefault(use.dir, use)
    for path, by_dir in homes.items():
        if len(by_dir) > 1:
            dirs = tuple(by_dir)
            evidence = tuple(
                Evidence(f"use {use.written}", workspace.file, use.line) for use in by_dir.values()
            )
            message = f"{path} is declared by {' and '.join(dirs)}, both in the workspace: go refuses that"
            cure = f"Take all but one of {', '.join(dirs)} out."
            yield Obstacle("path-twice", message, dirs, evidence, cure, True, True)


def _replaced(ground: Ground) -> Iterator[Obstacle]:
    """go.work replaces, at all versions, a module that it uses."""
    used = {member.mod.module: member.dir for member in ground.members}
    for line in ground.work_replaces:
        path = line.replace.old_path
        if path in used and not line.replace.old_version:
            evidence = (Evidence(f"replace {path} => {line.written}", line.file, line.replace.line or None),)
            message = f"{line.file} uses {path} ({used[path]}) and replaces it at all versions"
            cure = f"Run `go work edit -dropreplace={path}`."
            yield Obstacle("replaced", message, (used[path],), evidence, cure, True, True)
