"""`migrate` tells, proves, does and takes back, as its help says."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.cli import terminal
from tests.cli.conftest import Doctor
from tests.doctor.migration.migrating import SHOP, mod, repository, source
from tests.oracle import Go, write
from tests.treating import snapshot


@pytest.fixture
def root(tmp_path: Path, with_go: Go, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "t")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "t@example.com")
    return repository(tmp_path / "w", SHOP)


def test_on_a_terminal_the_app_is_opened_at_the_migration_but_not_for_an_option(
    root: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr(
        "goworkdoctor.tui.app.run", lambda start, settings, screen: opened.append(screen) or 0
    )
    assert doctor("-C", str(root), "migrate").code == 0
    assert opened == ["migration"]
    assert "Migration" in doctor("-C", str(root), "migrate", "--status").out
    assert opened == ["migration"]


def test_the_status_is_told_without_a_terminal_and_nothing_written(root: Path, doctor: Doctor) -> None:
    before = snapshot(root)
    ended = doctor("-C", root, "migrate")
    assert ended.code == 0
    assert ended.out.startswith("Migration  0 modules in the workspace, 0 of 1 test functions")
    assert "→ next     found" in ended.out
    assert "· waiting  use:cart" in ended.out
    assert doctor("-C", root, "migrate", "--status").out == ended.out
    assert snapshot(root) == before


def test_the_next_step_is_shown_with_its_proof_and_done_only_with_apply(root: Path, doctor: Doctor) -> None:
    shown = doctor("-C", root, "migrate", "--next")
    assert shown.code == 0
    assert "+use ." in shown.out
    assert "Proven in a scratch copy" in shown.out
    assert "nothing was changed: --apply does it" in shown.err
    assert not (root / "go.work").exists()
    assert "done: Create go.work" in doctor("-C", root, "migrate", "--next", "--apply").out
    assert (root / "go.work").exists()


def test_all_steps_then_the_check_of_each_module_and_the_way_back(root: Path, doctor: Doctor) -> None:
    before = snapshot(root / "api")
    ended = doctor("-C", root, "migrate", "--all", "--apply")
    assert ended.out.count("done: ") == 3
    assert "✗ does not  cart" in ended.out
    assert ended.code == 1, "cart does not stand on its own"
    whole = doctor("-C", root, "migrate", "--status")
    assert "Every module that belongs there is in the workspace, 1 test function more" in whole.out
    assert doctor("-C", root, "migrate", "--abort").code == 0
    assert not (root / "go.work").exists()
    assert snapshot(root / "api") == before
    assert doctor("-C", root, "migrate", "--abort").err == (
        "goworkdoctor: no migration has begun in this checkout\n"
    )


def test_all_stops_at_what_is_blocked_and_says_why(tmp_path: Path, with_go: Go, doctor: Doctor) -> None:
    root = repository(tmp_path / "w", SHOP, {"bad/go.mod": "module ex.com/bad\n\n???\n"})
    ended = doctor("-C", root, "migrate", "--all", "--apply")
    assert ended.code == 1
    assert ended.out.count("done: ") == 3
    assert "use:bad is blocked: bad does not parse" in ended.err


def test_all_stops_at_what_only_the_user_can_decide(tmp_path: Path, with_go: Go, doctor: Doctor) -> None:
    accident = {"testdata/m/go.mod": mod("ex.com/m"), "testdata/m/m.go": source("m")}
    root = repository(tmp_path / "w", SHOP, accident, {"go.work": "go 1.21\n\nuse ./testdata/m\n"})
    ended = doctor("-C", root, "migrate", "--all", "--apply")
    assert (ended.code, ended.out) == (1, "")
    assert "--skip evict:testdata/m leaves it" in ended.err
    assert doctor("-C", root, "migrate", "--skip", "evict:testdata/m").code == 0
    assert "done: " in doctor("-C", root, "migrate", "--apply").out


def test_decisions_are_remembered_and_told(root: Path, doctor: Doctor) -> None:
    told = doctor("-C", root, "migrate", "--commit", "--skip", "cart").out
    assert "each step is committed" in told
    assert "– skipped  use:cart" in told
    assert "; commit " in doctor("-C", root, "migrate", "--apply").out


def test_a_module_is_split_out_again(root: Path, doctor: Doctor) -> None:
    doctor("-C", root, "migrate", "--all", "--apply")
    assert "done: Split cart out" in doctor("-C", root, "migrate", "--split", "cart", "--apply").out
    assert "replace ex.com/shop/api => ../api" in (root / "cart/go.mod").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--all"], 2, "--all needs --apply"),
        (["--step", "use:nothing"], 1, "there is no step use:nothing"),
        (["--skip", "nothing"], 1, "there is no step, module or stage 'nothing'"),
        (["--choose", "a=b"], 1, "a=b is not on offer"),
        (["--split", "api"], 1, "api is not in the workspace"),
        (["--local", "--commit"], 1, "not both"),
        (["--step", "publish"], 1, "it is a check of every module"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(
    root: Path, doctor: Doctor, arguments: list[str], code: int, words: str
) -> None:
    ended = doctor("-C", root, "migrate", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_without_go_nothing_can_be_proven(
    root: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    ended = doctor("-C", root, "migrate", "--next")
    assert ended.code == 1
    assert "no go was found on PATH" in ended.err


def test_without_git_it_works_but_for_commits(tmp_path: Path, with_go: Go, doctor: Doctor) -> None:
    root = write(tmp_path / "plain", SHOP)
    assert doctor("-C", root, "migrate", "--next", "--apply").code == 0
    assert "not committed" in doctor("-C", root, "migrate", "--commit", "--apply").err
    assert doctor("-C", root, "migrate", "--abort").code == 0


def test_a_read_only_checkout_is_told_in_a_line(root: Path, doctor: Doctor) -> None:
    import os

    if os.getuid() == 0:
        pytest.skip("root writes everywhere")
    root.chmod(0o555)
    try:
        ended = doctor("-C", root, "migrate", "--apply")
    finally:
        root.chmod(0o755)
    assert ended.code == 1
    assert "read-only" in ended.err
