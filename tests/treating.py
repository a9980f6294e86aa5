"""A world to treat: facts read from real files, findings by the real checks, and a cure from both."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.checks.catalogue import rule
from goworkdoctor.doctor.judge import judge
from goworkdoctor.doctor.preview import preview
from goworkdoctor.golang.modfile import parse_mod, parse_work
from goworkdoctor.model.facts import (
    Facts,
    Module,
    ModuleKind,
    Package,
    Toolchain,
    Tree,
    UsedModule,
    Workspace,
    Workspaces,
)
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import Plan
from tests.oracle import Go


def facts_of(root: Path, go: Go | None) -> Facts:
    """What an examination would know of the modules and the go.work at this root, and of that go."""
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    dirs = sorted(posixpath.dirname(file) or "." for file in files if posixpath.basename(file) == "go.mod")
    modules = tuple(module_at(root, dir) for dir in dirs)
    return Facts(
        root,
        tree=Tree(root, git=False, tracked=frozenset(files)),
        modules=modules,
        workspaces=Workspaces(active=workspace_at(root)),
        packages=tuple(Package(module.dir, module.dir, module.path) for module in modules),
        staging=(),
        git_submodules=(),
        toolchain=Toolchain(str(go.path) if go else "", "go1.27.3" if go else ""),
    )


def module_at(root: Path, dir: str) -> Module:
    kind = ModuleKind.ROOT if dir == "." else ModuleKind.NESTED
    return Module(dir, kind, parse_mod((root / dir / "go.mod").read_bytes()))


def workspace_at(root: Path) -> Workspace | None:
    if not (root / "go.work").exists():
        return None
    work = parse_work((root / "go.work").read_bytes())
    return Workspace(
        "go.work", ".", work=work, uses=tuple(used(root, use.path, use.line) for use in work.uses)
    )


def used(root: Path, written: str, line: int) -> UsedModule:
    dir = os.path.relpath(root / written, root)
    exists = (root / dir / "go.mod").is_file()
    return UsedModule(written, line, dir, exists, module_at(root, dir).mod if exists else None)


def findings_of(facts: Facts, code: str) -> tuple[Finding, ...]:
    """What the real check of that code finds."""
    asked = rule(code)
    assert asked is not None
    found, probe = judge(facts, asked)
    assert not probe.why
    return found


def plan_of(root: Path, go: Go, id: str, code: str, choice: str | None = None) -> Plan:
    """The plan that treats all findings of a code."""
    facts, cure = facts_of(root, go), treatment(id)
    assert cure is not None
    return preview(facts, cure, findings_of(facts, code), choice)


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and mode, so that two moments can be compared."""
    files = (path for path in root.rglob("*") if path.is_file() or path.is_symlink())
    return {str(path.relative_to(root)): (path.read_bytes(), path.lstat().st_mode) for path in files}


def treated_by(id: str, facts: Facts, findings: tuple[Finding, ...] = ()) -> Plan:
    """The plan of a treatment, over facts and findings that are there already."""
    cure = treatment(id)
    assert cure is not None
    return preview(facts, cure, findings)
