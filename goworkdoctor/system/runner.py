"""Other programs, run so that none outlives its use: an absolute path, an own process group, a bound."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

PATIENCE = 0.05
GRACE = 0.5
CHUNK = 1 << 16


class RunError(Exception):
    """A program that did not run to its end; the text is one line that says why."""


class NotFound(RunError):
    """The program, or the directory to run it in, is not there or may not be used."""


class TimedOut(RunError):
    """The program took longer than its bound and was killed."""


class Cancelled(RunError):
    """Somebody set the event, and the program was killed."""


class Completed(Struct, frozen=True):
    """A program that ended by itself; `code` is negative where a signal ended it."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def complaint(self) -> str:
        """The line of standard error that says most, for people: of a panic, else the first.

        The lines `# package`, by which go heads what it says of each, and `go: downloading` say nothing.
        """
        lines = list(filter(None, map(str.strip, self.stderr.decode("utf-8", "replace").splitlines())))
        panics = (line for line in lines if line.startswith(("panic: ", "fatal error: ")))
        telling = (line for line in lines if not line.startswith(("# ", "go: downloading ")))
        return next(chain(panics, telling, lines), f"exit status {self.code}")


def safe_path(environ: Mapping[str, str]) -> str:
    """PATH without its empty and relative entries: those mean the current directory, or depend on it."""
    entries = environ.get("PATH", os.defpath).split(os.pathsep)
    # An empty PATH would again mean the current directory.
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute()) or os.devnull


def find_program(name: str, environ: Mapping[str, str]) -> Path | None:
    """The absolute path of a program on PATH; never one that only the current directory offers."""
    found = None if os.sep in name else shutil.which(name, path=safe_path(environ))
    return Path(found) if found else None


def run(
    argv: Sequence[str | Path],
    cwd: Path,
    env: Mapping[str, str],
    timeout: float = 60.0,
    cancelled: Event | None = None,
    stdin: bytes | None = None,
    most: int | None = None,
) -> Completed:
    """Run a program to its end and give what it wrote; `timeout` in seconds.

    With `most`, only so many bytes of each output are kept, the first; the rest is read and forgotten.

    It gets a session of its own, so that Ctrl-C reaches us alone and its children die with it: on a
    timeout (TimedOut), when `cancelled` is set (Cancelled), and on any exception here. Raises NotFound
    where it cannot be started. Its failure is no exception: see `Completed.code`.
    """
    if cancelled is not None and cancelled.is_set():
        raise Cancelled(f"{_name(argv)} was cancelled")
    try:
        # A file for its input, not a pipe: communicate, once timed out, does not go on with writing.
        with tempfile.TemporaryFile() if stdin else nullcontext() as source:
            if source and stdin:
                source.write(stdin)
                source.seek(0)
            process = subprocess.Popen(
                argv,
                cwd=cwd,
                env=env,
                stdin=source or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
    except (OSError, ValueError) as error:
        raise NotFound(f"{_name(argv)} cannot be run: {error}") from error
    beginnings = [] if most is None else _beginnings(process, most)
    try:
        done = _wait(process, argv, timeout, cancelled)
        return replace(done, stdout=beginnings[0].read(), stderr=beginnings[1].read()) if beginnings else done
    except BaseException:
        _kill(process)
        raise


def _wait(
    process: subprocess.Popen[bytes],
    argv: Sequence[str | Path],
    timeout: float,
    cancelled: Event | None,
) -> Completed:
    end = time.monotonic() + timeout
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise TimedOut(f"{_name(argv)} did not end in {timeout:g} s")
        if cancelled is not None and cancelled.is_set():
            raise Cancelled(f"{_name(argv)} was cancelled")
        try:
            # communicate may be called again after its timeout: nothing that was read is lost.
            stdout, stderr = process.communicate(timeout=min(left, PATIENCE if cancelled else left))
        except subprocess.TimeoutExpired:
            continue
        return Completed(process.returncode, stdout or b"", stderr or b"")


class _Beginning(Thread):
    """Reads a pipe to its end, and keeps the first bytes."""

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        super().__init__(daemon=True)
        self._pipe, self._most = pipe, most
        self._kept = bytearray()
        self.start()

    def run(self) -> None:
        with self._pipe:
            while chunk := os.read(self._pipe.fileno(), CHUNK):
                self._kept += chunk[: self._most - len(self._kept)]

    def read(self) -> bytes:
        """What was kept, once the program ended; a child that it left behind may hold the pipe open."""
        self.join(GRACE)
        return bytes(self._kept)


def _beginnings(process: subprocess.Popen[bytes], most: int) -> list[_Beginning]:
    """Readers of both outputs, which are theirs from then on: to communicate is then to wait."""
    pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe is not None]
    process.stdout = process.stderr = None
    return [_Beginning(pipe, most) for pipe in pipes]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, so that git and go may tidy up, then make it."""
    _signal(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    _signal(process, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _name(argv: Sequence[str | Path]) -> str:
    return " ".join([Path(argv[0]).name, *map(str, argv[1:2])])
