"""An examination in the shape of a monorepo with staging modules, and verbs that touch nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from goworkdoctor.config import Settings
from goworkdoctor.model.facts import (
    Cache,
    Checkout,
    Disk,
    Facts,
    GitSubmodule,
    IgnoredBecause,
    Module,
    ModuleKind,
    Process,
    StagingModule,
    StrayWorkspace,
    Toolchain,
)
from goworkdoctor.model.finding import Applicability, Evidence, Finding, Fix, Rule, Severity
from goworkdoctor.model.plan import Choice, Draft, EditFile, Plan, Receipt, Step, Treatment
from goworkdoctor.model.report import Probe, ProbeStatus, Report
from goworkdoctor.tui.verbs import Verbs
from tests import builders

ROOT = Path("/src/galaxy")
STAGED = (
    "api",
    "apimachinery",
    "client-go",
    "code-generator",
    "component-base",
    "kubelet",
    "metrics",
    "sample-controller",
)


def modules() -> tuple[Module, ...]:
    staged = (
        builders.module(
            f"staging/src/galaxy.io/{name}", f"galaxy.io/{name}", "1.25.0", kind=ModuleKind.STAGING
        )
        for name in STAGED
    )
    return (
        builders.module(".", "galaxy.io/galaxy", "1.25.0"),
        *staged,
        builders.module("hack/tools", "galaxy.io/galaxy/hack/tools", "1.24.0"),
        builders.module("staging/src/galaxy.io/code-generator/examples", "galaxy.io/examples", "1.24.0"),
        builders.module(
            "cmd/scan/testdata/m",
            "example.com/m",
            "1.20",
            kind=ModuleKind.IGNORED,
            ignored_because=IgnoredBecause.TESTDATA,
        ),
    )


def facts() -> Facts:
    """Eleven modules that count, nine of them in the workspace, one `use` that leads nowhere."""
    all_modules = modules()
    used = [builders.used(module) for module in all_modules[:9]]
    found = builders.workspace(*used, builders.stale("staging/src/galaxy.io/gone"), go="1.25.0")
    own = frozenset({"hack/tools"})
    return Facts(
        root=ROOT,
        modules=all_modules,
        workspaces=replace(found, stray=(StrayWorkspace("hack/tools/go.work", "hack/tools", own),)),
        packages=tuple(package for module in all_modules[:10] for package in packages(module)),
        checkout=Checkout(
            "3f2c9e1aa0b4", "main", ("pkg/a.go", "staging/src/galaxy.io/client-go/rest/client.go")
        ),
        staging=tuple(staging(module) for module in all_modules[1:9]),
        git_submodules=(GitSubmodule("third_party/geo", False, "5f1c0de5" * 5, "5f1c0de5" * 5),),
        toolchain=Toolchain("/usr/local/go/bin/go", "go1.26.8"),
        caches=(
            Cache("build", "/home/me/.cache/go-build", 12_400_000_000, 188_204),
            Cache("module", "/home/me/go/pkg/mod", 8_100_000_000, 96_113),
            Cache("fuzz", "/home/me/.cache/go-build/fuzz", 1_200_000, 340),
            Cache("lint", "/home/me/.cache/golangci-lint", exists=False),
        ),
        disk=(Disk("/home/me/.cache/go-build", 80_000_000_000, 252_000_000_000),),
        processes=(Process(4711, "go", "/src/galaxy"), Process(4802, "gopls", "/src/galaxy")),
    )


def packages(module: Module) -> list[object]:
    """Three packages a module, and tests that grow with its name."""
    size = 1300 if module.dir == "." else 40 * len(module.dir)
    return [builders.package(module.dir, f"{module.dir}/p{i}", tests=size) for i in range(3)]


def staging(module: Module) -> StagingModule:
    dirty = 1 if module.dir.endswith("client-go") else 0
    return StagingModule(module.dir, module.path, True, True, True, True, dirty, "2026-03-01T10:00:00+00:00")


def findings() -> tuple[Finding, ...]:
    drop = Fix(
        "drop-stale-use", "Drop the use lines that lead nowhere", Applicability.SAFE, "goworkdoctor fix GW102"
    )
    use = Fix("use-module", "Use the module in go.work", Applicability.REVIEW, "goworkdoctor fix GW101")
    gone = "staging/src/galaxy.io/gone"
    return (
        Finding(
            "GW102",
            Severity.ERROR,
            "use leads to no module",
            gone,
            f"go.work uses ./{gone}, and there is no go.mod",
            "go.work",
            14,
            evidence=(Evidence(f"use ./{gone}", "go.work", 14), Evidence("no such directory")),
            cure=f"go work edit -dropuse=./{gone}",
            fixes=(drop,),
            stops_go=True,
        ),
        Finding(
            "GT201",
            Severity.WARNING,
            "Tests outside ./...",
            ".",
            "8,920 of 12,820 test functions are outside `go test ./...`",
            evidence=tuple(
                Evidence(f"staging/src/galaxy.io/{name}: 1,080 test functions") for name in STAGED
            ),
            cure="go test work",
        ),
        Finding(
            "GW101",
            Severity.INFO,
            "Module outside the workspace",
            "hack/tools",
            "hack/tools is outside the workspace: it has a go.work of its own",
            "hack/tools/go.mod",
            1,
            fixes=(use,),
        ),
    )


NAMES = (
    "tree",
    "modules",
    "workspaces",
    "packages",
    "checkout",
    "staging",
    "git_submodules",
    "toolchain",
    "environment",
    "caches",
    "disk",
    "processes",
)


def report(**more: object) -> Report:
    """A finished examination, all of it well."""
    given = {"facts": facts(), "findings": findings(), "seconds": 0.8}
    probes = tuple(Probe(name, ms=12) for name in (*NAMES, "GW101", "GW102", "GT201"))
    return Report(**({"probes": probes} | given | more))  # type: ignore[arg-type]


def growing() -> list[Report]:
    """The same, as it grows: nothing, modules, all but caches."""
    full = facts()
    bare = Facts(ROOT)
    some = replace(bare, modules=full.modules, workspaces=full.workspaces, checkout=full.checkout)
    most = replace(full, caches=None)
    names = [name for name in NAMES if name != "caches"]
    return [
        Report(bare, running=NAMES),
        Report(
            some,
            probes=(Probe("modules"), Probe("workspaces"), Probe("checkout")),
            running=("packages", "caches"),
        ),
        Report(most, findings(), tuple(Probe(name) for name in names), running=("caches",), seconds=1.0),
    ]


def skipped(name: str, why: str) -> Report:
    """A finished examination in which one gatherer could not look."""
    whole = report()
    probes = tuple(
        Probe(name, ProbeStatus.SKIPPED, why) if probe.name == name else probe for probe in whole.probes
    )
    return replace(whole, facts=replace(whole.facts, **{name: None}), probes=probes)


RULE = Rule(
    "GW102",
    "use leads to no module",
    Severity.ERROR,
    "Every go command at the root stops until the line is gone: go reads all modules that go.work uses "
    "before it does anything else.",
    "go: cannot load module ./gone listed in go.work file: open gone/go.mod: no such file or directory",
    "go work edit -dropuse=DIR",
    frozenset({"workspaces"}),
    lambda facts: iter(()),
    ("drop-stale-use",),
    (("Go Modules Reference: go.work", "https://go.dev/ref/mod#go-work-file-use"),),
)


def treatments() -> tuple[Treatment, ...]:
    def draft(facts: Facts, found: tuple[Finding, ...], choice: str | None) -> Draft:
        return Draft("", ())

    def pick(facts: Facts, finding: Finding) -> tuple[Choice, ...]:
        return (Choice("left", "Take galaxy.io/api v1.2.0"), Choice("right", "Take galaxy.io/api v1.3.0"))

    safe, review = Applicability.SAFE, Applicability.REVIEW
    return (
        Treatment("drop-stale-use", "Drop the use lines that lead nowhere", safe, draft, ("GW102",)),
        Treatment("use-module", "Use the module in go.work", review, draft, ("GW101",), choices=pick),
        Treatment("expire-test-results", "Expire test results", safe, draft),
    )


def plan(
    treatment: str = "drop-stale-use", title: str = "Drop ./staging/src/galaxy.io/gone from go.work"
) -> Plan:
    before = b"go 1.25.0\n\nuse (\n\t.\n\t./staging/src/galaxy.io/gone\n)\n"
    after = b"go 1.25.0\n\nuse .\n"
    return Plan(
        treatment, title, ROOT, (EditFile(ROOT / "go.work", before, after),), ("go formats the file itself",)
    )


class Record:
    """Verbs that answer from memory and remember what they were asked."""

    def __init__(self, *reports: Report) -> None:
        self.reports = list(reports) or [report()]
        self.asked: list[str] = []
        self.receipts: list[Receipt] = []
        self.refuse = ""
        self.plan = plan()
        self.hold = Event()
        self.hold.set()

    def examine(
        self, start: Path, settings: Settings, tell: Callable[[Report], None], cancelled: Event
    ) -> Report:
        """Tells all but the last report, waits while held, returns the last."""
        self.asked.append("examine")
        for each in self.reports[:-1]:
            tell(each)
        while not self.hold.wait(0.01) and not cancelled.is_set():
            pass
        return replace(self.reports[-1])

    def preview(
        self, facts: Facts, treatment: Treatment, found: tuple[Finding, ...], choice: str | None
    ) -> Plan:
        self.asked.append(f"preview {treatment.id} {choice or ''}".strip())
        return self.plan

    def apply(self, plan: Plan, insist: bool) -> Receipt:
        from goworkdoctor.model.plan import Refused

        self.asked.append("insist" if insist else "apply")
        if self.refuse and not insist:
            raise Refused(self.refuse)
        done = Receipt(
            "1", plan.treatment, plan.title, ROOT, "2026-03-01T10:00:00+00:00", "applied", True, ("go.work",)
        )
        self.receipts.insert(0, done)
        return done

    def undo(self, id: str | None, root: Path) -> Receipt:
        self.asked.append(f"undo {id}")
        self.receipts[0] = replace(self.receipts[0], state="undone", undoable=False)
        return self.receipts[0]

    def describe(self, step: Step, root: Path | None) -> str:
        return "edit go.work (+1 −4 lines); can be undone"

    def verbs(self) -> Verbs:
        return Verbs(
            examine=self.examine,
            preview=self.preview,
            describe=self.describe,
            apply=self.apply,
            undo=self.undo,
            history=lambda root: tuple(self.receipts),
            treatments=treatments,
            rule=lambda code: RULE if code == "GW102" else None,
        )
