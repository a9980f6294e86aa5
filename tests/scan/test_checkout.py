"""The checkout: HEAD, branch, dirty files, work trees, as git has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.model.facts import Checkout, Facts, Worktree
from goworkdoctor.scan import tree
from goworkdoctor.scan.checkout import gather
from goworkdoctor.scan.gatherer import Look, Skipped
from tests.oracle import commit, write
from tests.repositories import add_submodule, git


def checkout(root: Path) -> Checkout:
    look = Look(root.resolve())
    return gather(look, Facts(root, tree=tree.gather(look, Facts(root))))


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return commit(
        write(tmp_path / "repo", {"a.go": "package a\n", "b.go": "package a\n", "c.go": "package a\n"})
    )


def test_a_clean_checkout(repo: Path) -> None:
    head = git(repo, "rev-parse", "HEAD")
    assert checkout(repo) == Checkout(head, "main", worktrees=(Worktree(".", head, "main"),))


def test_changed_staged_removed_moved_and_untracked_files_are_dirty(repo: Path) -> None:
    write(
        repo, {"a.go": "package changed\n", "new dir/x\ny.txt": "", "staged.go": "", ".gitignore": "*.log\n"}
    )
    write(repo, {"ignored.log": ""})
    git(repo, "add", "staged.go")
    git(repo, "mv", "b.go", "moved.go")
    (repo / "c.go").unlink()
    dirty = (".gitignore", "a.go", "b.go", "c.go", "moved.go", "new dir/x\ny.txt", "staged.go")
    assert checkout(repo).dirty == dirty


def test_a_conflict_is_dirty_once(repo: Path) -> None:
    for branch in ("one", "two"):
        git(repo, "checkout", "-q", "-b", branch, "main")
        git(write(repo, {"a.go": f"package {branch}\n"}), "commit", "-q", "-a", "-m", branch)
    with pytest.raises(Exception, match="merge"):
        git(repo, "merge", "one")
    assert checkout(repo).dirty == ("a.go",)


def test_before_the_first_commit_there_is_a_branch_without_a_head(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    found = checkout(write(tmp_path, {"go.mod": ""}))
    assert (found.head, found.branch, found.dirty) == ("", "trunk", ("go.mod",))
    assert found.worktrees == (Worktree(".", "", "trunk"),)


def test_a_detached_head_has_no_branch(repo: Path) -> None:
    git(repo, "checkout", "-q", "--detach")
    found = checkout(repo)
    assert (found.head, found.branch) == (git(repo, "rev-parse", "HEAD"), "")
    assert found.worktrees[0].branch == ""


def test_other_work_trees_are_named_by_the_way_to_them_unless_gone(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side way"))
    git(repo, "worktree", "add", "-q", "-b", "gone", str(tmp_path / "gone"))
    git(tmp_path, "-C", str(repo), "worktree", "add", "-q", "-b", "in", "inside")
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    assert {(tree.dir, tree.branch) for tree in checkout(repo).worktrees} == {
        (".", "main"),
        ("../side way", "side"),
        ("inside", "in"),
    }
    assert checkout(tmp_path / "side way").branch == "side"


def test_a_shallow_clone_says_so(repo: Path, tmp_path: Path) -> None:
    git(repo, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth=1", repo.as_uri(), "shallow")
    assert checkout(tmp_path / "shallow").shallow
    assert not checkout(repo).shallow


def test_a_submodule_is_dirty_by_its_commit_but_not_by_what_is_in_it(repo: Path, tmp_path: Path) -> None:
    sub = add_submodule(repo, commit(write(tmp_path / "source", {"s.go": "package s\n"})), "sub")
    write(sub, {"s.go": "package changed\n", "new.go": ""})
    assert checkout(repo).dirty == ()
    git(sub, "commit", "-q", "-a", "-m", "move on")
    assert checkout(repo).dirty == ("sub",)


def test_names_that_are_no_text_are_kept(repo: Path) -> None:
    Path(os.fsdecode(os.fsencode(repo) + b"/\xff.go")).touch()
    assert [os.fsencode(path) for path in checkout(repo).dirty] == [b"\xff.go"]


def test_outside_a_repository_it_is_skipped_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match="not a git repository"):
        checkout(tmp_path)
