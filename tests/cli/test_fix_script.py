"""`fix --script`: the treatment as commands that any go from 1.18 on understands."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Doctor
from tests.oracle import Go, commit, write

LIB = "example.com/lib"


@pytest.fixture
def siblings(tmp_path: Path) -> Path:
    """GM302, twice: `a` and `odd dir` import `lib`; both go.mod files are silent about it."""
    files: dict[str, str | bytes] = {"go.work": 'go 1.21\n\nuse (\n\t./a\n\t./lib\n\t"./odd dir"\n)\n'}
    for dir, path in (("a", "example.com/a"), ("odd dir", "example.com/odd"), ("lib", LIB)):
        files[f"{dir}/go.mod"] = f"module {path}\n\ngo 1.21\n"
        files[f"{dir}/x.go"] = "package x\n" if dir == "lib" else f'package x\n\nimport _ "{LIB}"\n'
    return commit(write(tmp_path / "siblings", files))


def test_the_script_does_what_the_plan_would(any_go: Go, doctor: Doctor, siblings: Path) -> None:
    ended = doctor("-C", siblings, "fix", "GM302", "--script")
    assert ended.code == 0
    assert ended.out.startswith("#!/bin/sh\n")
    assert any_go.run("build", ".", cwd=siblings / "a", GOWORK="off").returncode
    done = subprocess.run(["/bin/sh", "-c", ended.out], cwd=siblings, env=any_go.env, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    for dir in ("a", "odd dir"):
        assert not any_go.run("build", ".", cwd=siblings / dir, GOWORK="off").returncode


def test_one_module_alone_is_treated(go: Go, doctor: Doctor, siblings: Path) -> None:
    assert doctor("-C", siblings, "fix", "GM302", "--only", "./odd dir/", "--apply").code == 0
    assert not go.run("build", ".", cwd=siblings / "odd dir", GOWORK="off").returncode
    assert go.run("build", ".", cwd=siblings / "a", GOWORK="off").returncode
    assert "a/go.mod" in doctor("-C", siblings, "fix", "GM302", "--script", "--only", "a").out


def test_only_where_there_is_a_module(doctor: Doctor, siblings: Path) -> None:
    ended = doctor("-C", siblings, "fix", "GM302", "--only", "b")
    assert (ended.code, "there is no module in b" in ended.err) == (2, True)


def test_a_release_is_required_at_its_tag_though_the_rule_itself_needs_no_tags(
    doctor: Doctor, siblings: Path
) -> None:
    subprocess.run(["git", "tag", "lib/v1.2.0"], cwd=siblings, check=True)
    assert f"-require={LIB}@v1.2.0 " in doctor("-C", siblings, "fix", "GM302", "--script").out


def test_nothing_is_written_by_asking(doctor: Doctor, siblings: Path) -> None:
    before = (siblings / "a/go.mod").read_bytes()
    doctor("-C", siblings, "fix", "GM302", "--script")
    assert (siblings / "a/go.mod").read_bytes() == before


def test_what_is_no_edit_of_gos_has_no_script(doctor: Doctor, with_go: Go, healthy: Path) -> None:
    ended = doctor("-C", healthy, "fix", "expire-test-results", "--script")
    assert ended.code == 1
    assert "it has no script" in ended.err
    assert not ended.out


def test_a_script_is_not_applied(doctor: Doctor, siblings: Path) -> None:
    assert doctor("-C", siblings, "fix", "GM302", "--script", "--apply").code == 2
