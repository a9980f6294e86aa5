"""GM307: replace and exclude lines that a dependent module does not get."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from goworkdoctor.model.facts import Facts, Module
from tests.builders import facts, module, used, workspace
from tests.checks.examined import INFO, WARNING, mod, said, severities, told, work
from tests.goproxy import Proxy
from tests.oracle import Go, write

LIB, DEP, FORK = "ex.com/lib", "ex.com/dep", "ex.com/fork"
NEEDS = ("require ex.com/lib v0.0.0", "replace ex.com/lib => ../lib", "require ex.com/dep v1.0.0")


def world(
    tmp_path: Path, lib: str, app: tuple[str, ...] = NEEDS, **files: str
) -> tuple[Path, dict[str, str]]:
    """`app` depends on `lib`, both need `dep`; lib's go.mod has one line more."""
    proxy = Proxy(tmp_path / "proxy")
    for path, version in ((DEP, "v1.0.0"), (DEP, "v1.1.0"), (FORK, "v1.0.0")):
        proxy.add(path, version, {"go.mod": mod(path), "x.go": "package x\n"})
    root = write(tmp_path / "repo", {"lib/go.mod": mod(LIB, "require ex.com/dep v1.0.0", lib), **files})
    return write(root, {"app/go.mod": mod("ex.com/app", *app)}), proxy.env


def resolved(go: Go, dir: Path, **env: str) -> str:
    """The module that go takes for `dep`."""
    (line,) = go.lines("list", "-m", "-mod=mod", DEP, cwd=dir, **env)
    return line


def test_go_takes_the_original_where_a_dependency_has_a_fork(any_go: Go, tmp_path: Path) -> None:
    root, env = world(tmp_path, f"replace {DEP} => {FORK} v1.0.0")
    (found,) = told("GM307", root)
    assert (found.severity, found.path, found.line) == (WARNING, "lib/go.mod", 6)
    assert "app depends on that module and is built with ex.com/dep v1.0.0" in found.message
    assert resolved(any_go, root / "lib", **env) == f"{DEP} v1.0.0 => {FORK} v1.0.0"
    assert resolved(any_go, root / "app", **env) == f"{DEP} v1.0.0"


def test_in_a_workspace_the_line_counts_for_all_members(go: Go, tmp_path: Path) -> None:
    root, env = world(tmp_path, f"replace {DEP} => {FORK} v1.0.0", **{"go.work": work("./app", "./lib")})
    assert not told("GM307", root)
    (line,) = go.lines("list", "-m", DEP, cwd=root / "app", **env)
    assert line == f"{DEP} v1.0.0 => {FORK} v1.0.0"


def test_outside_the_workspace_it_does_not(go: Go, tmp_path: Path) -> None:
    root, env = world(tmp_path, f"replace {DEP} => {FORK} v1.0.0", **{"go.work": work("./app")})
    assert len(told("GM307", root)) == 1
    assert go.lines("list", "-m", DEP, cwd=root / "app", **env) == [f"{DEP} v1.0.0"]


def test_a_go_work_of_its_own_counts_for_a_module(go: Go, tmp_path: Path) -> None:
    lines = ("require ex.com/lib v1.0.0", "require ex.com/dep v1.0.0")
    own = work(".", more=f"replace {LIB} => ../lib\n")
    root, env = world(tmp_path, f"replace {DEP} => {FORK} v1.0.0", lines, **{"app/go.work": own})
    (found,) = told("GM307", root)
    assert found.severity is WARNING
    assert go.lines("list", "-m", DEP, cwd=root / "app", **env) == [f"{DEP} v1.0.0"]
    write(root, {"app/go.work": f"{own}replace {DEP} => {FORK} v1.0.0\n"})
    assert not told("GM307", root)
    assert go.lines("list", "-m", DEP, cwd=root / "app", **env) == [f"{DEP} v1.0.0 => {FORK} v1.0.0"]


def test_an_excluded_version_is_built_with(go: Go, tmp_path: Path) -> None:
    root, env = world(tmp_path, f"exclude {DEP} v1.1.0", (*NEEDS[:2], f"require {DEP} v1.1.0"))
    (found,) = told("GM307", root)
    assert "excludes ex.com/dep v1.1.0, but app depends on that module" in found.message
    assert resolved(go, root / "app", **env) == f"{DEP} v1.1.0"
    write(root, {"go.work": work("./app", "./lib")})
    assert not told("GM307", root)
    assert go.lines("list", "-m", DEP, cwd=root, **env) == [f"{DEP} v1.0.0"]


def lib(**more: Any) -> Module:
    return module("lib", LIB, **more)


def app(*requires: tuple[str, str], replaces: tuple[tuple[str, str], ...] = ()) -> Module:
    return module("app", "ex.com/app", requires=list(requires), replaces=list(replaces))


BOTH = ((LIB, "v0.0.0"), (DEP, "v1.0.0"))


@pytest.mark.parametrize(
    "shape",
    [
        facts(lib(replaces=[(DEP, "../dep")]), app((DEP, "v1.0.0"))),
        facts(lib(replaces=[(DEP, "../dep")]), app((LIB, "v0.0.0"))),
        facts(lib(replaces=[(DEP, "../dep")]), app(*BOTH, replaces=((DEP, "../dep"),))),
        facts(lib(replaces=[(f"{DEP}@v1.1.0", "../dep")]), app(*BOTH)),
        facts(lib(replaces=[(DEP, f"{DEP}@v1.0.0")]), app(*BOTH)),
        facts(lib(replaces=[("ex.com/app", "../app")]), app(*BOTH)),
    ],
    ids=["nobody depends on it", "not needed", "repeated", "another version", "the same", "itself"],
)
def test_a_line_that_makes_no_difference_is_no_news(shape: Facts) -> None:
    assert not said("GM307", shape)


def test_a_module_taken_as_it_was_published_is_a_note() -> None:
    mine = lib(replaces=[(DEP, "../dep")])
    assert severities("GM307", facts(mine, app(*BOTH))) == [INFO]
    assert severities("GM307", facts(mine, app(*BOTH, replaces=((LIB, "../lib"),)))) == [WARNING]
    assert not said("GM307", facts(mine, app(*BOTH, replaces=((LIB, "../fork"),))))


def test_many_lines_for_the_same_module_are_told_at_once() -> None:
    deps = [(f"k8s.io/{name}", "v0.1.0") for name in "abcd"]
    forks = [(path, f"ex.com/fork@{version}") for path, version in deps]
    user = app((LIB, "v0.0.0"), *deps, replaces=((LIB, "../lib"),))
    (seen,) = said("GM307", facts(lib(replaces=forks), user))
    assert seen.message == (
        "4 replace or exclude lines of lib/go.mod, about k8s.io/a, k8s.io/b, k8s.io/c and 1 more, do not "
        "count for app, which depends on that module"
    )
    assert [one.line for one in seen.evidence] == [9, 10, 11, 12, 5]


def test_a_sibling_taken_by_its_release_is_a_note() -> None:
    sibling = module("dep", DEP)
    world = facts(lib(replaces=[(DEP, "../dep")]), app(*BOTH), sibling)
    assert severities("GM307", world) == [INFO]


def test_a_replacement_in_go_work_settles_it() -> None:
    user = app(*BOTH)
    spaces = workspace(used(user), replaces=[(DEP, "./dep")])
    assert not said("GM307", facts(lib(replaces=[(DEP, "../dep")]), user, workspaces=spaces))
