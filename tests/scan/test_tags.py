"""Tags and the commit that is checked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, Tags
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.scan.tags import gather
from tests.oracle import commit, write
from tests.repositories import git


def tags(root: Path) -> Tags:
    return gather(Look(root), Facts(root))


def test_all_tags_are_told_light_and_annotated(tmp_path: Path) -> None:
    root = commit(write(tmp_path, {"a": "a"}))
    git(root, "tag", "v1.0.0")
    git(root, "tag", "-a", "-m", "x", "sub/dir/v2.0.0-rc.1")
    git(root, "branch", "v3.0.0")
    assert tags(root).names == {"v1.0.0", "sub/dir/v2.0.0-rc.1"}


def test_the_commits_time_is_in_utc(tmp_path: Path) -> None:
    root = commit(write(tmp_path, {"a": "a"}))
    git(root, "commit", "-q", "--allow-empty", "-m", "x", GIT_COMMITTER_DATE="2026-01-01T01:30:00+0200")
    seen = tags(root)
    assert (seen.head, seen.when) == (git(root, "rev-parse", "HEAD"), "20251231233000")


def test_before_the_first_commit_there_is_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert tags(tmp_path) == Tags(frozenset())


def test_without_git_nothing_can_be_told(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match="not a git repository"):
        tags(tmp_path)
