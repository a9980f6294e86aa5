"""GW102: a use line without a module."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.model.facts import UsedModule
from tests.builders import facts, module, stale, used, workspace
from tests.checks.examined import mod, refusal, said, told, tree, work
from tests.oracle import Go, write


def test_a_stale_use_is_named_as_it_is_written() -> None:
    spaces = workspace(used(module()), stale("gone", "./gone/"))
    (seen,) = said("GW102", facts(module(), workspaces=spaces))
    assert (seen.subject, seen.path, seen.line) == ("./gone/", "go.work", 5)
    assert "go work edit -dropuse=./gone/" in seen.cure


def test_the_same_line_twice_is_one_finding() -> None:
    (seen,) = said("GW102", facts(module(), workspaces=workspace(stale("x"), stale("x"))))
    assert [one.line for one in seen.evidence] == [4, 5]


def test_a_line_that_dropuse_cannot_name_goes_by_hand() -> None:
    (seen,) = said("GW102", facts(module(), workspaces=workspace(stale("gone", "gone"))))
    assert seen.cure == "Delete line 4 of go.work, or bring the module back."


def test_a_go_work_of_a_parent_folder_is_not_treated() -> None:
    spaces = workspace(stale("../x", "./x"))
    assert spaces.active
    spaces = replace(spaces, active=replace(spaces.active, file="../go.work", dir=".."))
    assert [one.treatments for one in said("GW102", facts(module(), workspaces=spaces))] == [()]


@pytest.mark.parametrize("uses", [(used(module()),), ()])
def test_no_word_about_modules_that_are_there(uses: tuple[UsedModule, ...]) -> None:
    assert not said("GW102", facts(module(), workspaces=workspace(*uses)))


def test_a_submodule_that_was_not_fetched_is_another_rules_matter() -> None:
    shape = facts(module(), workspaces=workspace(stale("sub/x")), tree=tree("go.mod", gitlinks=("sub",)))
    assert not said("GW102", shape)
    assert said("GW102", replace(shape, tree=tree("sub/README", gitlinks=("sub",))))


@pytest.mark.parametrize("use", ["./gone", "gone", "./empty", "./a/go.mod"])
def test_go_fails_by_that_line_and_not_after_the_cure(any_go: Go, tmp_path: Path, use: str) -> None:
    write(tmp_path, {"a/go.mod": mod("ex.com/a"), "empty/README": "", "go.work": work("./a", use)})
    (seen,) = told("GW102", tmp_path)
    assert "listed in go.work file" in refusal(any_go, tmp_path)
    if seen.cure.startswith("Run `go "):
        command = seen.cure.removeprefix("Run `go ").split("`")[0]
        any_go.lines(*command.split(), cwd=tmp_path)
        assert not refusal(any_go, tmp_path)
        assert not told("GW102", tmp_path)
