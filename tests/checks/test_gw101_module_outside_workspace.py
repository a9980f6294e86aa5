"""GW101: a module that go.work does not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.modfile import WorkFile
from goworkdoctor.model.facts import (
    Facts,
    IgnoredBecause,
    Module,
    ModuleKind,
    StrayWorkspace,
    Workspace,
    Workspaces,
)
from tests.builders import facts, module, package, used, workspace
from tests.checks.examined import INFO, WARNING, mod, refusal, said, severities, told, work
from tests.oracle import Go, write

ROOT = module()


def repo(*others: Module, strays: tuple[StrayWorkspace, ...] = (), **more: Any) -> Facts:
    """A root in the workspace, other modules outside, each with a package."""
    packages = tuple(package(one.dir) for one in (ROOT, *others))
    spaces = replace(workspace(used(ROOT)), stray=strays)
    return facts(ROOT, *others, **({"workspaces": spaces, "packages": packages} | more))


def test_a_forgotten_module_is_a_warning_with_its_cure() -> None:
    (seen,) = said("GW101", repo(module("libs/a b")))
    assert (seen.subject, seen.path) == ("libs/a b", "libs/a b/go.mod")
    assert "go work use 'libs/a b'" in seen.cure
    assert severities("GW101", repo(module("libs/a"))) == [WARNING]


@pytest.mark.parametrize(
    ("other", "strays", "why"),
    [
        (module("hack/tools"), (StrayWorkspace("hack/tools/go.work", "hack/tools"),), "go.work of its own"),
        (module("gen/examples/x"), (StrayWorkspace("gen/go.work", "gen"),), "gen/go.work is its workspace"),
        (module("third_party/x", kind=ModuleKind.SUBMODULE), (), "git submodule"),
    ],
)
def test_a_module_with_a_home_of_its_own_is_a_note_without_treatment(
    other: Module, strays: tuple[StrayWorkspace, ...], why: str
) -> None:
    (seen,) = said("GW101", repo(other, strays=strays))
    assert why in seen.message
    assert (seen.severity, seen.treatments) == (INFO, ())


def test_a_module_that_is_vendored_on_its_own_is_a_note(go: Go, tmp_path: Path) -> None:
    tools = {"go.mod": mod("ex.com/tools"), "t.go": "package tools\n", "vendor/modules.txt": ""}
    write(tmp_path, {"go.work": work("."), "go.mod": mod("ex.com/r"), "x.go": "package r\n"})
    write(tmp_path / "hack/tools", tools)
    (seen,) = told("GW101", tmp_path)
    assert (seen.severity, seen.fixes) == (INFO, ())
    assert "vendored on its own" in seen.message
    assert "GOWORK=off; else run `go work use hack/tools`" in seen.cure
    assert refusal(go, tmp_path / "hack/tools", "build", "./...")
    assert not refusal(go, tmp_path / "hack/tools", "build", "./...", GOWORK="off")


def test_a_module_for_tools_is_a_note_but_not_one_with_tests_behind_a_tag() -> None:
    tools = package("tools", listed=False)
    e2e = replace(package("e2e", listed=False), tests=replace(package().tests, tag_gated=3))
    (seen,) = said("GW101", repo(module("tools"), packages=(tools,)))
    assert (seen.severity, seen.treatments, seen.cure) == (INFO, (), "Nothing to do.")
    assert severities("GW101", repo(module("e2e"), packages=(e2e,))) == [WARNING]


def test_a_module_that_only_fences_a_folder_off_is_a_note() -> None:
    (seen,) = said("GW101", repo(module("web"), packages=(package(),)))
    assert (seen.severity, seen.cure) == (INFO, "Nothing to do.")


def test_two_of_one_path_are_not_both_added() -> None:
    twins = (module("a", "ex.com/same"), module("b", "ex.com/same"))
    assert [seen.treatments for seen in said("GW101", repo(*twins))] == [(), ()]


@pytest.mark.parametrize(
    "shape",
    [
        repo(),
        repo(module("vendor/x", ignored_because=IgnoredBecause.VENDOR)),
        repo(module("a"), workspaces=Workspaces()),
        repo(module("a"), workspaces=Workspaces(stray=(StrayWorkspace("go.work", "."),), gowork="off")),
        repo(module("a"), workspaces=Workspaces(Workspace("../go.work", "..", work=WorkFile()))),
        repo(module("copy", "example.com/root")),
    ],
    ids=["none left", "vendored", "no workspace", "switched off", "from a parent folder", "path is in it"],
)
def test_no_word_where_nothing_was_forgotten(shape: Facts) -> None:
    assert not said("GW101", shape)


def test_go_agrees_before_and_after_the_cure(go: Go, tmp_path: Path) -> None:
    files = {name + "/x.go": "package x\n" for name in (".", "a", "libs/b")}
    write(
        tmp_path,
        files | {"go.mod": mod("ex.com/r"), "a/go.mod": mod("ex.com/a"), "libs/b/go.mod": mod("ex.com/b")},
    )
    write(tmp_path, {"go.work": work(".", "./a")})
    outside = {one.subject for one in told("GW101", tmp_path)}
    assert outside == {dir for dir in (".", "a", "libs/b") if refusal(go, tmp_path / dir, "list", "./...")}
    (seen,) = told("GW101", tmp_path)
    go.lines(*seen.cure.removeprefix("Run `go ").removesuffix("`.").split(), cwd=tmp_path)
    assert not refusal(go, tmp_path / "libs/b", "list", "./...")
    assert not told("GW101", tmp_path)
