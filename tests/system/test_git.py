"""Git: hardened against the repository it looks at, and clear about why it cannot look."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goworkdoctor.system.git import GitError, NoRepository, find_git, open_git, toplevel
from tests.oracle import commit, write


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return commit(write(tmp_path / "repo", {"go.mod": "module example.com/m\n", "a/b/c.go": "package b\n"}))


def wrapper(folder: Path, script: str) -> dict[str, str]:
    """An environment where git is a script that ends in the real one."""
    write(folder, {"git": f"#!/bin/sh\n{script}\n"})
    (folder / "git").chmod(0o755)
    return dict(os.environ) | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def real_git() -> str:
    return subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()


def test_any_folder_inside_leads_to_the_top(repo: Path) -> None:
    assert toplevel(repo / "a" / "b") == repo.resolve()


def test_a_link_into_the_repository_leads_to_its_real_top(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo / "a")
    assert toplevel(tmp_path / "link") == repo.resolve()


def test_a_name_that_ends_in_a_line_break_is_kept(tmp_path: Path) -> None:
    odd = commit(write(tmp_path / "od\nd\n", {"a": ""}))
    assert toplevel(odd) == odd.resolve()


def test_the_shared_git_directory_of_a_linked_work_tree_is_that_of_the_repository(repo: Path) -> None:
    linked = repo.parent / "od\nd"
    subprocess.run(["git", "worktree", "add", "-q", "--detach", str(linked)], cwd=repo, check=True)
    for root in (repo, linked):
        assert open_git(root, os.environ).shared.resolve() == (repo / ".git").resolve()


def test_outside_a_repository_there_is_no_top(tmp_path: Path) -> None:
    assert toplevel(tmp_path) is None
    with pytest.raises(NoRepository):
        open_git(tmp_path, os.environ)


def test_a_hook_s_environment_does_not_lead_elsewhere(repo: Path, tmp_path: Path) -> None:
    other = commit(write(tmp_path / "other", {"x": ""}))
    environ = dict(os.environ) | {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other)}
    assert toplevel(repo, environ) == repo.resolve()


def test_without_git_there_is_a_reason(repo: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no git on PATH"):
        open_git(repo, {"PATH": str(tmp_path)})


def test_a_bare_repository_has_no_files(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    assert toplevel(tmp_path / "bare") is None
    with pytest.raises(GitError, match="a bare repository has no files"):
        open_git(tmp_path / "bare", os.environ)


def test_a_repository_of_another_user_is_refused_with_the_way_out(repo: Path, tmp_path: Path) -> None:
    environ = wrapper(tmp_path / "bin", f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real_git()} "$@"')
    with pytest.raises(GitError, match=r"belongs to another user .*safe\.directory"):
        open_git(repo, environ)


def test_what_the_user_allows_by_the_environment_stays_allowed(repo: Path, tmp_path: Path) -> None:
    environ = wrapper(tmp_path / "bin", f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real_git()} "$@"')
    given = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    assert toplevel(repo, environ | given) == repo.resolve()


def test_a_git_too_old_to_be_hardened_is_not_used(repo: Path, tmp_path: Path) -> None:
    environ = wrapper(tmp_path / "bin", f'unset GIT_CONFIG_COUNT; exec {real_git()} "$@"')
    with pytest.raises(GitError, match=r"2\.31 is needed"):
        open_git(repo, environ)


def test_a_broken_configuration_is_one_clear_line(repo: Path) -> None:
    (repo / ".git" / "config").write_text("[[[\n")
    with pytest.raises(GitError, match=r"^git: bad config line 1 in file"):
        open_git(repo, os.environ)


def test_a_work_tree_elsewhere_is_not_examined(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(["git", "config", "core.worktree", str(tmp_path / "elsewhere")], cwd=repo, check=True)
    assert toplevel(repo) is None
    with pytest.raises(NoRepository, match="work tree, which is"):
        open_git(repo, os.environ)


def test_a_repository_that_leads_to_another_one_above_it_does_not_lend_it_its_hardening(repo: Path) -> None:
    subprocess.run(["git", "config", "filter.evil.clean", "false"], cwd=repo, check=True)
    inner = commit(write(repo / "inner", {"x": ""}))
    subprocess.run(["git", "config", "core.worktree", str(repo)], cwd=inner, check=True)
    git = find_git(inner, os.environ)
    assert git.root == repo.resolve()
    assert git.run("config", "--get", "filter.evil.clean") == b"\n"


@pytest.mark.parametrize("name", ["plain", "", "with space.and=sign", 'q\\"uote', "über"])
def test_a_content_filter_of_any_name_is_off(repo: Path, name: str) -> None:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    with (repo / ".git" / "config").open("a") as file:
        file.write(f'[filter "{escaped}"]\n\tclean = cat\n\trequired = true\n')
    git = open_git(repo, os.environ)
    assert git.run("config", "--get", f"filter.{name}.clean") == b"\n"
    assert git.run("config", "--get", f"filter.{name}.required") == b"false\n"


def test_gitpython_runs_the_hardened_git(repo: Path) -> None:
    git = open_git(repo, os.environ).repo().git
    assert git.config("core.hooksPath") == os.devnull
    assert git.rev_parse("--show-toplevel", stdout_as_string=False) == f"{repo.resolve()}\n".encode()
    with pytest.raises(GitError, match="Needed a single revision"):
        git.rev_parse("--verify", "nothing")


def test_gitpython_is_imported_only_where_it_is_used() -> None:
    code = "import sys, goworkdoctor.scan.catalogue; print(sorted({'git', 'yaml'} & sys.modules.keys()))"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"[]\n"
