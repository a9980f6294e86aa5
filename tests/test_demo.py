"""The demo repository: real, the same every time, and written only where nothing can be lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from goworkdoctor.demo import NoDemo, archive, write_demo
from tests.oracle import Go


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo") / "new" / "shop")


def test_all_is_committed(demo: Path) -> None:
    assert git(demo, "status", "--porcelain") == ""
    assert git(demo, "log", "--format=%an %ae %ad %s", "--date=short").startswith(
        "goworkdoctor demo@example.com 2025-06-01 A shop"
    )


def test_the_commit_is_the_same_every_time(demo: Path, tmp_path: Path) -> None:
    assert git(write_demo(tmp_path), "rev-parse", "HEAD") == git(demo, "rev-parse", "HEAD")


def test_a_git_submodule_is_recorded_but_not_fetched(demo: Path) -> None:
    assert git(demo, "submodule", "status").startswith("-5f1c0de5")
    assert list((demo / "third_party/geo").iterdir()) == []


def test_the_git_ignored_module_is_on_disk_only(demo: Path) -> None:
    assert (demo / "scratch/try/go.mod").is_file()
    assert "scratch" not in git(demo, "ls-files")


def test_a_directory_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(NoDemo, match="not empty"):
        write_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoDemo):
        write_demo(tmp_path / "file")


def test_no_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoDemo, match="git"):
        write_demo(tmp_path / "demo")


def test_the_users_git_configuration_does_not_matter(tmp_path: Path, home: Path, demo: Path) -> None:
    canary = tmp_path / "canary"
    hook = tmp_path / "hooks/pre-commit"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    hook.chmod(0o755)
    (home / ".gitignore").write_text("*.go\n")
    (home / ".gitconfig").write_text(
        f"[core]\nhooksPath = {hook.parent}\nexcludesFile = {home}/.gitignore\nautocrlf = true\n"
        "[commit]\ngpgSign = true\n[init]\ndefaultObjectFormat = sha256\ndefaultBranch = trunk\n"
    )
    root = write_demo(tmp_path / "demo")
    assert git(root, "rev-parse", "HEAD") == git(demo, "rev-parse", "HEAD")
    assert git(root, "branch", "--show-current") == "main\n"
    assert not canary.exists()


GOOD = [name for name, _ in archive() if name.endswith("go.mod") and "legacy" not in name]


def test_each_module_but_the_broken_one_is_read_by_real_go(demo: Path, go: Go) -> None:
    assert len(GOOD) == 23
    for name in GOOD:
        go.json("mod", "edit", "-json", name, cwd=demo)
    go.json("work", "edit", "-json", cwd=demo)
    assert go.run("mod", "edit", "-json", "services/legacy/go.mod", cwd=demo).returncode == 1


CLIENT = "staging/src/example.com/client"
WORKING = [".", "libs/auth", "libs/cart", "services/orders", "services/billing", "tools/gen", CLIENT]


@pytest.mark.parametrize("module", WORKING)
def test_the_code_is_real_and_its_tests_pass(demo: Path, go: Go, module: str) -> None:
    done = go.run("test", "./...", cwd=demo / module, GOWORK="off")
    assert done.returncode == 0, done.stdout + done.stderr
