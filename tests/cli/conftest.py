"""The command line, run as a user runs it, on small repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from goworkdoctor.cli.outcome import outcome
from tests.oracle import Go, commit, write

HEALTHY: dict[str, str | bytes] = {
    "go.mod": "module example.com/a\n\ngo 1.22\n",
    "a.go": "package a\n",
    "a_test.go": 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n',
}
STALE: dict[str, str | bytes] = HEALTHY | {"go.work": "go 1.22\n\nuse (\n\t.\n\t./gone\n)\n"}


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


Doctor = Callable[..., Ended]


@pytest.fixture
def doctor(capfd: pytest.CaptureFixture[str]) -> Doctor:
    """The command line in this process: `doctor("-C", str(root), "--report")`."""

    def run(*arguments: str | Path) -> Ended:
        capfd.readouterr()
        code = outcome([str(argument) for argument in arguments])
        return Ended(int(code), *capfd.readouterr())

    return run


def process(*arguments: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "goworkdoctor", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def healthy(tmp_path: Path) -> Path:
    """One module with one test, committed."""
    return commit(write(tmp_path / "healthy", HEALTHY))


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """A workspace with a `use` that points nowhere (GW102), committed."""
    return commit(write(tmp_path / "stale", STALE))


@pytest.fixture
def with_go(go: Go, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Real go on PATH, with caches of the tests."""
    for name, value in go.env.items():
        if name in ("PATH", "GOCACHE", "GOMODCACHE", "GOPATH"):
            monkeypatch.setenv(name, value)
    return go
