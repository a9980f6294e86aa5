"""What a module would bring into the workspace is named before it is in; real go then fails as it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import StepState
from tests.conftest import toolchain
from tests.doctor.migration.migrating import (
    ROOT,
    Files,
    look_at,
    mod,
    obstacles,
    refusal,
    repository,
    said,
    source,
    state,
    take_all,
)
from tests.oracle import Go, write

DOES_NOT_PARSE = [
    ("module ex.com/a\n\n<<<<<<< HEAD\n", "unknown directive: <<<<<<<"),
    ("go 1.21\n", "missing module declaration"),
    ("module ex.com/a\n\ngo 1.x\n", "invalid go version '1.x'"),
    ("module ex.com/a\n\ntoolchain 1.22\n", "invalid toolchain version '1.22'"),
    ("module ex.com/a\n\nrequire ex.com/b v2.0.0\n", "should be v0 or v1, not v2"),
    ("module ex.com/a\n\nrequire ex.com/b/v2 v1.5.0\n", "should be v2, not v1"),
]


@pytest.mark.parametrize(("content", "words"), DOES_NOT_PARSE)
def test_a_member_that_does_not_parse(tmp_path: Path, go: Go, content: str, words: str) -> None:
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": content, "a/a.go": source("a")})
    found = obstacles(root)["parse"]
    assert found.modules == ("a",)
    assert words in found.message
    assert words in refusal(root, go, ".", "./a")
    assert state(root).step("use:a").state is StepState.BLOCKED
    assert [taken.done for taken in take_all(root)] == [True], "the others are migrated all the same"


def test_a_module_path_that_two_modules_declare(tmp_path: Path, go: Go) -> None:
    twice: Files = {f"{dir}/{name}": text for dir in "ab" for name, text in
                    {"go.mod": mod("ex.com/same"), "x.go": source("x")}.items()}  # fmt: skip
    root = repository(tmp_path / "w", ROOT, twice)
    found = obstacles(root)["path-twice"]
    assert found.modules == ("a", "b")
    assert [item.path for item in found.evidence] == ["a/go.mod", "b/go.mod"]
    assert "appears multiple times in workspace" in refusal(root, go, "./a", "./b")
    migrate.skip(look_at(root), "b")
    assert "path-twice" not in obstacles(root)
    assert all(taken.done for taken in take_all(root))
    assert "./a" in (root / "go.work").read_text()


def test_module_paths_that_differ_by_case_alone(tmp_path: Path, go: Go) -> None:
    twins: Files = {"a/go.mod": mod("ex.com/Lib"), "b/go.mod": mod("ex.com/lib")}
    root = repository(tmp_path / "w", ROOT, twins, {"a/a.go": source("a"), "b/b.go": source("b")})
    assert obstacles(root)["path-case"].modules == ("a", "b")
    write(root, {"go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n"})
    assert "case-insensitive import collision" in said(root, go, "build", "./a", "./b")


def test_a_package_that_the_standard_library_has(tmp_path: Path, go: Go) -> None:
    taken: Files = {"text/go.mod": mod("text"), "text/template/t.go": source("template")}
    free: Files = {"log/go.mod": mod("log/shop"), "log/l.go": source("shop")}
    root = repository(tmp_path / "w", {**ROOT, "r.go": source("r", "text/template")}, taken, free)
    assert obstacles(root)["path-standard"].modules == ("text",)
    write(root, {"go.work": "go 1.21\n\nuse (\n\t.\n\t./text\n)\n"})
    assert "ambiguous import: found package text/template in multiple modules" in said(root, go, "build", ".")
    write(root, {"go.work": "go 1.21\n\nuse (\n\t.\n\t./log\n)\n"})
    assert said(root, go, "build", "./...") == ""


def test_a_go_line_above_the_local_toolchain(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": mod("ex.com/a", go="1.99"), "a/a.go": source("a")})
    found = obstacles(root)["go-line"]
    assert found.modules == ("a",)
    assert "needs go 1.99" in found.message
    assert "go.work requires go >= 1.99" in refusal(root, go, ".", "./a", line="1.99")


@pytest.mark.parametrize(
    ("line", "version"),
    [("ignore ./x", "1.24.11"), ("tool ex.com/a/t", "1.21.13"), ("godebug panicnil=1", "1.21.13")],
)
def test_a_directive_that_an_older_go_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, version: str
) -> None:
    old = toolchain(version)
    monkeypatch.setenv("PATH", old.env["PATH"])
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": mod("ex.com/a", line), "a/a.go": source("a")})
    found = obstacles(root)["directive"]
    assert (found.modules, found.evidence[0].line) == (("a",), 5)
    assert f"a/go.mod:5: unknown directive: {line.split()[0]}" in refusal(root, old, ".", "./a")
    assert [taken.done for taken in take_all(root)] == [True]


def test_a_placeholder_version_of_what_is_not_here(tmp_path: Path, go: Go) -> None:
    root = repository(
        tmp_path / "w",
        ROOT,
        {"a/go.mod": mod("ex.com/a", "require ex.com/gone v0.0.0"), "a/a.go": source("a")},
    )
    assert obstacles(root)["placeholder"].modules == ("a",)
    assert "ex.com/gone@v0.0.0" in refusal(root, go, ".", "./a")


def test_a_placeholder_version_of_a_sibling_is_replaced_in_go_work(tmp_path: Path, go: Go) -> None:
    """`go list -m all` looks for v0.0.0 even where the workspace uses the module."""
    files: Files = {
        "api/go.mod": mod("ex.com/api"),
        "api/api.go": source("api"),
        "cart/go.mod": mod("ex.com/cart", "require ex.com/api v0.0.0"),
        "cart/cart.go": source("cart", "ex.com/api"),
    }
    root = repository(tmp_path / "w", files)
    assert "ex.com/api@v0.0.0" in refusal(root, go, "./api", "./cart")
    assert all(taken.done for taken in take_all(root))
    assert "replace ex.com/api v0.0.0 => ./api" in (root / "go.work").read_text()
    assert go.lines("list", "-m", "all", cwd=root) == ["ex.com/api", "ex.com/cart"]


def test_a_replacement_by_a_directory_that_holds_no_module(tmp_path: Path, go: Go) -> None:
    """`go list -m all` fails for all members then; a line that nothing requires is harmless."""
    lines = ("require ex.com/lib v1.0.0", "replace ex.com/lib => ../gone")
    broken: Files = {"a/go.mod": mod("ex.com/a", *lines), "a/a.go": source("a")}
    idle: Files = {"b/go.mod": mod("ex.com/b", "replace ex.com/far => ../gone"), "b/b.go": source("b")}
    root = repository(tmp_path / "w", ROOT, broken, idle)
    found = obstacles(root)["replaced-by-nothing"]
    assert (found.modules, found.evidence[0].line) == (("a",), 6)
    assert "replaced by ./gone): reading gone/go.mod" in refusal(root, go, ".", "./a")
    assert refusal(root, go, ".", "./b") == ""
    assert [taken.step.modules for taken in take_all(root)] == [(".",), ("b",)]


def test_a_module_that_go_work_replaces_at_all_versions(tmp_path: Path, go: Go) -> None:
    files: Files = {"a/go.mod": mod("ex.com/a"), "a/a.go": source("a"), "testdata/a/go.mod": mod("ex.com/a")}
    work: Files = {"go.work": "go 1.21\n\nuse .\n\nreplace ex.com/a => ./testdata/a\n"}
    root = repository(tmp_path / "w", ROOT, files, work)
    found = obstacles(root)["replaced"]
    assert (found.modules, found.inside, found.evidence[0].line) == (("a",), False, 5)
    words = "workspace module ex.com/a is replaced at all versions in the go.work file"
    assert words in refusal(root, go, ".", "./a", more="replace ex.com/a => ./testdata/a\n")


def test_a_module_that_is_left_out_stands_in_nobodys_way(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": "module ex.com/a\n\n<<<<<<<\n"})
    migrate.skip(look_at(root), "a")
    assert state(root).step("use:a").state is StepState.SKIPPED
    assert all(taken.done for taken in take_all(root))
