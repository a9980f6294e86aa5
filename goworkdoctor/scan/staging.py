"""Staging modules: developed here, published elsewhere, and how they hang together with the root."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from goworkdoctor.model.facts import Facts, Module, ModuleKind, StagingModule
from goworkdoctor.model.publishing import PublishingRules
from goworkdoctor.model.reach import in_workspace
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.history import last_commits
from goworkdoctor.system.git import GitError

AT_ONCE = 4


def gather(look: Look, facts: Facts) -> tuple[StagingModule, ...]:
    """Every module of kind staging, ordered by directory; without git nothing is dirty or committed."""
    modules = [module for module in facts.modules or () if module.kind is ModuleKind.STAGING]
    modules.sort(key=lambda module: module.dir)
    root = next((module for module in facts.modules or () if module.dir == "."), Module("."))
    dirty, commits = _history(look, facts, [module.dir for module in modules])
    return tuple(
        StagingModule(
            dir=module.dir,
            path=module.path,
            in_workspace=in_workspace(facts, module.dir),
            required_by_root=_requires(root, module),
            replaced_by_root=_replaces(root, module),
            published=_published(module.dir, facts.publishing or ()),
            dirty=dirty[module.dir],
            last_commit=commits.get(module.dir, ""),
        )
        for module in modules
    )


def _requires(root: Module, module: Module) -> bool:
    return root.mod is not None and any(require.path == module.path for require in root.mod.requires)


def _replaces(root: Module, module: Module) -> bool:
    """Whether the root's go.mod replaces something by this directory."""
    replaces = root.mod.replaces if root.mod else ()
    return any(replace.local and posixpath.normpath(replace.new_path) == module.dir for replace in replaces)


def _published(dir: str, publishing: Iterable[PublishingRules]) -> bool | None:
    """By the rules of the staging root that holds the module; None where that has no rules."""
    own = next((rules for rules in publishing if dir.startswith(f"{rules.staging_root}/")), None)
    return None if own is None or own.error else own.publishes(dir)


def _history(look: Look, facts: Facts, dirs: Sequence[str]) -> tuple[Counter[str], dict[str, str]]:
    """How many files are dirty in each module, and when each directory was last committed to."""
    if not dirs:
        return Counter(), {}
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            commits = last_commits(look.git(), dirs, pool)
    except GitError:
        return Counter(), {}
    homes = {module.dir for module in facts.modules or ()}
    dirty = facts.tree.status.dirty if facts.tree else ()
    return Counter(_home(path, homes) for path in dirty), commits


def _home(path: str, homes: Iterable[str]) -> str:
    """The directory of the innermost module that holds a file."""
    folder = posixpath.dirname(path)
    while folder and folder not in homes:
        folder = posixpath.dirname(folder)
    return folder


STAGING = Gatherer("staging", gather, needs=frozenset({"tree", "modules", "workspaces", "publishing"}))
