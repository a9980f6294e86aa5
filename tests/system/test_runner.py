"""Programs: found on PATH alone, run to their end, and never outliving their use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from goworkdoctor.system.runner import Cancelled, Completed, NotFound, TimedOut, find_program, run
from tests.interrupting import interruptible

SH = Path("/bin/sh")
LEAVES_A_CHILD = "(sleep 30 & echo $! > child; wait) & echo $! > parent; wait"


def program(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be buried does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


def children(folder: Path) -> list[int]:
    deadline = time.monotonic() + 10
    while not (folder / "child").exists() or not (folder / "child").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return [int((folder / name).read_text()) for name in ("child", "parent")]


@pytest.mark.parametrize("entry", ["", ".", "here", "./here"])
def test_a_program_in_the_current_directory_is_not_found(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "go")
    program(tmp_path / "here", "go")
    monkeypatch.chdir(tmp_path)
    assert find_program("go", {"PATH": entry}) is None


def test_the_first_absolute_entry_of_path_that_has_it_wins(tmp_path: Path) -> None:
    program(tmp_path / "b", "go")
    program(tmp_path / "c", "go")
    path = os.pathsep.join([".", str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "c")])
    assert find_program("go", {"PATH": path}) == tmp_path / "b" / "go"


def test_a_name_with_a_directory_is_no_program_name(tmp_path: Path) -> None:
    path = program(tmp_path, "go")
    assert find_program(str(path), {"PATH": str(tmp_path)}) is None


def test_a_failure_is_told_with_what_was_written() -> None:
    done = run([SH, "-c", "echo out; echo err >&2; exit 3"], Path("/"), {})
    assert (done.code, done.stdout, done.stderr, done.complaint) == (3, b"out\n", b"err\n", "err")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("# ex.com/u\nu.go:1:1: no", "u.go:1:1: no"),
        ("go: downloading x v1.0.0\n# a\nwarning\npanic: assertion failed\n", "panic: assertion failed"),
        ("# ex.com/u\n", "# ex.com/u"),
        ("", "exit status 2"),
    ],
)
def test_the_line_that_says_most_is_the_complaint(said: str, told: str) -> None:
    assert Completed(2, b"", said.encode()).complaint == told


def test_of_much_output_the_beginnings_are_kept_and_the_program_goes_on() -> None:
    much = "yes out | head -c 3000000; yes err | head -c 3000000 >&2; exit 3"
    done = run([SH, "-c", much], Path("/"), dict(os.environ), most=10)
    assert (done.code, done.stdout, done.stderr) == (3, b"out\nout\nou", b"err\nerr\ner")


def test_endless_output_is_read_until_the_time_is_over() -> None:
    with pytest.raises(TimedOut):
        run([SH, "-c", "yes"], Path("/"), dict(os.environ), timeout=0.3, most=10)


def test_a_child_left_behind_with_the_output_open_does_not_hold_up() -> None:
    began = time.monotonic()
    done = run([SH, "-c", "sleep 5 & echo out"], Path("/"), dict(os.environ), most=10)
    assert (done.stdout, time.monotonic() - began < 4) == (b"out\n", True)


def test_the_environment_is_exactly_the_one_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    done = run([SH, "-c", 'echo "$SECRET$GIVEN"'], Path("/"), {"GIVEN": "2"})
    assert done.stdout == b"2\n"


def test_more_than_a_pipe_holds_goes_in_and_comes_out() -> None:
    much = os.urandom(1 << 20)
    slow = "import sys, time; time.sleep(0.2); sys.stdout.buffer.write(sys.stdin.buffer.read())"
    done = run([sys.executable, "-c", slow], Path("/"), {}, cancelled=threading.Event(), stdin=much)
    assert done.stdout == much


@pytest.mark.parametrize("argv", [["/nowhere/git"], ["/etc/passwd"]])
def test_what_cannot_be_started_is_not_found(argv: list[str]) -> None:
    with pytest.raises(NotFound, match="cannot be run"):
        run(argv, Path("/"), {})


def test_a_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="gone"):
        run([SH, "-c", "true"], tmp_path / "gone", {})


def test_a_timeout_kills_the_children_too(tmp_path: Path) -> None:
    with pytest.raises(TimedOut, match="did not end in"):
        run([SH, "-c", LEAVES_A_CHILD], tmp_path, os.environ, timeout=0.5)
    assert not any(alive(pid) for pid in children(tmp_path))


def test_cancelling_kills_the_children_too(tmp_path: Path) -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        run([SH, "-c", LEAVES_A_CHILD], tmp_path, os.environ, cancelled=cancelled)
    assert time.monotonic() - began < 5
    assert not any(alive(pid) for pid in children(tmp_path))


def test_one_that_ignores_being_asked_is_made_to_end(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        run([SH, "-c", "trap '' TERM; echo $$ > child; echo $$ > parent; sleep 30; sleep 30"],
            tmp_path, os.environ, timeout=0.5)  # fmt: skip
    assert not any(alive(pid) for pid in children(tmp_path))


def test_what_was_cancelled_before_does_not_start(tmp_path: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        run([SH, "-c", "touch canary"], tmp_path, os.environ, cancelled=cancelled)
    assert not (tmp_path / "canary").exists()


def test_ctrl_c_kills_the_children_too(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from goworkdoctor.system.runner import run\n"
        f"run(['/bin/sh', '-c', {LEAVES_A_CHILD!r}], Path({str(tmp_path)!r}), os.environ)"
    )
    command = [sys.executable, "-c", code]
    doctor = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=interruptible)
    pids = children(tmp_path)
    doctor.send_signal(signal.SIGINT)
    doctor.wait(10)
    assert not any(alive(pid) for pid in pids)
