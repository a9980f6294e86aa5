"""GW108: a workspace from elsewhere, or switched off."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.golang.modfile import WorkFile
from goworkdoctor.model.facts import Facts, Module, StrayWorkspace, Workspace, Workspaces
from tests.builders import facts, module, used, workspace
from tests.checks.examined import ERROR, INFO, WARNING, mod, refusal, said, severities, told, work
from tests.oracle import Go, commit, write

OWN = StrayWorkspace("go.work", ".")


def elsewhere(*modules: Module) -> Workspaces:
    return Workspaces(Workspace("../go.work", "..", work=WorkFile(), uses=tuple(map(used, modules))))


def repo(spaces: Workspaces) -> Facts:
    return facts(module(), module("a"), workspaces=spaces)


def test_none_some_or_all_modules_in_it_make_an_error_a_warning_or_a_note() -> None:
    root, a = module(), module("a")
    shapes = (elsewhere(), elsewhere(root), elsewhere(root, a))
    assert [severities("GW108", repo(shape)) for shape in shapes] == [[ERROR], [WARNING], [INFO]]
    (seen,) = said("GW108", repo(elsewhere(root)))
    assert [one.path for one in seen.evidence] == ["a/go.mod"]


def test_switching_the_own_workspace_off_is_told() -> None:
    (seen,) = said("GW108", repo(Workspaces(stray=(OWN,), gowork="off")))
    assert (seen.subject, seen.path) == ("GOWORK", "go.work")


@pytest.mark.parametrize("replaced", [False, True])
def test_it_matters_where_siblings_are_then_published_ones(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    lines = ("require ex.com/a v1.0.0", "replace ex.com/a => ./a" if replaced else "")
    write(
        tmp_path,
        {"go.work": work(".", "./a"), "go.mod": mod("ex.com/r", *lines), "a/go.mod": mod("ex.com/a")},
    )
    monkeypatch.setenv("GOWORK", "off")
    (seen,) = told("GW108", tmp_path)
    assert seen.severity is (INFO if replaced else WARNING)
    assert [(one.path, one.text) for one in seen.evidence] == [("go.mod", lines[0])] * (not replaced)
    assert ("1 of them with published siblings" in seen.message) is not replaced
    assert not refusal(go, tmp_path, "list", "-m", "ex.com/a")
    outside = refusal(go, tmp_path, "list", "-m", "ex.com/a", GOWORK="off")
    assert bool(outside) is not replaced


@pytest.mark.parametrize(
    "spaces",
    [
        Workspaces(),
        workspace(used(module())),
        Workspaces(gowork="off"),
        Workspaces(gowork="off", stray=(StrayWorkspace("vendor/x/go.work", "vendor/x"),)),
    ],
    ids=["none", "own", "off without one", "off with a vendored one"],
)
def test_no_word_where_nothing_is_foreign(spaces: Workspaces) -> None:
    assert not said("GW108", repo(spaces))


def test_go_follows_the_parent_folders_workspace_into_the_repository(go: Go, tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    write(repo, {"go.mod": mod("ex.com/r"), "x.go": "package r\n"})
    commit(repo)
    write(tmp_path, {"go.work": work("./other"), "other/go.mod": mod("ex.com/o")})
    (seen,) = told("GW108", repo)
    assert seen.severity is ERROR
    assert refusal(go, repo, "list", "./...")
    assert not refusal(go, repo, "list", "./...", GOWORK="off")
    write(tmp_path, {"go.work": work("./other", "./repo")})
    (seen,) = told("GW108", repo)
    assert seen.severity is INFO
    assert not refusal(go, repo, "list", "./...")


@pytest.mark.parametrize("gowork", ["relative/go.work", "/nonexistent/go.work"])
def test_go_cannot_follow_it_either(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gowork: str
) -> None:
    write(tmp_path, {"go.mod": mod("ex.com/r")})
    monkeypatch.setenv("GOWORK", gowork)
    (seen,) = told("GW108", tmp_path)
    assert seen.severity is ERROR
    assert "GOWORK" in seen.message
    assert gowork not in seen.message
    assert refusal(go, tmp_path, GOWORK=gowork)
