"""What go.work uses, and what the commands reach."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.facts import IgnoredBecause, ModuleKind, StrayWorkspace
from goworkdoctor.model.report import Report
from goworkdoctor.tui.view.coverage import coverage, use_rows
from tests import builders


def test_what_is_wrong_comes_first_and_what_is_used_last() -> None:
    root, a = builders.module(), builders.module("a")
    found = builders.workspace(builders.used(root), builders.stale("gone"))
    rows = use_rows(Report(builders.facts(root, a, workspaces=found)))
    assert [(row.state, row.dir) for row in rows] == [("stale", "gone"), ("outside", "a"), ("used", ".")]


def test_a_module_outside_says_whose_it_is() -> None:
    modules = [
        builders.module(),
        builders.module("own"),
        builders.module("theirs"),
        builders.module("sub", kind=ModuleKind.SUBMODULE),
        builders.module("left"),
    ]
    stray = (
        StrayWorkspace("own/go.work", "own", frozenset({"own"})),
        StrayWorkspace("x/go.work", "x", frozenset({"theirs"})),
    )
    found = replace(builders.workspace(builders.used(modules[0])), stray=stray)
    rows = use_rows(Report(builders.facts(*modules, workspaces=found)))
    assert {row.dir: row.note for row in rows if row.state == "outside"} == {
        "own": "own go.work",
        "theirs": "used by x/go.work",
        "sub": "in a git submodule",
        "left": "not used",
    }


def test_ignored_modules_are_neither_outside_nor_counted() -> None:
    root = builders.module()
    ignored = builders.module("v", kind=ModuleKind.IGNORED, ignored_because=IgnoredBecause.VENDOR)
    packages = (builders.package(tests=2), builders.package("v", tests=5))
    given = builders.facts(
        root, ignored, workspaces=builders.workspace(builders.used(root)), packages=packages
    )
    assert [row.state for row in use_rows(Report(given))] == ["used"]
    assert coverage(Report(given)).all.total == 2


def test_counts_are_of_what_each_command_reaches() -> None:
    root, a, b = builders.module(), builders.module("a"), builders.module("b")
    packages = tuple(builders.package(dir, tests=count) for dir, count in ((".", 1), ("a", 2), ("b", 4)))
    found = builders.workspace(builders.used(root), builders.used(a))
    counts = coverage(Report(builders.facts(root, a, b, workspaces=found, packages=packages)))
    assert (counts.all.total, counts.by_root, counts.by_work, counts.outside) == (7, 1, 3, 6)
