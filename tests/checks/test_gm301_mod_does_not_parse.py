"""GM301: a go.mod that go cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.modfile import ModFile, ModFileError
from goworkdoctor.model.facts import IgnoredBecause, Module
from tests.builders import facts, module, used, workspace
from tests.checks.examined import ERROR, INFO, mod, refusal, said, severities, told, tree, work
from tests.oracle import Go, write

BROKEN = Module("a", error=ModFileError("a/go.mod", 2, "unknown directive: <<<<<<<"))
NAMELESS = Module("a", mod=ModFile())
WITH_GO, WITHOUT = tree("a/x.go"), tree("a/index.html", "x.go")


def test_the_error_is_told_in_gos_words_at_its_line() -> None:
    (seen,) = said("GM301", facts(BROKEN, tree=WITH_GO))
    assert (seen.subject, seen.path, seen.line) == ("a", "a/go.mod", 2)
    assert seen.message == "a/go.mod: unknown directive: <<<<<<<"


def test_an_empty_one_that_fences_a_folder_off_is_a_note() -> None:
    assert severities("GM301", facts(NAMELESS, tree=WITHOUT)) == [INFO]
    assert severities("GM301", facts(NAMELESS, tree=WITH_GO)) == [ERROR]
    assert severities("GM301", facts(NAMELESS, tree=WITHOUT, workspaces=workspace(used(NAMELESS)))) == [ERROR]


def test_ignored_modules_count_only_where_the_workspace_uses_them() -> None:
    vendored = replace(BROKEN, ignored_because=IgnoredBecause.VENDOR)
    assert not said("GM301", facts(vendored, tree=WITH_GO))
    assert said("GM301", facts(vendored, tree=WITH_GO, workspaces=workspace(used(vendored))))


def test_one_outside_the_repository_counts_where_it_is_used() -> None:
    (seen,) = said("GM301", facts(tree=tree(), workspaces=workspace(used(replace(BROKEN, dir="../a")))))
    assert seen.path == "../a/go.mod"


def test_no_word_about_those_that_parse() -> None:
    assert not said("GM301", facts(module(), module("a"), tree=WITH_GO))


def test_one_that_may_not_be_read_is_cured_otherwise() -> None:
    locked = Module("a", error=ModFileError("a/go.mod", 0, "open a/go.mod: permission denied"))
    (seen,) = said("GM301", facts(locked, tree=WITH_GO))
    assert seen.cure == "Let this user read a/go.mod."


PATHS = (
    "ex.com/a@b", '"ex.com/a b"', "ex.com/a~b", "ex.com/a~1", "ex.com/a+b", ".x", "-x", "...", "ex.com/x.",
    "/abs", "./x", "../x", "ex.com/é", "ex.com/a:b", "CON/x", "ex.com/Nul.x", "x/", '"x//y"', "std", "main",
    "go",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("workspace_uses_it", [True, False])
def test_go_agrees_about_module_paths(go: Go, tmp_path: Path, path: str, workspace_uses_it: bool) -> None:
    write(tmp_path, {"a/go.mod": mod(path), "a/x.go": "package x\n", "go.mod": mod("ex.com/r")})
    if workspace_uses_it:
        write(tmp_path, {"go.work": work(".", "./a")})
    says = refusal(go, tmp_path / "a")
    found = told("GM301", tmp_path)
    assert bool(found) == bool(says)
    for seen in found:
        assert seen.message.split(": ", 1)[1] in says
        assert seen.line == 1


@pytest.mark.parametrize("workspace_uses_it", [True, False])
@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD\nmodule ex.com/a\n", "go 1.21\n", "module ex.com/a\ngo 1.x\n", mod("x.y/a")]
)
def test_go_agrees(go: Go, tmp_path: Path, text: str, workspace_uses_it: bool) -> None:
    write(tmp_path, {"a/go.mod": text, "a/x.go": "package x\n", "go.mod": mod("ex.com/r")})
    if workspace_uses_it:
        write(tmp_path, {"go.work": work(".", "./a")})
    says = refusal(go, tmp_path / "a")
    found = told("GM301", tmp_path)
    assert bool(found) == bool(says)
    for seen in found:
        assert seen.message.split(": ", 1)[1] in says


@pytest.mark.parametrize("workspace_uses_it", [True, False])
def test_a_used_one_stops_go_everywhere_else(go: Go, tmp_path: Path, workspace_uses_it: bool) -> None:
    uses = [used(module())] + ([used(BROKEN)] if workspace_uses_it else [])
    (seen,) = said("GM301", facts(module(), BROKEN, tree=WITH_GO, workspaces=workspace(*uses)))
    write(tmp_path, {"go.mod": mod("example.com/root"), "x.go": "package x\n", "a/go.mod": "<<<<<<<\n"})
    write(tmp_path, {"go.work": work(".", "a") if workspace_uses_it else work(".")})
    assert seen.stops_go == (go.run("build", ".", cwd=tmp_path).returncode != 0) == workspace_uses_it
