"""How long an examination takes, against go list: `python -m tests.benchmarks.examine [DIR]`.

Whole processes, in one run, as ratios; without DIR on generated repositories of 300 and of 30 modules.
The bounds are those of the project: half of go list's time at first, a quarter with our own cache (a fifth
on Kubernetes), and eleven times the time for ten times the modules.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import goworkdoctor
from tests.benchmarks.generated import monorepo
from tests.toolchains import newest_go

RUNS = 3
FIELDS = "ImportPath,Dir,Imports,TestImports,XTestImports,Module"


@dataclass(frozen=True)
class Times:
    """Seconds, the best of the runs: first and second examination, and go list."""

    first: float
    second: float
    go_list: float


def measure(root: Path) -> Times:
    """Time all three on a checkout; every run gets caches of its own."""
    _touch_all(root)
    runs = [_run(root) for _ in range(RUNS)]
    return Times(*(min(column) for column in zip(*runs, strict=True)))


def _run(root: Path) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = _environment(folder)
        examine = [str(Path(sys.executable).with_name("goworkdoctor")), "-C", str(root), "--no-config"]
        report = [*examine, "--report", "--format", "json", "--fail-on", "never"]
        first = _time(lambda: _quiet(report, root, env))
        second = _time(lambda: _quiet(report, root, env))
        go_list = _time(lambda: _list_all(root, env))
        return first, second, go_list


def _environment(folder: Path) -> dict[str, str]:
    """A fresh cache of ours and of go's; modules that go downloaded before stay in reach."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if (not key.startswith("GO") or key == "GOMODCACHE") and key != "PYTHONDONTWRITEBYTECODE"
    }
    own = {"GOCACHE": str(folder / "go-build"), "XDG_CACHE_HOME": str(folder / "cache")}
    own |= {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPYCACHEPREFIX": str(_byte_code())}
    safe = {"GOENV": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOSUMDB": "off", "GOFLAGS": ""}
    return kept | own | safe | {"PATH": f"{newest_go().parent}{os.pathsep}{os.environ['PATH']}"}


@functools.cache
def _byte_code() -> Path:
    """Where the program is compiled to, as pip leaves an installed one; a checkout may not be."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compile_all = [sys.executable, "-m", "compileall", "-q", str(Path(goworkdoctor.__file__).parent)]
    subprocess.run(compile_all, env=os.environ | {"PYTHONPYCACHEPREFIX": str(folder)}, check=True)
    return folder


def _list_all(root: Path, env: dict[str, str]) -> None:
    go_list = ["go", "list", "-e", f"-json={FIELDS}"]
    if (root / "go.work").exists():
        _quiet([*go_list, "work"], root, env)
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "go.mod", "**/go.mod"], cwd=root, capture_output=True, check=True
    )
    for name in os.fsdecode(listed.stdout).split("\0")[:-1]:
        _quiet([*go_list, "./..."], (root / name).parent, env)


def _quiet(command: list[str], cwd: Path, env: dict[str, str]) -> None:
    where = cwd.resolve()
    done = subprocess.run(command, cwd=where, env=env | {"PWD": str(where)}, capture_output=True)
    if done.returncode and command[0] != "go":
        sys.exit(done.stderr.decode("utf-8", "replace"))


def _time(act: Callable[[], None]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _touch_all(root: Path) -> None:
    """Read every Go file once, so that nobody pays for a cold disk."""
    for path in root.rglob("*.go"):
        if path.is_file():
            path.read_bytes()


def _print(name: str, times: Times) -> None:
    print(  # noqa: T201
        f"{name}: go list {times.go_list:.2f} s; "
        f"first run {times.first:.2f} s ({times.first / times.go_list:.2f} of go list), "
        f"second run {times.second:.2f} s ({times.second / times.go_list:.2f})"
    )


def main(arguments: list[str]) -> None:
    if arguments:
        for name in arguments:
            _print(name, measure(Path(name)))
        return
    with tempfile.TemporaryDirectory() as name:
        small = measure(monorepo(Path(name) / "small", 30))
        _print("30 modules", small)
        large = measure(monorepo(Path(name) / "large", 300))
        _print("300 modules", large)
    ratios = (large.first / small.first, large.second / small.second)
    print("ten times the modules cost {:.1f} times, then {:.1f} times".format(*ratios))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
