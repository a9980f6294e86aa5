"""One row a module."""

from __future__ import annotations

from goworkdoctor.model.facts import Checkout, IgnoredBecause, ModuleKind
from goworkdoctor.model.finding import Finding, Severity
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.modules import findings_on, module_rows, owner
from tests import builders


def test_a_row_says_what_a_module_holds_and_who_reaches_it() -> None:
    root, a = builders.module(), builders.module("a")
    given = builders.facts(
        root,
        a,
        workspaces=builders.workspace(builders.used(root)),
        packages=(builders.package("a", tests=3),),
    )
    first, second = module_rows(Report(given))
    assert (first.used, first.by_root, first.by_work, first.packages) == (True, True, True, 0)
    assert (second.used, second.by_root, second.by_work) == (False, False, False)
    assert (second.packages, second.tests and second.tests.total) == (1, 3)


def test_nothing_is_claimed_before_it_is_known() -> None:
    given = builders.facts(builders.module(), workspaces=None, packages=None)
    (row,) = module_rows(Report(given))
    assert (row.used, row.by_root, row.by_work, row.packages, row.tests, row.dirty) == (None,) * 6


def test_without_a_workspace_none_is_used() -> None:
    (row,) = module_rows(Report(builders.facts(builders.module())))
    assert (row.used, row.by_root) == (None, True)


def test_ignored_modules_come_last() -> None:
    ignored = builders.module("a", kind=ModuleKind.IGNORED, ignored_because=IgnoredBecause.VENDOR)
    rows = module_rows(Report(builders.facts(ignored, builders.module("b"))))
    assert [row.dir for row in rows] == ["b", "a"]


def test_a_changed_file_belongs_to_the_nearest_module_above() -> None:
    dirs = frozenset({".", "a", "a/b"})
    assert [owner(path, dirs) for path in ("x.go", "a/x.go", "a/b/c/x.go", "ab/x.go", "a/b/")] == [
        ".",
        "a",
        "a/b",
        ".",
        "a/b",
    ]
    assert owner("x.go", frozenset({"a"})) == ""


def test_dirty_files_are_counted_by_module() -> None:
    given = builders.facts(
        builders.module(), builders.module("a"), checkout=Checkout("h", "main", ("a/x.go", "a/y.go", "z.go"))
    )
    assert [row.dirty for row in module_rows(Report(given))] == [1, 2]


def test_the_worst_that_is_said_of_a_module_by_name_or_go_mod_is_on_its_row() -> None:
    found = (
        Finding("GW104", Severity.ERROR, "t", "go.work", "m", "a/go.mod", 3),
        Finding("GW101", Severity.INFO, "t", "a", "m"),
    )
    report = Report(builders.facts(builders.module(), builders.module("a")), found)
    assert [row.worst for row in module_rows(report)] == [None, Severity.ERROR]
    assert len(findings_on(report, builders.module("a"))) == 2
