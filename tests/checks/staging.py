"""Facts of a repository with staging modules, in a line or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from goworkdoctor.model.facts import Checkout, Facts, Module, ModuleKind, StagingModule, Tree
from goworkdoctor.model.publishing import Dependency, Entry, PublishingRule, PublishingRules
from tests.builders import facts, module
from tests.checks.examined import tree

API, CLIENT, CLI = (f"staging/src/ex.com/{name}" for name in ("api", "client", "cli"))
FILE = "staging/publishing/rules.yaml"
V0 = "v0.0.0"


def a_staged(dir: str, **more: Any) -> Module:
    """A staging module; its path is where it lies."""
    return module(dir, dir.removeprefix("staging/src/"), kind=ModuleKind.STAGING, **more)


def root(*required: str, version: str = V0, **more: Any) -> Module:
    """A root module that requires these staging modules and replaces them by their folders."""
    paths = [dir.removeprefix("staging/src/") for dir in required]
    requires = [*((path, version) for path in paths), *more.pop("requires", ())]
    pairs = [(path, f"./{dir}") for path, dir in zip(paths, required, strict=True)]
    return module(requires=requires, replaces=more.pop("replaces", pairs), **more)


def repository(*modules: Module, branch: str = "main", files: Sequence[str] = (), **more: Any) -> Facts:
    """Facts about a root and its staging modules, in or out of the workspace that `more` gives."""
    found = facts(*modules, checkout=Checkout(branch=branch), **({"tree": tree(*files)} | more))
    used = found.workspace.used_dirs if found.workspace else None
    staging = tuple(
        StagingModule(one.dir, one.path, in_workspace=None if used is None else one.dir in used)
        for one in modules
        if one.kind is ModuleKind.STAGING
    )
    return replace(found, staging=staging, publishing=more.get("publishing", ()))


def entry(dir: str, *dependencies: str, branch: str = "main", line: int = 5) -> Entry:
    """A rule's entry for one branch."""
    named = tuple(Dependency(name, branch, line + 1 + i) for i, name in enumerate(dependencies))
    return Entry(branch, branch, (dir,), named, line)


def rules(*given: tuple[str, Sequence[Entry]], error: str = "") -> tuple[PublishingRules, ...]:
    """Publishing rules: `rules(("api", [entry(API)]))`."""
    made = tuple(PublishingRule(name, tuple(entries), 2) for name, entries in given)
    return (PublishingRules(FILE, "staging/src", made, error),)


def copied(path: str, same: bool) -> Tree:
    """A checkout with a copy of a module's only file in vendor."""
    files = (f"staging/src/{path}/a.go", f"vendor/{path}/a.go", "vendor/modules.txt")
    blobs = {files[0]: "1", files[1]: "1" if same else "2"}
    return replace(tree(*files), blobs=blobs)
