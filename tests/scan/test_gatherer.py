"""A look opens each repository once, and never takes one for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.scan import gatherer
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.system.git import NoRepository
from tests.oracle import commit, write


def test_a_repository_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(commit(write(tmp_path.resolve(), {"a": ""})))
    git = look.git()
    monkeypatch.delattr(gatherer, "open_git")
    assert look.git() is git


def test_another_root_is_another_repository(tmp_path: Path) -> None:
    one, two = (commit(write(tmp_path.resolve() / name, {"a": ""})) for name in ("one", "two"))
    look = Look(one)
    assert [look.git().root, replace(look, root=two).git().root] == [one, two]


def test_what_is_no_repository_is_refused_every_time(tmp_path: Path) -> None:
    look = Look(tmp_path.resolve())
    for _ in range(2):
        with pytest.raises(NoRepository):
            look.git()
