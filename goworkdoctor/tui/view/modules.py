"""One row for each module: what it holds, who reaches it, and how it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from goworkdoctor.model.facts import Facts, Module, Tests
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.reach import packages_by_module, reach, tests_by_module
from goworkdoctor.model.report import Report


class ModuleRow(Struct, frozen=True):
    """None stands for what is not known (yet), and for `used` also where there is no workspace."""

    module: Module
    packages: int | None
    tests: Tests | None
    used: bool | None
    by_root: bool | None
    by_work: bool | None
    dirty: int | None
    worst: Severity | None

    @property
    def dir(self) -> str:
        return self.module.dir


@lru_cache(maxsize=2)
def module_rows(report: Report) -> tuple[ModuleRow, ...]:
    """Modules that count first, ignored ones after them, each in the order of the facts."""
    facts = report.facts
    packages = packages_by_module(facts) if facts.packages is not None else {}
    tests = tests_by_module(facts) if facts.packages is not None else {}
    reached = reach(facts) if facts.workspaces is not None else None
    used = facts.workspace.used_dirs if facts.workspace else None
    dirty = dirty_by_module(facts)
    worst = worst_by_module(report)
    rows = (
        ModuleRow(
            module,
            packages.get(module.dir),
            tests.get(module.dir),
            None if used is None else module.dir in used,
            None if reached is None else module.dir in reached.root,
            None if reached is None else module.dir in reached.work,
            None if dirty is None else dirty[module.dir],
            worst.get(module.dir),
        )
        for module in facts.modules or ()
    )
    return tuple(sorted(rows, key=lambda row: row.module.ignored))


def dirty_by_module(facts: Facts) -> Counter[str] | None:
    """Changed and untracked files by the module that owns their folder; None where git was not asked."""
    if facts.checkout is None:
        return None
    dirs = frozenset(module.dir for module in facts.modules or ())
    return Counter(owner(path, dirs) for path in facts.checkout.dirty)


def owner(path: str, dirs: frozenset[str]) -> str:
    """The nearest module directory above a path; "" for none."""
    folder = path.rstrip("/")
    if folder in dirs:  # an untracked folder that is a module
        return folder
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if folder in dirs:
            return folder
    return "." if "." in dirs else ""


def worst_by_module(report: Report) -> dict[str, Severity]:
    """The worst severity said of each module, by its directory or its go.mod."""
    by_file = {module.file: module.dir for module in report.facts.modules or ()}
    worst: dict[str, Severity] = {}
    for finding in reversed(report.findings):
        for dir in _spoken_of(finding, by_file):
            worst[dir] = min(finding.severity, worst.get(dir, finding.severity), key=lambda s: s.rank)
    return worst


def findings_on(report: Report, module: Module) -> tuple[Finding, ...]:
    """The findings about one module."""
    by_file = {module.file: module.dir}
    return tuple(f for f in report.findings if module.dir in _spoken_of(f, by_file))


def _spoken_of(finding: Finding, by_file: dict[str, str]) -> Iterable[str]:
    if finding.path in by_file:
        return {finding.subject, by_file[finding.path]}
    return {finding.subject}
