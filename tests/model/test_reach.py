"""What `./...` and `work` enter, as real go has it."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.reach import in_workspace, packages_by_module, reach
from goworkdoctor.model.reach import tests_by_module as counts_by_module
from tests.builders import facts, module, package, stale, used, workspace
from tests.oracle import Go, write

ROOT, NESTED = module(), module("a")
GO_FILE = "package p\n"


def test_without_a_workspace_only_the_root_module_is_entered() -> None:
    found = reach(facts(ROOT, NESTED))
    assert (found.root, found.work, found.root_error) == ({"."}, {"."}, "")


def test_work_enters_every_used_module_and_dots_still_only_the_root() -> None:
    found = reach(facts(ROOT, NESTED, workspaces=workspace(used(ROOT), used(NESTED))))
    assert (found.root, found.work) == ({"."}, {".", "a"})


def test_a_stale_use_is_entered_by_nothing() -> None:
    assert reach(facts(ROOT, workspaces=workspace(used(ROOT), stale("gone")))).work == {"."}


def go_says(go: Go, where: Path) -> str:
    return go.run("list", "./...", cwd=where).stderr.strip()


def error_of(found: Facts) -> str:
    return reach(found).root_error


def test_the_error_at_a_root_without_module_is_gos(go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"a/go.mod": "module example.com/a\n\ngo 1.24\n", "a/a.go": GO_FILE})
    assert error_of(facts(NESTED)) == go_says(go, tmp_path)


def test_the_error_at_a_root_that_go_work_leaves_out_is_gos(go: Go, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "go.work": "go 1.24\n\nuse ./a\n",
            "a/go.mod": "module example.com/a\n\ngo 1.24\n",
            "a/a.go": GO_FILE,
        },
    )
    assert error_of(facts(NESTED, workspaces=workspace(used(NESTED)))) == go_says(go, tmp_path)


def test_in_workspace_is_unknown_where_there_is_none() -> None:
    assert in_workspace(facts(ROOT), ".") is None
    assert in_workspace(facts(ROOT, NESTED, workspaces=workspace(used(ROOT))), "a") is False


def test_counts_are_summed_by_module_and_unlisted_packages_are_none() -> None:
    found = facts(
        ROOT,
        NESTED,
        packages=(package("a", "a", 2), package("a", "a/b", 3), package("a", "a/c", listed=False)),
    )
    assert counts_by_module(found)["a"].total == 5
    assert packages_by_module(found) == {".": 0, "a": 2}
