"""A module path that does not fit the folder or the major version that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.releases import split_major
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.golang.versions import major
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

MAJOR_FOLDER = re.compile(r"v(?:[2-9]|[1-9][0-9]+)")
IMPOSSIBLE = re.compile(r".*/v[01]")


def check(facts: Facts) -> Iterator[Observation]:
    """What go could not find under its path, or not require, and what siblings require in the wrong major."""
    for module in facts.counted_modules:
        if module.path:
            yield from _about_suffix(module)
    siblings = {module.path: module for module in facts.counted_modules if module.path}
    root = siblings.get(next((module.path for module in facts.counted_modules if module.dir == "."), ""))
    for module in facts.counted_modules:
        for line in module.mod.requires if module.mod else ():
            if sibling := siblings.get(line.path):
                yield from _elsewhere(root, module, line, sibling)
            else:
                yield from _incompatible(siblings, module, line)
    yield from _left_behind(facts, siblings)


def _about_suffix(module: Module) -> Iterator[Observation]:
    folder, suffix = module.dir.rpartition("/")[2], split_major(module.path)[1]
    if MAJOR_FOLDER.fullmatch(folder) and folder != suffix:
        has = f"the path's major version is {suffix}" if suffix else "the path has no such suffix"
        yield _observation(
            module,
            f"{module.dir} declares {module.path}: the folder says {folder}, {has}",
            f"Declare …/{folder}, or name the folder otherwise: go looks for that path in another one.",
        )
    if IMPOSSIBLE.fullmatch(module.path):
        yield _observation(
            module,
            f"{module.path} ends in a major version that paths must not have: no go.mod can require it",
            "Leave the suffix out of the module path; imports of the packages below it may keep it.",
            Severity.INFO,
        )


def _elsewhere(root: Module | None, module: Module, line: Require, sibling: Module) -> Iterator[Observation]:
    """A requirement that go resolves in the repository's history, where that path is no folder."""
    if root is None or module.mod is None or sibling.dir == ".":
        return
    base = split_major(root.path)[0]
    path, suffix = split_major(sibling.path)
    homes = {path.removeprefix(f"{base}/"), f"{path.removeprefix(f'{base}/')}/{suffix}"}
    replaces = Member(module.dir, module.mod).replaces
    if (
        path.startswith(f"{base}/")
        and sibling.dir not in homes
        and not applies(replaces, line.path, line.version)
    ):
        yield Observation(
            f"{module.file}: {line.path}",
            f"{module.file} requires {line.path}, which go would look for in {min(homes)}: "
            f"it is in {sibling.dir}",
            module.file,
            line.line,
            (Evidence(f"module {sibling.path}", sibling.file, _module_line(sibling)),),
            "Let path and folder agree, or replace the module by its folder.",
        )


def _incompatible(siblings: dict[str, Module], module: Module, line: Require) -> Iterator[Observation]:
    """`x v2.1.0+incompatible`, where the repository has x/v2."""
    newer = siblings.get(f"{line.path}/{major(line.version)}")
    if newer and line.version.endswith("+incompatible"):
        yield Observation(
            f"{module.file}: {line.path}",
            f"{module.file} requires {line.path} {line.version}: without the suffix that is not {newer.path}",
            module.file,
            line.line,
            (Evidence(f"module {newer.path}", newer.file, _module_line(newer)),),
            f"Require {newer.path}, and import its packages by that path.",
        )


def _left_behind(facts: Facts, siblings: dict[str, Module]) -> Iterator[Observation]:
    """A /vN module in its own folder that no sibling requires, though some require the one before it."""
    required = {line.path for module in facts.counted_modules if module.mod for line in module.mod.requires}
    for module in facts.counted_modules:
        path, suffix = split_major(module.path)
        older = siblings.get(path)
        in_folder = suffix and module.dir.rpartition("/")[2] == suffix
        if in_folder and older and module.path not in required and path in required:
            yield _observation(
                module,
                f"nothing here requires {module.path}; those that use it still require {path}",
                "Nothing to do, if only others are to use the new major version.",
                Severity.INFO,
            )


def _observation(module: Module, message: str, cure: str, severity: Severity | None = None) -> Observation:
    return Observation(
        module.dir,
        message,
        module.file,
        _module_line(module),
        (Evidence(f"module {module.path}", module.file, _module_line(module)),),
        cure,
        severity,
    )


def _module_line(module: Module) -> int | None:
    return module.mod.module_line or None if module.mod else None


RULE = Rule(
    code="GM309",
    title="Module path and folder or major version disagree",
    severity=Severity.WARNING,
    why=(
        "go finds a module in the folder that its path names below the repository, or there in a folder vN "
        "where the path ends in /vN; from v2 on the path must have that suffix, and v0 and v1 must not. "
        "What is elsewhere works through replacements and in the workspace, and for nobody outside. Paths "
        "that have nothing to do with the repository's (Kubernetes' staging, vanity imports) are not judged."
    ),
    example=(
        "$ head -1 client/v2/go.mod\n"
        "module example.com/repo/client\n"
        "$ go get example.com/repo/client@v2.0.0\n"
        "go: example.com/repo/client@v2.0.0: invalid version: module contains a go.mod file, so module path "
        'must match major version ("example.com/repo/client/v2")'
    ),
    cure="Let path and folder agree.",
    needs=frozenset({"modules"}),
    check=check,
    sources=(
        ("Go Modules Reference: Module paths", "https://go.dev/ref/mod#module-path"),
        ("Go Modules Reference: Major version suffixes", "https://go.dev/ref/mod#major-version-suffixes"),
    ),
)
