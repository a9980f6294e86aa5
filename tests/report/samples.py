"""Reports to render: one with something of everything, and one with nothing to say."""

from __future__ import annotations

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.model.facts import (
    Cache,
    Checkout,
    Disk,
    GitSubmodule,
    IgnoredBecause,
    ModuleKind,
    Package,
    Process,
    StagingModule,
    StrayWorkspace,
    Tests,
    Toolchain,
    Workspaces,
)
from goworkdoctor.model.finding import Applicability, Confidence, Evidence, Finding, Fix, Severity
from goworkdoctor.model.report import Probe, ProbeStatus, Report
from tests.builders import facts, module, package, stale, used, workspace

FIX = Fix("drop-use", "Drop the stale use", Applicability.SAFE, "goworkdoctor fix GW102")
STALE = Finding(
    "GW102",
    Severity.ERROR,
    "use of a directory without a module",
    "gone",
    "`use ./gone` points to a directory that is not there",
    path="go.work",
    line=7,
    evidence=(Evidence("./gone", "go.work", 7),),
    fixes=(FIX,),
    stops_go=True,
)
OUTSIDE = Finding(
    "GT201",
    Severity.WARNING,
    "tests outside ./...",
    ".",
    "7 of 10 test functions are outside `go test ./...`",
    confidence=Confidence.LIKELY,
    evidence=tuple(Evidence(f"{n} test functions", f"m{n:02}/go.mod", 1) for n in range(20)),
    cure="run `go test work`",
)


def healthy() -> Report:
    """One module, no workspace, two tests, nothing wrong."""
    return Report(facts(module("."), packages=(package(".", tests=2),)), seconds=0.42)


def full(*findings: Finding) -> Report:
    """Something of every kind of fact, probes that went wrong, and these findings (or two of its own)."""
    root, nested = module("."), module("tools")
    api = module("staging/src/example.com/api", kind=ModuleKind.STAGING)
    ignored = module("a/testdata/m", kind=ModuleKind.IGNORED, ignored_because=IgnoredBecause.TESTDATA)
    spaces = workspace(used(root), used(api), stale("gone"))
    spaces = Workspaces(spaces.active, (StrayWorkspace("examples/go.work", "examples"),))
    return Report(
        facts(
            root,
            nested,
            api,
            ignored,
            workspaces=spaces,
            packages=(
                Package(".", ".", "example.com/root", (), Tests(1, 1, 1, 0, tag_gated=4, specs=5)),
                package("tools", tests=6),
                package("tools", "tools/only_windows", listed=False),
                package("staging/src/example.com/api", tests=1),
                package("a/testdata/m", tests=100),
            ),
            checkout=Checkout("3f2c9e1" + "0" * 33, "main", ("tools/x.go",)),
            staging=(StagingModule(api.dir, api.path, True, True, True, True, 0, "2025-10-01T00:00:00Z"),),
            git_submodules=(GitSubmodule("third_party/geo", False, recorded="a" * 40),),
            toolchain=Toolchain("/go/bin/go", "go1.26.8", "/go", Platform()),
            caches=(Cache("module", "/m", 8_100_000_000, 9, 0.0), Cache("build", "/b", 12_400_000_000, 188)),
            disk=(Disk("/home", 80_000_000_000, 252_000_000_000), Disk("/b", 90_000_000_000, 1 << 40)),
            processes=(Process(12, "gopls", "/repo"), Process(3, "go", "/repo")),
        ),
        findings or (STALE, OUTSIDE),
        (
            Probe("modules", ms=3),
            Probe("environment", ProbeStatus.SKIPPED, "no go on PATH", 1),
            Probe("GE701", ProbeStatus.SKIPPED, "environment: no go on PATH"),
            Probe("GE702", ProbeStatus.SKIPPED, "environment: no go on PATH"),
            Probe("GW101", ProbeStatus.SKIPPED, "ignored by goworkdoctor.toml"),
            Probe("GW106", ProbeStatus.SKIPPED, "ignored by goworkdoctor.toml"),
            Probe("GM308", ProbeStatus.FAILED, "KeyError: 'x'"),
        ),
        seconds=0.8,
    )
