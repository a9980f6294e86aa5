"""Git submodules: which are there, at which commit, changed or not, with which modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, GitSubmodule
from goworkdoctor.scan import tree
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.scan.git_submodules import gather
from tests.builders import module
from tests.oracle import commit, write
from tests.repositories import add_submodule, git


def submodules(root: Path, *dirs: str) -> dict[str, GitSubmodule]:
    look = Look(root.resolve())
    facts = Facts(look.root, tree=tree.gather(look, Facts(look.root)), modules=tuple(map(module, dirs)))
    return {submodule.path: submodule for submodule in gather(look, facts)}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return commit(write(tmp_path / "source", {"go.mod": "module s\n", "api/go.mod": "module s/api\n"}))


@pytest.fixture
def repo(tmp_path: Path, source: Path) -> Path:
    root = commit(write(tmp_path / "repo", {"go.mod": "module m\n"}))
    add_submodule(root, source, "third_party/s")
    return root


def test_a_submodule_with_its_modules_and_the_line_that_names_it(repo: Path, source: Path) -> None:
    head = git(source, "rev-parse", "HEAD")
    found = submodules(repo, ".", "third_party/s", "third_party/s/api", "third_party/sibling")
    assert found == {
        "third_party/s": GitSubmodule(
            path="third_party/s",
            initialised=True,
            commit=head,
            recorded=head,
            modules=("third_party/s", "third_party/s/api"),
            line=2,
        )
    }


def test_one_that_is_not_initialised_has_the_recorded_commit(repo: Path) -> None:
    git(repo, "submodule", "--quiet", "deinit", "third_party/s")
    found = submodules(repo)["third_party/s"]
    assert not found.initialised
    assert found.commit == found.recorded != ""


def test_one_that_moved_on_has_another_commit_than_recorded(repo: Path) -> None:
    git(repo / "third_party/s", "commit", "-q", "--allow-empty", "-m", "on")
    found = submodules(repo)["third_party/s"]
    assert found.commit == git(repo / "third_party/s", "rev-parse", "HEAD") != found.recorded
    assert not found.dirty


@pytest.mark.parametrize("file", ["go.mod", "new.txt"])
def test_a_change_inside_makes_it_dirty(repo: Path, file: str) -> None:
    write(repo / "third_party/s", {file: "module changed\n"})
    assert submodules(repo)["third_party/s"].dirty


def test_a_submodule_of_a_submodule_counts_by_its_own_gitmodules(repo: Path, source: Path) -> None:
    deep = commit(write(source.parent / "deep", {"d.go": ""}))
    add_submodule(repo / "third_party/s", deep, "pkg/deep")
    assert submodules(repo)["third_party/s/pkg/deep"].line == 2


@pytest.mark.parametrize("garbage", [b"\xff\x00[[[ path =\n", b'[submodule "', b"path = ../s\n"])
def test_a_gitmodules_of_garbage_loses_only_the_line(repo: Path, garbage: bytes) -> None:
    write(repo, {".gitmodules": garbage})
    found = submodules(repo)["third_party/s"]
    assert found.initialised
    assert found.line == 0


def test_a_quoted_path_is_found(repo: Path, source: Path) -> None:
    add_submodule(repo, source, "with # sign")
    assert submodules(repo)["with # sign"].line == 5


def test_a_gitlink_without_a_gitmodules_is_a_submodule_too(repo: Path) -> None:
    (repo / ".gitmodules").unlink()
    assert submodules(repo)["third_party/s"].line == 0


def test_one_with_a_broken_repository_counts_as_not_initialised(repo: Path) -> None:
    (repo / "third_party/s/.git").write_text("gitdir: /nowhere\n")
    assert not submodules(repo)["third_party/s"].initialised


def test_outside_a_repository_it_is_skipped_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match="not a git repository"):
        submodules(tmp_path)
