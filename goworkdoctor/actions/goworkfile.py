"""What the treatments of go.work share: the file, how it spells a directory, and its go line."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from goworkdoctor.golang.modfile import WorkFile
from goworkdoctor.golang.versions import IMPLICIT_GO_WORK, compare_go, go_key, toolchain_version
from goworkdoctor.model.facts import Facts, Workspace
from goworkdoctor.model.plan import Refused

STRICT = "1.21"
GO = "-go="


def workspace_of(facts: Facts) -> tuple[Workspace, WorkFile]:
    """The active workspace and its file; raises Refused where there is none, or none that parses."""
    workspace = facts.workspace
    if workspace is None:
        raise Refused("there is no go.work here")
    if workspace.work is None:
        raise Refused(f"{workspace.file} does not parse ({workspace.error}): correct that first")
    return workspace, workspace.work


def spelled(workspace: Workspace, dir: str) -> str:
    """A directory of the checkout as go.work has it: `./a`, `../b`, `.`."""
    path = posixpath.relpath(dir, workspace.dir)
    return path if path == "." or path.startswith("../") or path == ".." else f"./{path}"


def raise_go(work: WorkFile, versions: Iterable[str]) -> tuple[str, ...]:
    """Arguments of `go work edit` that let go.work carry members with these go lines; none where it can.

    Only go lines from 1.21 on are binding (cmd/go/internal/gover, GoStrictVersion). As `go work use` does,
    a toolchain line older than the new go line is taken out: it has no meaning any more.
    """
    binding = (version for version in versions if version and compare_go(version, STRICT) >= 0)
    highest = max(binding, key=go_key, default="")
    if not highest or compare_go(highest, work.go or IMPLICIT_GO_WORK) <= 0:
        return ()
    toolchain = toolchain_version(work.toolchain)
    outdated = bool(toolchain) and compare_go(toolchain, highest) < 0
    return (f"{GO}{highest}", *(("-toolchain=none",) if outdated else ()))


def go_notes(facts: Facts, work: WorkFile, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """What raising the go line means here, to be said in the preview."""
    wanted = next((flag.removeprefix(GO) for flag in arguments if flag.startswith(GO)), "")
    if not wanted:
        return ()
    notes = [f"the go line rises from {work.go or f'none ({IMPLICIT_GO_WORK})'} to {wanted}"]
    if "-toolchain=none" in arguments:
        notes.append(f"the toolchain line {work.toolchain} is older than that, and goes")
    here = toolchain_version(facts.toolchain.version) if facts.toolchain else ""
    if here and compare_go(here, wanted) < 0:
        notes.append(f"go {here} on PATH is older than {wanted}: it will fetch a newer one, or refuse")
    return tuple(notes)


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a title: the first few, and how many more."""
    names = list(names)
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
