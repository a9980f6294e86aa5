"""GT201: test functions that `go test ./...` at the root leaves out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from goworkdoctor.model.facts import (
    Facts,
    IgnoredBecause,
    Module,
    ModuleKind,
    StrayWorkspace,
    Toolchain,
    Tree,
    Workspaces,
)
from tests.builders import facts, module, package, stale, used, workspace
from tests.checks.examined import INFO, WARNING, mod, said, severities, told, tree, work
from tests.conftest import toolchain
from tests.oracle import Go, commit, write

ROOT, A, B = module(), module("a"), module("b")
XARGS = """`go list -m -f '"{{.Dir}}/..."' | xargs go test`"""
TEST = 'package x\n\nimport "testing"\n\nfunc Test{}(t *testing.T) {{}}\n'


def repo(tests: dict[str, int], *modules: Module, go: str = "go1.27.3", **more: Any) -> Facts:
    packages = tuple(package(dir, tests=count) for dir, count in tests.items())
    return facts(*modules, packages=packages, toolchain=Toolchain("/go", go if go else ""), **more)


def test_one_finding_counts_them_with_evidence_by_module_the_most_first() -> None:
    (seen,) = said("GT201", repo({".": 2, "a": 351, "b": 1417}, ROOT, A, B))
    assert seen.message == "1,768 of 1,770 test functions are outside `go test ./...`"
    assert [one.path for one in seen.evidence] == ["b/go.mod", "a/go.mod"]
    assert seen.evidence[0].text == "1,417 test functions in example.com/root/b"


def test_modules_without_tests_are_not_mentioned() -> None:
    (seen,) = said("GT201", repo({".": 2, "a": 1, "b": 0}, ROOT, A, B))
    assert [one.path for one in seen.evidence] == ["a/go.mod"]
    assert " b" not in seen.cure


@pytest.mark.parametrize(
    "shape",
    [
        repo({".": 5, "a": 0}, ROOT, A),
        repo({".": 5}, ROOT),
        repo({}, ROOT, A),
        repo({"vendor/x": 9}, ROOT, module("vendor/x", ignored_because=IgnoredBecause.VENDOR)),
        repo({"a": 3}, ROOT, A, workspaces=Workspaces(problem="not an absolute path")),
    ],
    ids=["staging without tests", "one module", "no tests at all", "vendored", "go fails anyway"],
)
def test_no_word_where_nothing_is_left_out(shape: Facts) -> None:
    assert not said("GT201", shape)


def test_tests_in_git_submodules_alone_are_a_note() -> None:
    theirs = module("nf/amf", kind=ModuleKind.SUBMODULE)
    assert severities("GT201", repo({".": 1, "nf/amf": 3}, ROOT, theirs)) == [INFO]
    assert severities("GT201", repo({".": 1, "nf/amf": 3, "a": 1}, ROOT, theirs, A)) == [WARNING]


def test_every_test_is_outside_where_the_root_is_no_module() -> None:
    (seen,) = said("GT201", repo({"a": 3, "b": 4}, A, B))
    assert seen.message.startswith("7 of 7 test functions")


@pytest.mark.parametrize(
    ("go", "cure"),
    [
        ("go1.25.0", "Run `go test work`"),
        ("go1.24.11", f"Run {XARGS}"),
        ("", f"Run `go test work` (Go 1.25 or later; before, {XARGS})"),
    ],
)
def test_in_a_workspace_the_cure_is_what_this_go_knows(go: str, cure: str) -> None:
    (seen,) = said("GT201", repo({"a": 1}, ROOT, A, go=go, workspaces=workspace(used(ROOT), used(A))))
    assert seen.cure == cure


def test_a_stale_use_does_not_hide_what_is_outside() -> None:
    spaces = workspace(used(ROOT), used(A), stale("gone"))
    assert said("GT201", repo({"a": 1}, ROOT, A, workspaces=spaces))


def test_modules_with_tests_run_by_the_cure(go: Go, tmp_path: Path) -> None:
    modules(tmp_path, ".", "a", "libs/b c")
    assert ran(cure(tmp_path), go, tmp_path) == {"ex.com/r", "ex.com/a", "ex.com/b-c"}


@pytest.mark.parametrize("version", ["1.24.11", "newest"])
def test_in_a_workspace_too(go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    chosen = go if version == "newest" else toolchain(version)
    monkeypatch.setenv("PATH", f"{chosen.path.parent}:{os.environ['PATH']}")
    modules(tmp_path, ".", "a", "libs/b c")
    write(tmp_path, {"go.work": work(".", "./a", '"./libs/b c"')})
    assert ran(cure(tmp_path), chosen, tmp_path) == {"ex.com/r", "ex.com/a", "ex.com/b-c"}


def test_also_where_the_workspace_leaves_some_out(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{go.path.parent}:{os.environ['PATH']}")
    modules(tmp_path, ".", "a", "tools", "own")
    write(tmp_path, {"go.work": work(".", "./a"), "own/go.work": work(".")})
    assert ran(cure(tmp_path), go, tmp_path) == {"ex.com/r", "ex.com/a", "ex.com/tools", "ex.com/own"}


DEEP = [f"{'deeply/nested/' * 6}m{number}" for number in range(3)]


@pytest.mark.parametrize("version", ["1.21.13", "newest"])
def test_so_do_many_modules_by_a_listing_that_leaves_out_what_go_has_nothing_to_test_in(
    go: Go, tmp_path: Path, version: str
) -> None:
    chosen = go if version == "newest" else toolchain(version)
    dirs = [".", "libs/b c", *DEEP]
    modules(tmp_path, *dirs)
    write(tmp_path, {"é/go.mod": mod("ex.com/e"), "é/e_test.go": TEST.format("E")})
    modules(tmp_path, "x/testdata/t", ".d/d", "_u/u", "vendor/v")
    write(tmp_path, {"tools/go.mod": mod("ex.com/tools"), "tools/t.go": "//go:build tools\n\npackage t\n"})
    commit(tmp_path)
    script = cure(tmp_path)
    assert "m2" not in script
    assert len(ran(script, chosen, tmp_path)) == len([*dirs, "é"])


def test_the_listing_fails_where_a_test_does(go: Go, tmp_path: Path) -> None:
    modules(tmp_path, *DEEP)
    write(tmp_path, {f"{DEEP[1]}/bad_test.go": TEST.format("Bad").replace("{}", "{ t.Fatal() }")})
    commit(tmp_path)
    script = cure(tmp_path)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=go.env, capture_output=True, text=True)
    assert done.returncode
    assert done.stdout.count("ok") == 2


@pytest.mark.parametrize(
    "shape",
    [
        tree("go.mod"),
        replace(tree("go.mod"), git=False),
    ],
    ids=["one is untracked", "no git"],
)
def test_what_git_does_not_list_is_named(shape: Tree) -> None:
    many = [module(f"some/folder/number{number}", tracked=shape.git is False) for number in range(20)]
    (seen,) = said("GT201", repo({one.dir: 1 for one in many}, *many, tree=shape))
    assert "some/folder/number19" in seen.cure


def test_go_test_reaches_what_is_not_in_the_evidence(go: Go, tmp_path: Path) -> None:
    modules(tmp_path, ".", "a")
    (seen,) = told("GT201", tmp_path)
    assert seen.message == "1 of 2 test functions are outside `go test ./...`"
    assert ran("go test ./...", go, tmp_path) == {"ex.com/r"}


def modules(root: Path, *dirs: str) -> None:
    """Modules with one test each."""
    for dir in dirs:
        name = "r" if dir == "." else dir.split("/")[-1].replace(" ", "-")
        test = TEST.format(name.title().replace("-", ""))
        write(root, {f"{dir}/go.mod": mod(f"ex.com/{name}"), f"{dir}/x_test.go": test})


def cure(root: Path) -> str:
    """The cure's commands, as one shell script."""
    (seen,) = told("GT201", root)
    return "\n".join(seen.cure.split("`")[1::2])


def ran(script: str, go: Go, root: Path) -> set[str]:
    """The packages whose tests pass when a shell runs the script."""
    env = go.env | {"PWD": str(root)}
    done = subprocess.run(["sh", "-c", script], cwd=root, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {line.split("\t")[1] for line in done.stdout.splitlines() if line.startswith("ok")}


def test_a_module_with_a_workspace_of_its_own_is_tested_in_it() -> None:
    spaces = replace(workspace(used(ROOT)), stray=(StrayWorkspace("a/go.work", "a"),))
    (seen,) = said("GT201", repo({"a": 1, "b": 1}, ROOT, A, B, workspaces=spaces))
    assert "`(cd b && GOWORK=off go test ./...)` and `(cd a && go test ./...)`" in seen.cure
