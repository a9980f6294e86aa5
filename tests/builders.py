"""Facts in a line or two, for tests of checks, treatments, reports and panes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from goworkdoctor.golang.modfile import ModFile, Replace, Require, Use, WorkFile
from goworkdoctor.model.facts import (
    Facts,
    GoFile,
    Module,
    ModuleKind,
    Package,
    Tests,
    UsedModule,
    Workspace,
    Workspaces,
)

ROOT = Path("/repo")


def module(dir: str = ".", path: str = "", go: str = "1.24", **more: Any) -> Module:
    """A module that parses: `module("a", requires=[("x/b", "v0.0.0")], replaces=[("x/b", "../b")])`."""
    mod = ModFile(
        module=path or ("example.com/root" if dir == "." else f"example.com/root/{dir}"),
        module_line=1,
        go=go,
        go_line=3,
        requires=tuple(
            Require(name, version, False, 5 + i) for i, (name, version) in enumerate(more.pop("requires", ()))
        ),
        replaces=tuple(a_replace(*pair, line=9 + i) for i, pair in enumerate(more.pop("replaces", ()))),
        **more.pop("mod", {}),
    )
    kind = more.pop("kind", ModuleKind.ROOT if dir == "." else ModuleKind.NESTED)
    return replace(Module(dir, kind, mod), **more)


def a_replace(old: str, new: str, line: int = 9) -> Replace:
    """`a_replace("example.com/x@v1.0.0", "../x")`; versions after @."""
    old_path, _, old_version = old.partition("@")
    new_path, _, new_version = new.partition("@")
    return Replace(old_path, old_version, new_path, new_version, line)


def used(module: Module, written: str = "", line: int = 4) -> UsedModule:
    """The `use` line of a module."""
    spelled = written or ("." if module.dir == "." else f"./{module.dir}")
    return UsedModule(spelled, line, module.dir, exists=True, mod=module.mod, error=module.error)


def stale(dir: str, written: str = "", line: int = 4) -> UsedModule:
    """A `use` line that points nowhere."""
    return UsedModule(written or f"./{dir}", line, dir, exists=False)


def workspace(*uses: UsedModule, go: str = "1.24", replaces: Any = (), **more: Any) -> Workspaces:
    """An active go.work in the root with these uses, on lines 4, 5, 6…"""
    uses = tuple(replace(use, line=4 + i) for i, use in enumerate(uses))
    work = WorkFile(
        go=go,
        go_line=1,
        uses=tuple(Use(use.written, use.line) for use in uses),
        replaces=tuple(a_replace(*pair, line=20 + i) for i, pair in enumerate(replaces)),
        **more.pop("work", {}),
    )
    return Workspaces(active=Workspace("go.work", ".", work=work, uses=uses, **more))


def package(
    module: str = ".", dir: str = "", tests: int = 0, files: tuple[GoFile, ...] = (), **more: Any
) -> Package:
    """A package of a module with that many Test functions."""
    where = dir or module
    return Package(where, module, f"example.com/root/{where}", files, Tests(test=tests), **more)


def facts(*modules: Module, **more: Any) -> Facts:
    """Facts about these modules; what is not given was looked at and is empty where that makes sense."""
    targets = {module.dir: module for module in modules}
    given = {
        "targets": targets,
        "workspaces": Workspaces(),
        "packages": (),
        "staging": (),
        "git_submodules": (),
    }
    return Facts(more.pop("root", ROOT), modules=modules, **(given | more))
