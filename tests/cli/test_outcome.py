"""Exit codes, and one line on standard error instead of a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from goworkdoctor.cli import main
from tests.cli.conftest import Doctor, process
from tests.interrupting import interruptible

EXAMINE = "goworkdoctor.doctor.examine.examine"


def raising(error: BaseException) -> object:
    def examine(*arguments: object, **named: object) -> None:
        raise error

    return examine


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--nonsense"], "No such option"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["--format", "yaml"], "'yaml' is not one of 'text', 'json'"),
        (["--output", "json"], "'json' is not text|json=PATH"),
        (["--output", "yaml=x"], "'yaml=x' is not text|json=PATH"),
        (["--output", "json=-"], "standard output is written by --format json"),
        (["--select", "GX"], "no rule's code is or begins with 'GX'"),
        (["--ignore", "GW101,nope"], "no rule's code is or begins with 'NOPE'"),
        (["-C", "no/such/place", "--report"], "no/such/place is not a directory"),
        (["explain", "GW999"], "there is no rule 'GW999'"),
        (["explain"], "Missing argument 'CODE'"),
        (["fix", "magic"], "'magic' is neither a rule's code nor a treatment"),
        (["fix", ""], "'' is neither a rule's code nor a treatment"),
        (["--report", "rules"], "exclude each other"),
        (["--config", "none.toml", "--report"], "none.toml: no such file"),
    ],
)
def test_wrong_usage_is_told_in_one_line(doctor: Doctor, arguments: list[str], says: str) -> None:
    ended = doctor(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert ended.err.startswith("goworkdoctor: ")
    assert ended.err.count("\n") == 1


def test_a_directory_that_cannot_be_read_is_told(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *arguments: False)  # A test that root runs reads everything.
    ended = doctor("-C", healthy, "--report")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"goworkdoctor: {healthy} cannot be read by this user\n"


def test_nothing_to_examine_is_3(doctor: Doctor, tmp_path: Path) -> None:
    ended = doctor("-C", tmp_path, "--report")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == f"goworkdoctor: no go.mod in {tmp_path}\n"


def test_an_internal_error_is_4_and_one_line(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EXAMINE, raising(RuntimeError("boom\x1b[2J\nsecond line")))
    ended = doctor("-C", healthy, "--report")
    assert ended.code == 4
    assert ended.err == (
        "goworkdoctor: internal error: RuntimeError: boom\\x1b[2J\\nsecond line; "
        "GOWORKDOCTOR_TRACEBACK=1 shows where\n"
    )


def test_the_traceback_is_there_for_who_asks(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EXAMINE, raising(RuntimeError("boom")))
    monkeypatch.setenv("GOWORKDOCTOR_TRACEBACK", "1")
    ended = doctor("-C", healthy, "--report")
    assert ended.code == 4
    assert "Traceback" in ended.err


def test_an_interrupt_is_130_and_silent(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EXAMINE, raising(KeyboardInterrupt()))
    ended = doctor("-C", healthy, "--report")
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


def test_an_interrupt_that_python_wrapped_is_one_too(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = RuntimeError("Error calling __set_name__")
    wrapped.__cause__ = KeyboardInterrupt()
    monkeypatch.setattr(EXAMINE, raising(wrapped))
    ended = doctor("-C", healthy, "--report")
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")
    monkeypatch.setattr("goworkdoctor.cli.outcome.outcome", raising(wrapped))
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130


@pytest.mark.parametrize("program", ["git", "go"])
def test_ctrl_c_ends_the_run_and_the_programs_it_started(stale: Path, tmp_path: Path, program: str) -> None:
    hanging, pid = tmp_path / "bin" / program, tmp_path / "pid"
    hanging.parent.mkdir()
    hanging.write_text(f"#!/bin/sh\necho $$ > {pid}.new && mv {pid}.new {pid}\nexec sleep 60\n")
    hanging.chmod(0o755)
    running = subprocess.Popen(
        [sys.executable, "-m", "goworkdoctor", "-C", str(stale), "--report"],
        env=os.environ | {"PATH": f"{hanging.parent}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    wait_for(pid.exists)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert (running.returncode, out, err.strip()) == (130, "", "")
    wait_for(lambda: not alive(int(pid.read_text())))


def wait_for(happened: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("arguments", [["--report"], ["rules"], ["explain", "GW102"], ["--help"]])
def test_a_reader_that_goes_away_is_no_error(stale: Path, arguments: list[str]) -> None:
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "goworkdoctor", "-C", str(stale), *arguments],
        stdout=written,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    os.close(written)
    assert done.stderr == ""
    assert done.returncode == (1 if "--report" in arguments else 0)


def test_a_closed_standard_output_is_no_error(stale: Path) -> None:
    command = f"exec {sys.executable} -m goworkdoctor -C {stale} --report >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(stale: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "goworkdoctor", "-C", str(stale), "--report"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (4, "goworkdoctor: standard output: No space left on device\n")


def test_a_current_directory_that_is_gone_is_told(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    ended = doctor("--report")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_help_and_version_are_there(doctor: Doctor) -> None:
    assert doctor("--version").out.startswith("goworkdoctor ")
    assert "Exit codes" in doctor("--help").out
    assert doctor("-h").out == doctor("--help").out


def test_it_runs_as_a_module() -> None:
    assert process("--version").stdout.startswith("goworkdoctor ")
