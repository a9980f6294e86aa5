"""`fix`, `history` and `undo`, from a finding to the file and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import journal
from goworkdoctor.model.plan import Receipt
from tests.cli.conftest import HEALTHY, Doctor
from tests.oracle import Go, commit, write


@pytest.fixture
def conflict(tmp_path: Path) -> Path:
    """GW105: two members replace one module by different folders."""
    files: dict[str, str | bytes] = {"go.work": "go 1.22\n\nuse (\n\t./a\n\t./b\n)\n"}
    for name in "ab":
        files[f"{name}/go.mod"] = (
            f"module example.com/{name}\n\ngo 1.22\n\nrequire example.com/lib v1.0.0\n\n"
            f"replace example.com/lib => ../lib-{name}\n"
        )
        files[f"lib-{name}/go.mod"] = "module example.com/lib\n\ngo 1.22\n"
    return commit(write(tmp_path / "conflict", files))


def test_without_apply_the_plan_is_shown_and_nothing_written(
    doctor: Doctor, stale: Path, with_go: Go
) -> None:
    before = (stale / "go.work").read_bytes()
    ended = doctor("-C", stale, "fix", "GW102")
    assert ended.code == 0
    assert "\n-\t./gone\n" in ended.out
    assert "--apply does it" in ended.err
    assert (stale / "go.work").read_bytes() == before
    assert journal.history() == ()


def test_with_apply_it_is_done_told_and_undone(doctor: Doctor, stale: Path, with_go: Go) -> None:
    before = (stale / "go.work").read_bytes()
    assert with_go.run("list", "-m", cwd=stale).returncode == 1
    ended = doctor("-C", stale, "fix", "gw102", "--apply")
    assert ended.code == 0
    assert "goworkdoctor undo 1 takes it back" in ended.out
    assert with_go.lines("list", "-m", cwd=stale) == ["example.com/a"]
    listed = doctor("-C", stale, "history").out
    assert "applied" in listed
    assert "go.work" in listed
    assert doctor("-C", stale, "undo").code == 0
    assert (stale / "go.work").read_bytes() == before
    assert "undone" in doctor("-C", stale, "history").out


def test_a_treatment_can_be_named(doctor: Doctor, stale: Path, with_go: Go) -> None:
    assert "\n-\t./gone\n" in doctor("-C", stale, "fix", "drop-stale-use").out


def test_without_a_name_all_that_is_safe_is_planned(doctor: Doctor, stale: Path, with_go: Go) -> None:
    ended = doctor("-C", stale, "fix")
    assert ended.code == 0
    assert "GW102" in ended.out


def test_several_plans_for_one_file_are_applied_one_after_the_other(
    doctor: Doctor, tmp_path: Path, with_go: Go
) -> None:
    files = {**HEALTHY, "go.mod": "module example.com/a\n\ngo 1.24.0\n"}
    files["go.work"] = "go 1.22\n\nuse (\n\t.\n\t./gone\n\t././\n)\n"
    root = commit(write(tmp_path / "several", files))
    assert doctor("-C", root, "fix", "GW", "--apply").code == 0
    assert (root / "go.work").read_text() == "go 1.24.0\n\nuse .\n"
    assert doctor("-C", root, "--report").code == 0


def test_a_healthy_repository_has_nothing_to_treat(doctor: Doctor, healthy: Path) -> None:
    for arguments in (["fix"], ["fix", "GW102"], ["fix", "GW", "--apply"]):
        ended = doctor("-C", healthy, *arguments)
        assert (ended.code, ended.out, ended.err) == (0, "", "nothing to treat\n")


def test_a_choice_must_be_made(doctor: Doctor, conflict: Path, with_go: Go) -> None:
    ended = doctor("-C", conflict, "fix", "GW105")
    assert ended.code == 1
    assert "needs your choice" in ended.err
    assert "--choose ./lib-b" in ended.err


def test_a_choice_is_planned_and_done(doctor: Doctor, conflict: Path, with_go: Go) -> None:
    assert with_go.run("list", "-m", "all", cwd=conflict).returncode == 1
    ended = doctor("-C", conflict, "fix", "GW105", "--choose", "./lib-b", "--apply")
    assert ended.code == 0, ended.err
    assert "example.com/lib v1.0.0 => ./lib-b" in with_go.lines("list", "-m", "all", cwd=conflict)


def test_a_wrong_choice_is_refused(doctor: Doctor, conflict: Path, with_go: Go) -> None:
    ended = doctor("-C", conflict, "fix", "GW105", "--choose", "./nowhere", "--apply")
    assert ended.code == 1
    assert "./lib-a" in ended.err


def test_a_choice_where_there_is_none_is_wrong_usage(doctor: Doctor, stale: Path, with_go: Go) -> None:
    ended = doctor("-C", stale, "fix", "GW102", "--choose", "x")
    assert ended.code == 2
    assert "nothing here is left to your choice" in ended.err


def test_a_finding_without_a_treatment_is_told(doctor: Doctor, tmp_path: Path) -> None:
    root = commit(write(tmp_path / "broken", HEALTHY | {"go.work": "use bad bad\n"}))
    ended = doctor("-C", root, "fix", "GW113")
    assert ended.code == 1
    assert "no treatment; by hand:" in ended.err


def test_without_go_the_edit_is_refused(doctor: Doctor, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    ended = doctor("-C", stale, "fix", "GW102", "--apply")
    assert ended.code == 1
    assert "go" in ended.err


def test_what_cannot_be_undone_says_so_first(
    doctor: Doctor, healthy: Path, with_go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "go-build"
    entry = f"00/{'00aa' * 16}-d"
    write(cache, {entry: "x" * 1000, "README": "This directory holds cached build artifacts"})
    monkeypatch.setenv("GOCACHE", str(cache))
    ended = doctor("-C", healthy, "fix", "clean-build-cache")
    assert ended.code == 0
    assert "This cannot be undone." in ended.out
    assert (cache / entry).exists()


def test_undo_without_anything_done_is_told(doctor: Doctor, healthy: Path) -> None:
    ended = doctor("-C", healthy, "undo")
    assert (ended.code, ended.out) == (1, "")
    assert "nothing that was done in this checkout can be undone" in ended.err


def test_an_unknown_id_is_told(doctor: Doctor, healthy: Path) -> None:
    assert "the journal has no 99" in doctor("-C", healthy, "undo", "99").err


def test_an_empty_history_is_told(doctor: Doctor, healthy: Path) -> None:
    ended = doctor("-C", healthy, "history")
    assert (ended.code, ended.out, ended.err) == (0, "", "nothing was done yet\n")


def test_what_was_interrupted_is_put_right_first_and_said(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Receipt("7", "use-module", "use tools", healthy, "", "reversed", False, why="interrupted")
    monkeypatch.setattr(journal, "recover", lambda: (left,))
    for command in ("fix", "undo"):
        first = doctor("-C", healthy, command).err.splitlines()[0]
        assert first == "interrupted before: use tools: now reversed (interrupted)"
