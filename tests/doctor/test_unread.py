"""What could not be read is told, never passed over as empty."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.doctor.unread import unread
from goworkdoctor.golang.source import Source
from goworkdoctor.model.facts import GoFile, Tree
from tests.builders import facts, module, package
from tests.oracle import commit, write

TREE = Tree(Path("/repo"), git=True)


def test_folders_and_go_files_are_named() -> None:
    closed = GoFile("a_test.go", Source("", broken="permission denied"), built=False)
    broken = GoFile("b.go", Source("", broken="expected 'package'"), built=False)
    packages = (package(dir="lib", files=(closed, broken)), package(dir=".", files=(closed,)))
    probe = unread(facts(module(), packages=packages, tree=replace(TREE, unreadable=("deep/down",))))
    assert probe
    assert probe.status == "skipped"
    assert "permission denied: deep/down/, lib/a_test.go and a_test.go; " in probe.why


def test_no_word_where_all_was_read() -> None:
    open_file = GoFile("a.go", Source("a"), built=True)
    assert unread(facts(module(), packages=(package(files=(open_file,)),), tree=TREE)) is None
    assert unread(facts(module())) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("with_git", [True, False])
def test_an_examination_says_so(tmp_path: Path, with_git: bool) -> None:
    write(tmp_path, {"go.mod": "module ex.com/a\n", "a.go": "package a\n", "b/b.go": "package b\n"})
    if with_git:
        commit(tmp_path)
    (tmp_path / "b").chmod(0)
    (tmp_path / "a.go").chmod(0)
    try:
        probe = examine(tmp_path, Settings()).probe("unreadable")
    finally:
        (tmp_path / "b").chmod(0o755)
    assert probe
    assert "b/ and a.go" in probe.why
