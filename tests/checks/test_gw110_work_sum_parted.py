"""GW110: go.work and go.work.sum, of which git keeps one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.examined import mod, told, work
from tests.oracle import commit, write


@pytest.mark.parametrize(
    ("ignored", "says"),
    [
        ("", ""),
        ("go.work.sum", "git ignores go.work.sum"),
        ("go.work", "git ignores go.work:"),
        ("go.work\ngo.work.sum", ""),
        ("*.sum", "git ignores go.work.sum"),
    ],
)
def test_both_are_kept_or_neither(tmp_path: Path, ignored: str, says: str) -> None:
    files = {"go.mod": mod("ex.com/r"), "go.work": work("."), "go.work.sum": "ex.com/x v1.0.0 h1:x\n"}
    found = told("GW110", commit(write(tmp_path, {**files, ".gitignore": f"{ignored}\n"})))
    assert len(found) == bool(says)
    assert all(says in one.message for one in found)


def test_a_workspace_without_sums_has_nothing_to_keep(tmp_path: Path) -> None:
    files = {"go.mod": mod("ex.com/r"), "go.work": work("."), ".gitignore": "go.work.sum\n"}
    assert not told("GW110", commit(write(tmp_path, files)))


def test_without_git_nothing_is_said(tmp_path: Path) -> None:
    assert not told(
        "GW110", write(tmp_path, {"go.mod": mod("ex.com/r"), "go.work": work("."), "go.work.sum": ""})
    )
