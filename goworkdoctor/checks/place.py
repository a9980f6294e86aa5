"""Where things are: in the repository, in its workspace, in a git submodule that was not fetched."""

from __future__ import annotations

import posixpath

from goworkdoctor.golang.replacements import Member, Placed
from goworkdoctor.model.facts import Facts, StrayWorkspace, UsedModule, Workspace, Workspaces


def outside(path: str) -> bool:
    """Whether a path that is relative to the root leads out of the repository."""
    return path == ".." or path.startswith("../") or posixpath.isabs(path)


def under(dir: str, folder: str) -> bool:
    """Whether `dir` is `folder` or lies in it."""
    return (folder == "." and not outside(dir)) or dir == folder or dir.startswith(folder + "/")


def own_workspace(facts: Facts) -> Workspace | None:
    """The active workspace where it parses and is this repository's; GW108 and GW113 speak of others."""
    workspace = facts.workspace
    if workspace is None or workspace.work is None or outside(workspace.file):
        return None
    return workspace


def workspace_speaks(facts: Facts) -> bool:
    """Whether it is known which modules go would enter: there is no go.work, or one that fits."""
    if facts.workspaces is None or facts.workspaces.problem:
        return False
    return facts.workspace is None or own_workspace(facts) is not None or uses_some_module(facts)


def uses_some_module(facts: Facts) -> bool:
    """Whether the active workspace uses any module of the repository."""
    used = facts.workspace.used_dirs if facts.workspace else frozenset()
    return any(module.dir in used for module in facts.modules or ())


def parsed_uses(workspace: Workspace | None) -> tuple[UsedModule, ...]:
    """The use lines that lead to a module, once for each directory."""
    uses = workspace.uses if workspace else ()
    first = {use.dir: use for use in reversed(uses) if use.exists and use.mod and use.path}
    return tuple(use for use in uses if first.get(use.dir) is use)


def members(workspace: Workspace | None) -> tuple[Member, ...]:
    """The modules that the workspace uses, in the order of its use lines."""
    return tuple(Member(use.dir, use.mod) for use in parsed_uses(workspace) if use.mod)


def work_replaces(workspace: Workspace | StrayWorkspace | None) -> tuple[Placed, ...]:
    """The replace lines of go.work itself."""
    if workspace is None or workspace.work is None:
        return ()
    return tuple(Placed(line, workspace.file, workspace.dir) for line in workspace.work.replaces)


def home(facts: Facts, dir: str) -> StrayWorkspace | None:
    """The go.work below the root that go takes inside a folder, where GOWORK names no other: the nearest."""
    spaces = facts.workspaces or Workspaces()
    strays = spaces.stray if spaces.gowork in ("", "auto") else ()
    above = [stray for stray in strays if stray.dir != "." and under(dir, stray.dir)]
    return max(above, key=lambda stray: len(stray.dir), default=None)


def unfetched(facts: Facts, dir: str) -> str:
    """The git submodule that `dir` lies in, where nothing of it was fetched; else ""."""
    links = facts.tree.gitlinks if facts.tree else {}
    submodule = next((path for path in links if under(dir, path)), "")
    return "" if submodule and holds(facts, submodule) else submodule


def holds(facts: Facts, dir: str, ending: str = "") -> bool:
    """Whether any file with that ending lies in `dir` or below."""
    files = facts.tree.files if facts.tree else frozenset()
    return any(path.endswith(ending) and under(path, dir) for path in files)
