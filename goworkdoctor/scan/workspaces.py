"""The go.work that go uses at the root, what it uses, and every other one in the checkout.

https://go.dev/ref/mod#workspaces, cmd/go/internal/modload/init.go (FindGoWork, LoadWorkFile).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from goworkdoctor.golang.modfile import ModFileError, Use, WorkFile, parse_work
from goworkdoctor.model.facts import Facts, StrayWorkspace, UsedModule, Workspace, Workspaces
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.modules import is_file, read_mod, unreadable
from goworkdoctor.system.files import read


def gather(look: Look, facts: Facts) -> Workspaces:
    """The active workspace, from wherever it is, and the checkout's stray ones."""
    if facts.tree is None:
        raise Skipped("the tree must be known")
    gowork = look.environ.get("GOWORK", "")
    active, problem = None, ""
    if gowork in ("", "auto"):
        found = find_work_file(look.root, facts.toolchain.goroot if facts.toolchain else "")
        active = workspace(look.root, found, "found") if found else None
    elif gowork != "off" and not (problem := problem_with(gowork)):
        active = workspace(look.root, Path(os.path.normpath(gowork)), "GOWORK")
    if facts.environment and facts.environment.value("GO111MODULE") == "off":
        active = None  # `go env GOWORK` still names the file, but nothing reads it.
    return Workspaces(active, strays(look.root, facts.tree.files, active), gowork, problem)


def find_work_file(start: Path, goroot: str = "") -> Path | None:
    """The nearest go.work in a folder or above it; a .git does not stop the search, GOROOT does."""
    for folder in (start, *start.parents):
        if goroot and folder != start and str(folder) == os.path.normpath(goroot):
            return None
        if is_file(folder / "go.work"):
            return folder / "go.work"
    return None


def problem_with(gowork: str) -> str:
    """Why go cannot follow a GOWORK that names a file, or ""; in go's words."""
    if not Path(gowork).is_absolute():
        return "invalid GOWORK: not an absolute path"
    if Path(gowork).is_dir():
        return f"reading go.work: read {gowork}: is a directory"
    if not Path(gowork).exists():
        return f"reading go.work: open {gowork}: no such file or directory"
    return ""


def workspace(root: Path, path: Path, origin: str) -> Workspace:
    """The workspace of a go.work, with each module that it uses."""
    file, dir = _relative(path, root), _relative(path.parent, root)
    work, error = read_work(path, file)
    uses = tuple(used_module(root, path.parent, use) for use in work.uses) if work else ()
    return Workspace(file, dir, origin, work, error, uses)


def used_module(root: Path, folder: Path, use: Use) -> UsedModule:
    """What a `use` line in a folder's go.work points to; it exists where a go.mod is there."""
    path = Path(os.path.normpath(folder / use.path))
    dir = _relative(path, root)
    if not is_file(path / "go.mod"):
        return UsedModule(use.path, use.line, dir, exists=False)
    mod, error = read_mod(path / "go.mod", "go.mod" if dir == "." else f"{dir}/go.mod")
    return UsedModule(use.path, use.line, dir, True, mod, error)


def strays(root: Path, files: Iterable[str], active: Workspace | None) -> tuple[StrayWorkspace, ...]:
    """Every go.work among the files but the active one."""
    candidates = sorted(file for file in files if file.rpartition("/")[2] == "go.work")
    others = (file for file in candidates if active is None or file != active.file)
    return tuple(stray(root, file) for file in others if is_file(root / file))


def stray(root: Path, file: str) -> StrayWorkspace:
    """A go.work with the directories that its lines name, whether they are there or not."""
    folder = (root / file).parent
    work, error = read_work(root / file, file)
    used = frozenset(_relative(folder / use.path, root) for use in work.uses) if work else frozenset()
    return StrayWorkspace(file, _relative(folder, root), used, error, work)


def read_work(path: Path, file: str) -> tuple[WorkFile | None, ModFileError | None]:
    """A go.work, or why it is none; `file` is what the error calls it."""
    try:
        return parse_work(read(path), file), None
    except ModFileError as error:
        return None, error
    except OSError as error:
        return None, unreadable(file, error)


def _relative(path: Path, root: Path) -> str:
    """A path as facts have it; cleaned as go does, without a look at symbolic links."""
    return os.path.relpath(path, root)


# The modules come first: most of their go.mod files are read here too, and parsed only once.
WORKSPACES = Gatherer("workspaces", gather, needs=frozenset({"tree", "environment", "toolchain", "modules"}))
