"""One JSON record for each kind of thing in the report, with the keys of the contract."""

from __future__ import annotations

from typing import Any

from goworkdoctor.model.facts import (
    Facts,
    GitSubmodule,
    Module,
    Process,
    StagingModule,
    Tests,
    Toolchain,
    Workspace,
)
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.reach import in_workspace
from goworkdoctor.model.report import Probe
from goworkdoctor.report.counts import Counts

Json = dict[str, Any]


def go(toolchain: Toolchain | None) -> Json | None:
    if toolchain is None or not toolchain.path:
        return None
    return {"version": toolchain.version, "path": toolchain.path}


def module(facts: Facts, module: Module, counts: Counts) -> Json:
    return {
        "dir": module.dir,
        "path": module.path or None,
        "go": module.go or None,
        "kind": module.kind.value,
        "ignored_because": module.ignored_because.value if module.ignored_because else None,
        "in_workspace": in_workspace(facts, module.dir),
        "packages": counts.packages_by_module[module.dir] if counts.known else None,
        "tests": tests(counts.tests_by_module[module.dir]) if counts.known else None,
        "reached_by": {
            "root": module.dir in counts.reach.root,
            "work": module.dir in counts.reach.work,
            "ci": "unknown",
        },
    }


def tests(tests: Tests) -> Json:
    return {
        "test": tests.test,
        "benchmark": tests.benchmark,
        "fuzz": tests.fuzz,
        "example": tests.example,
        "tag_gated": tests.tag_gated,
        "specs": tests.specs,
    }


def workspace(facts: Facts, workspace: Workspace | None) -> Json | None:
    if workspace is None:
        return None
    work = workspace.work
    unused = (module.dir for module in facts.counted_modules if module.dir not in workspace.used_dirs)
    return {
        "file": workspace.file,
        "go": (work.go or None) if work else None,
        "toolchain": (work.toolchain or None) if work else None,
        "uses": [{"dir": use.dir, "path": use.path or None, "exists": use.exists} for use in workspace.uses],
        "unused_modules": sorted(unused),
    }


def staging(module: StagingModule) -> Json:
    return {
        "dir": module.dir,
        "path": module.path,
        "in_workspace": module.in_workspace,
        "replaced_by_root": module.replaced_by_root,
        "required_by_root": module.required_by_root,
        "published": module.published,
        "dirty": module.dirty,
        "last_commit": module.last_commit or None,
    }


def git_submodule(submodule: GitSubmodule) -> Json:
    return {
        "path": submodule.path,
        "initialised": submodule.initialised,
        "commit": submodule.commit or None,
        "dirty": submodule.dirty,
        "modules": sorted(submodule.modules),
    }


def process(process: Process) -> Json:
    return {"pid": process.pid, "name": process.name, "cwd": process.cwd}


def finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "title": finding.title,
        "subject": finding.subject,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "evidence": [{"path": item.path, "line": item.line, "text": item.text} for item in finding.evidence],
        "fixes": [
            {
                "id": fix.id,
                "title": fix.title,
                "applicability": fix.applicability.value,
                "command": fix.command,
            }
            for fix in finding.fixes
        ],
        "cure": finding.cure,
        "fingerprint": finding.fingerprint,
    }


def probe(probe: Probe) -> Json:
    return {"name": probe.name, "status": probe.status.value, "why": probe.why, "ms": probe.ms}
