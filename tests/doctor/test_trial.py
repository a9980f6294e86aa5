"""A command of the user's own is run by its words, where they say, and never for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import trial
from goworkdoctor.doctor.trial import command
from goworkdoctor.model.plan import Refused
from tests.oracle import write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sh -c 'echo \"# pkg\" >&2; echo u.go:1 >&2; echo out; exit 1'", "u.go:1"),
        ("sh -c 'echo FAIL; exit 1'", "FAIL"),
        ("false", "exit status 1"),
    ],
)
def test_what_fails_is_told_by_its_first_line(text: str, said: str, tmp_path: Path) -> None:
    tried = command(text, tmp_path).tried()
    assert (tried.passed, tried.said) == (False, said)


def test_no_shell_reads_the_words(tmp_path: Path) -> None:
    tried = command("echo a; touch b && $(touch c) > d", tmp_path).tried()
    assert (tried.passed, tried.said, list(tmp_path.iterdir())) == (True, "", [])


def test_it_runs_in_the_folder_with_the_users_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINE", "1")
    write(tmp_path, {"run.sh": '#!/bin/sh\n[ "$MINE$PWD" = "1$(pwd)" ] && touch here\n'})
    (tmp_path / "run.sh").chmod(0o755)
    assert command("./run.sh", tmp_path).tried().passed
    assert (tmp_path / "here").exists()


def test_what_does_not_end_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "LONGEST", 0.2)
    tried = command("sleep 60", tmp_path).tried()
    assert not tried.passed
    assert "did not end in 0.2 s" in tried.said


def test_a_very_long_line_is_cut(tmp_path: Path) -> None:
    tried = command('sh -c \'yes word | head -c 100000 | tr "\\n" " " >&2; exit 1\'', tmp_path).tried()
    assert 300 < len(tried.said) <= trial.WIDEST


@pytest.mark.parametrize("text", ["", "  ", "'go vet", "no-such-program-anywhere x", "''"])
def test_what_is_no_command_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        command(text, tmp_path)


def test_a_program_that_is_no_program_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"notes.txt": "x"})
    with pytest.raises(Refused):
        command("./notes.txt", tmp_path).tried()
