"""Every go.mod of the checkout: what it says, and what part its module plays here."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from goworkdoctor.golang.modfile import ModFile, ModFileError, parse_mod
from goworkdoctor.model.facts import Facts, IgnoredBecause, Module, ModuleKind, Tree
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.files import read


def gather(look: Look, facts: Facts) -> tuple[Module, ...]:
    """The modules by directory: tracked, untracked and git-ignored ones."""
    tree = facts.tree
    if tree is None:
        raise Skipped("the tree must be known")
    files = sorted(path for path in tree.files if path.rpartition("/")[2] == "go.mod")
    modules = (module(look, tree, path) for path in files if is_file(look.root / path))
    return tuple(sorted(modules, key=lambda each: each.dir))


def is_file(path: Path) -> bool:
    """Whether go would take the path for a go.mod or go.work: it is there, and no directory."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def module(look: Look, tree: Tree, file: str) -> Module:
    """The module of a go.mod, which may be broken."""
    dir = file.rpartition("/")[0] or "."
    because = ignored_because(dir, file in tree.ignored)
    kind = ModuleKind.IGNORED if because else module_kind(dir, tree, look.staging_roots)
    mod, error = read_mod(look.root / file, file)
    return Module(dir, kind, mod, error, because, file in tree.tracked)


def ignored_because(dir: str, gitignored: bool) -> IgnoredBecause | None:
    """Why a module is passed by, told from its path within the root; the root's own never is."""
    if dir == ".":
        return None
    for name in dir.split("/"):
        if name in ("vendor", "testdata"):
            return IgnoredBecause(name)
        if name.startswith("_"):
            return IgnoredBecause.UNDERSCORE
        if name.startswith("."):
            return IgnoredBecause.DOT
    return IgnoredBecause.GITIGNORED if gitignored else None


def module_kind(dir: str, tree: Tree, staging_roots: Sequence[str]) -> ModuleKind:
    """The kind of a module that counts: one in a git submodule is that first of all."""
    if dir == ".":
        return ModuleKind.ROOT
    if any(f"{dir}/".startswith(f"{link}/") for link in tree.gitlinks):
        return ModuleKind.SUBMODULE
    if any(dir.startswith(f"{folder}/") for folder in staging_roots):
        return ModuleKind.STAGING
    return ModuleKind.NESTED


def read_mod(path: Path, file: str) -> tuple[ModFile | None, ModFileError | None]:
    """A go.mod, or why it is none; `file` is what the error calls it."""
    try:
        return parse_mod(read(path), file), None
    except ModFileError as error:
        return None, error
    except OSError as error:
        return None, unreadable(file, error)


def unreadable(file: str, error: OSError) -> ModFileError:
    """What stands for a file that may not be read, or is a pipe."""
    return ModFileError(file, 0, f"open {file}: {(error.strerror or str(error)).lower()}")


MODULES = Gatherer("modules", gather, needs=frozenset({"tree"}))
