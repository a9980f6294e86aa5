"""The tree: what git tracks, what Go sees besides, and which files are known by their blob."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, Tree
from goworkdoctor.scan import attributes
from goworkdoctor.scan import tree as scan_tree
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.scan.tree import gather
from tests.oracle import commit, write
from tests.repositories import add_submodule, git

GO = "package a\n"


def tree(root: Path, **more: str) -> Tree:
    root = root.resolve()
    return gather(Look(root, environ=dict(os.environ) | more), Facts(root))


def blob(content: str) -> str:
    """A git blob id, computed by its definition."""
    data = content.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return commit(write(tmp_path / "repo", {"go.mod": "module m\n", "a/a.go": GO, "a/notes.txt": "x"}))


def test_a_clean_checkout_is_known_by_its_blobs(repo: Path) -> None:
    found = tree(repo)
    assert found.git
    assert found.tracked == {"go.mod", "a/a.go", "a/notes.txt"}
    assert found.blobs == {"go.mod": blob("module m\n"), "a/a.go": blob(GO), "a/notes.txt": blob("x")}
    assert not found.untracked | found.ignored
    assert found.note == ""


def test_untracked_and_ignored_go_files_are_told_apart_and_the_rest_is_left_out(repo: Path) -> None:
    write(repo, {".gitignore": "out/\n*_gen.go\n", "new/n.go": GO, "new/n.txt": "", "a/x_gen.go": GO})
    write(repo, {"out/go.mod": "module out\n", "out/deep/go.work": "", "out/log": ""})
    found = tree(repo)
    assert found.untracked == {"new/n.go"}
    assert found.ignored == {"a/x_gen.go", "out/go.mod", "out/deep/go.work"}
    assert found.files >= {"a/a.go", "new/n.go", "out/go.mod"}


def test_what_changed_is_tracked_without_a_blob(repo: Path) -> None:
    write(repo, {"a/a.go": "package changed\n", "a/staged.go": GO, "a/notes.txt": "y"})
    git(repo, "add", "a/staged.go", "a/notes.txt")
    found = tree(repo)
    assert found.tracked == {"go.mod", "a/a.go", "a/staged.go", "a/notes.txt"}
    assert found.blobs.keys() == {"go.mod", "a/staged.go", "a/notes.txt"}
    assert found.blobs["a/notes.txt"] == blob("y")


def test_what_was_removed_is_not_there(repo: Path) -> None:
    (repo / "a" / "a.go").unlink()
    found = tree(repo)
    assert found.tracked == {"go.mod", "a/notes.txt"}
    assert found.blobs.keys() == found.tracked


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_was_told_not_to_look_at_must_be_read(repo: Path, flag: str) -> None:
    git(repo, "update-index", flag, "a/a.go", "a/notes.txt")
    write(repo, {"a/a.go": "package changed\n"})
    (repo / "a" / "notes.txt").unlink()
    found = tree(repo)
    assert found.tracked == {"go.mod", "a/a.go"}
    assert found.blobs.keys() == {"go.mod"}


def test_a_sparse_checkout_has_only_what_is_there(repo: Path) -> None:
    git(repo, "sparse-checkout", "set", "--no-cone", "/go.mod")
    assert tree(repo).tracked == {"go.mod"}
    write(repo, {"a/a.go": "package back\n"})
    found = tree(repo)
    assert found.tracked == {"go.mod", "a/a.go"}
    assert found.blobs.keys() == {"go.mod"}


def test_a_conflict_is_there_without_a_blob(repo: Path) -> None:
    for branch in ("one", "two"):
        git(repo, "checkout", "-q", "-b", branch, "main")
        git(write(repo, {"a/a.go": f"package {branch}\n"}), "commit", "-q", "-a", "-m", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "merge", "one")
    found = tree(repo)
    assert "a/a.go" in found.tracked
    assert found.blobs.keys() == {"go.mod", "a/notes.txt"}


def test_links_are_files_without_a_blob(repo: Path) -> None:
    (repo / "a" / "link.go").symlink_to("a.go")
    (repo / "loop").symlink_to("loop")
    git(repo, "add", "-A")
    (repo / "a" / "new.go").symlink_to("a.go")
    found = tree(repo)
    assert found.symlinks == {"a/link.go", "loop", "a/new.go"}
    assert found.symlinks - {"a/new.go"} <= found.tracked
    assert found.untracked == {"a/new.go"}
    assert found.symlinks.isdisjoint(found.blobs)


def test_a_file_that_became_a_link_is_one(repo: Path) -> None:
    (repo / "a" / "a.go").unlink()
    (repo / "a" / "a.go").symlink_to("notes.txt")
    found = tree(repo)
    assert found.symlinks == {"a/a.go"}
    assert "a/a.go" in found.tracked
    assert "a/a.go" not in found.blobs


def test_behind_a_folder_that_became_a_link_go_sees_nothing(repo: Path) -> None:
    (repo / "a").rename(repo / "b")
    (repo / "a").symlink_to("b")
    found = tree(repo)
    assert found.tracked == {"go.mod"}
    assert found.untracked == {"b/a.go"}


@pytest.mark.parametrize(
    "line", ["*.go ident", "*.go filter=x", "a/* working-tree-encoding=UTF-16", "* filter=x"]
)
@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
def test_bytes_that_git_may_convert_are_not_known_by_their_blob(repo: Path, line: str, place: str) -> None:
    write(repo, {place: line + "\n"})
    assert "a/a.go" not in tree(repo).blobs


def test_the_user_s_own_attributes_count(repo: Path, home: Path, tmp_path: Path) -> None:
    write(tmp_path, {"mine": "a.go ident\n"})
    git(repo, "config", "core.attributesFile", str(tmp_path / "mine"))
    assert "a/a.go" not in tree(repo).blobs
    git(repo, "config", "--unset", "core.attributesFile")
    assert "a/a.go" in tree(repo).blobs
    write(home, {"config/git/attributes": "a.go ident\n"})
    assert "a/a.go" not in tree(repo).blobs


def test_attributes_that_were_removed_from_disk_still_count(repo: Path) -> None:
    commit(write(repo, {"a/.gitattributes": "*.go ident\n"}))
    (repo / "a" / ".gitattributes").unlink()
    assert "a/a.go" not in tree(repo).blobs


@pytest.mark.parametrize(
    "line", ["*.png filter=lfs diff=lfs", "*.go text eol=crlf diff=golang", "*.go -filter"]
)
def test_harmless_attributes_change_nothing(repo: Path, line: str) -> None:
    write(repo, {".gitattributes": line + "\n"})
    assert "a/a.go" in tree(repo).blobs


def test_git_is_asked_about_attributes_only_where_some_may_matter(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributes, "CONVERTING", None)
    assert "a/a.go" in tree(write(repo, {".gitattributes": "*.go text\n"})).blobs


def test_line_endings_that_git_converts_leave_the_blob(repo: Path) -> None:
    git(repo, "config", "core.autocrlf", "true")
    (repo / "a" / "a.go").unlink()
    git(repo, "checkout", "a/a.go")
    assert (repo / "a" / "a.go").read_bytes() == b"package a\r\n"
    assert tree(repo).blobs["a/a.go"] == blob(GO)


def test_a_plain_directory_is_walked(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module m\n", "vendor/x/x.go": GO, "README": ""})
    found = tree(tmp_path)
    assert not found.git
    assert found.tracked == {"go.mod", "vendor/x/x.go", "README"}
    assert (found.blobs, found.note) == ({}, "")


def test_without_git_the_checkout_is_walked_and_says_so(repo: Path) -> None:
    found = tree(repo, PATH="/nowhere")
    assert not found.git
    assert found.tracked == {"go.mod", "a/a.go", "a/notes.txt"}
    assert found.note == "the checkout was listed without git: no git on PATH"


def test_a_broken_repository_is_walked_and_says_so(repo: Path) -> None:
    (repo / ".git" / "index").write_bytes(b"garbage")
    found = tree(repo)
    assert found.tracked == {"go.mod", "a/a.go", "a/notes.txt"}
    assert "the checkout was listed without git: " in found.note


def test_an_empty_repository_has_only_what_is_untracked(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    found = tree(write(tmp_path, {"go.mod": "module m\n"}))
    assert found.git
    assert (found.tracked, found.untracked) == (frozenset(), {"go.mod"})


def test_a_repository_inside_counts_as_files_that_go_sees(repo: Path) -> None:
    commit(write(repo / "inner", {"go.mod": "module inner\n", "x.txt": ""}))
    commit(write(repo / "inner" / "deeper", {"d.go": GO}))
    commit(write(repo / "hidden", {"h.go": GO}))
    found = tree(write(repo, {".gitignore": "hidden\n"}))
    assert found.untracked == {"inner/go.mod", "inner/deeper/d.go"}
    assert found.ignored == {"hidden/h.go"}


def test_a_worktree_is_a_checkout_like_any_other(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "other"))
    assert tree(tmp_path / "other").blobs.keys() == {"go.mod", "a/a.go", "a/notes.txt"}


def test_names_of_any_kind_are_kept(tmp_path: Path) -> None:
    names = [
        b"[bold]x.go",
        b"\xff\xfe.go",
        b"new\nline.go",
        b"\x1b[31mred.go",
        b":(top)m.go",
        b"-n.go",
        b" s .go",
    ]
    root = write(tmp_path / "repo", {"go.mod": "module m\n"})
    for name in names[:4]:
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text(GO)
    commit(root)
    for name in names[4:]:
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text(GO)
    found = tree(root)
    assert {os.fsencode(name) for name in found.tracked} == {b"go.mod", *names[:4]}
    assert {os.fsencode(name) for name in found.untracked} == set(names[4:])


def test_what_git_was_told_not_to_look_at_is_not_seen_through_a_link(repo: Path) -> None:
    git(repo, "update-index", "--assume-unchanged", "a/a.go", "a/notes.txt")
    (repo / "a").rename(repo / "b")
    (repo / "a").symlink_to("b")
    found = tree(repo)
    assert found.tracked == {"go.mod"}
    assert found.untracked == {"b/a.go"}


def test_more_ignored_folders_than_a_command_line_holds_are_no_problem(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repo, {".gitignore": "out/\nbin/\n", "out/o.go": GO, "bin/b.go": GO, "new.go": GO})
    named = tree(repo)
    assert named.ignored == {"out/o.go", "bin/b.go"}
    monkeypatch.setattr(scan_tree, "AT_MOST", 0)
    assert tree(repo) == named


def test_an_ignored_folder_where_the_index_has_a_file_is_seen(repo: Path) -> None:
    (repo / "a" / "notes.txt").unlink()
    write(repo, {".gitignore": "notes.txt\n", "a/notes.txt/a.go": GO})
    found = tree(repo)
    assert found.ignored == {"a/notes.txt/a.go"}
    assert "a/notes.txt" not in found.tracked


def complaining(folder: Path, of: str, complaint: str) -> dict[str, str]:
    """An environment where one git command has a complaint, as where the user may not read all."""
    real = shutil.which("git")
    script = f'#!/bin/sh\ncase " $* " in *" {of} "*) echo "{complaint}" >&2;; esac\nexec {real} "$@"\n'
    write(folder, {"git": script})
    (folder / "git").chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def test_what_git_may_not_look_at_is_not_there(repo: Path, tmp_path: Path) -> None:
    env = complaining(tmp_path / "bin", "status", "a/a.go: Permission denied")
    found = tree(repo, **env)
    assert "a/a.go" not in found.blobs
    assert found.tracked == {"go.mod", "a/notes.txt"}


def test_an_unreadable_folder_in_an_ignored_one_is_named(repo: Path, tmp_path: Path) -> None:
    write(repo, {".gitignore": "out/\n", "out/o.go": GO})
    said = "warning: could not open directory 'out/secret/': Permission denied"
    assert tree(repo, **complaining(tmp_path / "bin", "-o", said)).unreadable == ("out/secret",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(repo: Path) -> None:
    write(repo, {"secret/x.go": GO})
    (repo / "secret").chmod(0)
    found = tree(repo)
    (repo / "secret").chmod(0o700)
    assert found.unreadable == ("secret",)


@pytest.fixture
def nested(tmp_path: Path, repo: Path) -> Path:
    """A repository with the submodule `sub`, which has the submodule `inner`."""
    inner = commit(write(tmp_path / "inner", {"i.go": GO}))
    add_submodule(sub := commit(write(tmp_path / "sub", {"go.mod": "module sub\n"})), inner, "inner")
    add_submodule(repo, sub, "sub")
    git(repo, "submodule", "--quiet", "update", "--init", "--recursive")
    return repo


def test_the_files_of_submodules_are_tracked_too(nested: Path) -> None:
    write(nested, {"sub/new.go": GO})
    found = tree(nested)
    assert {"sub/go.mod", "sub/inner/i.go"} <= found.tracked
    assert found.blobs["sub/inner/i.go"] == blob(GO)
    assert found.untracked == {"sub/new.go"}
    assert found.gitlinks == {
        "sub": git(nested / "sub", "rev-parse", "HEAD"),
        "sub/inner": git(nested / "sub/inner", "rev-parse", "HEAD"),
    }


def test_a_submodule_that_is_not_initialised_is_only_a_link(nested: Path) -> None:
    git(nested, "submodule", "--quiet", "deinit", "--force", "sub")
    found = tree(nested)
    assert found.gitlinks.keys() == {"sub"}
    assert not any(path.startswith("sub/") for path in found.files)
    assert found.note == ""


def test_a_submodule_with_a_broken_repository_is_walked_and_named(nested: Path) -> None:
    (nested / "sub" / ".git").write_text("gitdir: /nowhere\n")
    found = tree(nested)
    assert {"go.mod", "sub/go.mod", "sub/inner/i.go"} <= found.tracked
    assert "sub/go.mod" not in found.blobs
    assert found.note == "sub/ was listed without git: not a git repository"


def test_a_submodule_behind_a_link_is_not_followed(nested: Path, tmp_path: Path) -> None:
    (nested / "sub").rename(tmp_path / "away")
    (nested / "sub").symlink_to(tmp_path / "away")
    assert not any(path.startswith("sub/") for path in tree(nested).files)
