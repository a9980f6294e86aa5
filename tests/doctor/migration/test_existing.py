"""What ails a workspace is named, and go refuses it for that; what takes modules out is done all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import StepState
from tests.conftest import toolchain
from tests.doctor.migration.migrating import (
    ROOT,
    SHOP,
    Files,
    look_at,
    mod,
    obstacles,
    repository,
    said,
    source,
    state,
    take,
    take_all,
)
from tests.oracle import Go, write


def work(*uses: str, line: str = "go 1.21\n", more: str = "") -> Files:
    """A go.work with these uses."""
    return {"go.work": line + "\nuse (\n" + "".join(f"\t{use}\n" for use in uses) + f")\n{more}"}


def module(path: str, dir: str, *lines: str, go: str = "1.21") -> Files:
    return {f"{dir}/go.mod": mod(path, *lines, go=go), f"{dir}/x.go": source("x")}


@pytest.mark.parametrize("use", ["./gone", "gone", "./empty", "./api/go.mod"])
def test_a_use_that_leads_to_no_module(tmp_path: Path, go: Go, use: str) -> None:
    """A directory that is gone, that has no go.mod, or a file: no go command does anything any more."""
    root = repository(tmp_path / "w", SHOP, work(".", use), {"empty/readme": ""})
    found = obstacles(root)["dead-use"]
    assert [(item.path, item.line) for item in found.evidence] == [("go.work", 5)]
    assert "listed in go.work file: open" in said(root, go)
    assert "listed in go.work file: open" in said(root, go, "list", "-e", "./api")
    assert "no such file or directory" in said(root, go, "work", "use", "./api") or use == "./api/go.mod"
    assert [taken.step.kind for taken in take_all(root)] == ["drop", "adopt", "adopt"]
    assert said(root, go) == ""


@pytest.mark.parametrize("use", ["./api/", "{root}/api", "./api"])
def test_a_directory_that_is_used_twice(tmp_path: Path, go: Go, use: str) -> None:
    again = use.format(root=tmp_path / "w")
    root = repository(tmp_path / "w", SHOP, work(".", "./api", again))
    assert [item.line for item in obstacles(root)["dead-use"].evidence] == [6]
    assert "appears multiple times in workspace" in said(root, go)
    assert [taken.step.kind for taken in take_all(root)] == ["drop", "adopt"]
    assert go.lines("list", "-m", cwd=root) == ["ex.com/shop", "ex.com/shop/api", "ex.com/shop/cart"]


def test_one_of_two_members_of_a_path_is_taken_out_by_a_step(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", SHOP, work(".", "./api", "./api2"), module("ex.com/shop/api", "api2"))
    found = obstacles(root)["path-twice"]
    assert (found.modules, found.inside) == (("api", "api2"), True)
    assert "ex.com/shop/api appears multiple times in workspace" in said(root, go)
    assert state(root).step("use:cart").state is StepState.BLOCKED
    assert state(root).next.id == "evict:api"
    assert take(root, "evict:api2").done
    assert [taken.step.id for taken in take_all(root)] == ["use:cart"]
    assert said(root, go) == ""


def test_a_module_and_a_link_to_it(tmp_path: Path, go: Go) -> None:
    root = write(tmp_path / "w", SHOP)
    (root / "link").symlink_to("api")
    repository(root, work(".", "./api", "./link"))
    assert obstacles(root)["path-twice"].modules == ("api", "link")
    assert "ex.com/shop/api appears multiple times in workspace" in said(root, go)
    assert take(root, "evict:link").done
    assert said(root, go) == ""


def test_an_empty_workspace(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", SHOP, {"go.work": "go 1.21\n"})
    assert not obstacles(root)["empty"].blocks
    assert "no modules were found in the current workspace" in said(root, go, "build", "./api")
    assert all(taken.done for taken in take_all(root))
    assert go.run("build", "./api", cwd=root).returncode == 0


LINES = [
    ("go 1.21\n", "go.work has go 1.21, but api/go.mod needs go 1.22", "but go.work lists go 1.21"),
    ("", "has no go line, which counts as 1.18", "but go.work implicitly requires go 1.18"),
]


@pytest.mark.parametrize(("line", "message", "words"), LINES)
def test_a_go_line_below_a_members_is_raised_by_the_step_that_adopts(
    tmp_path: Path, go: Go, line: str, message: str, words: str
) -> None:
    newer: Files = {"api/go.mod": mod("ex.com/shop/api", go="1.22")}
    root = repository(tmp_path / "w", SHOP, newer, work(".", "./api", line=line))
    found = obstacles(root)["go-line"]
    assert (message in found.message, found.blocks) == (True, False)
    assert words in said(root, go, "build", ".")
    assert [taken.done for taken in take_all(root)] == [True]
    assert said(root, go) == ""


TOO_NEW = [
    ("go 1.99\n", "1.21", "go.work requires go >= 1.99 (running go"),
    ("go 1.21\n", "1.99", "requires go >= 1.99"),
]


@pytest.mark.parametrize(("line", "member", "words"), TOO_NEW)
def test_a_go_line_above_the_local_toolchain(
    tmp_path: Path, go: Go, line: str, member: str, words: str
) -> None:
    newer: Files = {"api/go.mod": mod("ex.com/shop/api", go=member)}
    root = repository(tmp_path / "w", SHOP, newer, work(".", "./api", line=line))
    found = obstacles(root)["go-line"]
    assert ("needs go 1.99" in found.message, found.blocks, found.inside) == (True, True, True)
    assert words in said(root, go)
    assert state(root).step("use:cart").state is StepState.BLOCKED


def test_a_directive_that_an_older_go_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = toolchain("1.21.13")
    monkeypatch.setenv("PATH", old.env["PATH"])
    root = repository(tmp_path / "w", SHOP, work(".", "./api", more="\ngodebug default=go1.21\n"))
    found = obstacles(root)["directive"]
    assert (found.evidence[0].line, found.inside) == (8, True)
    assert "go.work:8: unknown directive: godebug" in said(root, old)


def test_a_member_that_does_not_parse(tmp_path: Path, go: Go) -> None:
    root = repository(
        tmp_path / "w", SHOP, work(".", "./api"), {"api/go.mod": "module ex.com/api\n<<<<<<<\n"}
    )
    found = obstacles(root)["parse"]
    assert (found.modules, found.inside) == (("api",), True)
    assert "api/go.mod:2: unknown directive: <<<<<<<" in found.message
    assert "api/go.mod:2: unknown directive: <<<<<<<" in said(root, go)
    assert state(root).step("use:cart").state is StepState.BLOCKED


def test_a_member_that_go_work_replaces_at_all_versions(tmp_path: Path, go: Go) -> None:
    replaced = work(".", "./api", more="\nreplace ex.com/shop/api => ./fork\n")
    root = repository(tmp_path / "w", SHOP, replaced, module("ex.com/shop/api", "testdata/fork"))
    found = obstacles(root)["replaced"]
    assert (found.evidence[0].line, found.inside) == (8, True)
    assert "workspace module ex.com/shop/api is replaced at all versions" in said(root, go)


def test_members_whose_replacements_conflict(tmp_path: Path, go: Go) -> None:
    lines = ("require ex.com/lib v1.0.0", "replace ex.com/lib => ../testdata/{}")
    sides = {dir: module(f"ex.com/{dir}", dir, lines[0], lines[1].format(dir)) for dir in "ab"}
    libs = {dir: module("ex.com/lib", f"testdata/{dir}") for dir in "ab"}
    more = module("ex.com/c", "c")
    root = repository(tmp_path / "w", *sides.values(), *libs.values(), more, work("./a", "./b"))
    found = obstacles(root)["replacements"]
    assert (found.inside, [item.path for item in found.evidence]) == (True, ["a/go.mod", "b/go.mod"])
    assert "conflicting replacements for ex.com/lib" in said(root, go)
    assert state(root).step("use:c").choices == found.choices
    migrate.choose(look_at(root), "ex.com/lib=./testdata/a")
    assert [taken.step.id for taken in take_all(root)] == ["use:c"]
    assert said(root, go) == ""


def test_what_takes_modules_out_is_done_though_go_refuses_the_workspace_for_another_reason(
    tmp_path: Path, go: Go
) -> None:
    stray = module("ex.com/m", "testdata/m")
    broken = work(".", "./gone", "./testdata/m", more="\nreplace ex.com/m => ./api\n")
    twins = {**module("ex.com/t", "t1"), **module("ex.com/t", "t2")}
    broken = work(".", "./gone", "./t1", "./t2", "./testdata/m")
    root = repository(tmp_path / "w", ROOT, stray, twins, broken)
    assert state(root).next.id == "drop"
    taken = take(root)
    assert (taken.done, taken.why) == (True, "")
    assert take(root, "evict:testdata/m").done
    assert "ex.com/t appears multiple times in workspace" in said(root, go)
    assert take(root, "evict:t2").done
    assert said(root, go) == ""
    migrate.abort(root)
    assert (root / "go.work").read_text() == broken["go.work"]
