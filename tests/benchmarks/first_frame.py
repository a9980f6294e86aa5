"""How soon the app shows itself, against an empty app: `python -m tests.benchmarks.first_frame [DIR]`.

Both are whole processes that leave as soon as their first frame is painted, in one run; the bound is 1.5.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from goworkdoctor.demo import write_demo

RUNS = 7
EMPTY = """
from textual.app import App

async def leave(pilot):
    pilot.app.exit()

App().run(headless=True, size=(120, 40), auto_pilot=leave)
"""
OURS = """
import sys
from pathlib import Path
from goworkdoctor.config import Settings
from goworkdoctor.tui.app import DoctorApp

async def leave(pilot):
    pilot.app.exit()

DoctorApp(Path(sys.argv[1]), Settings()).run(headless=True, size=(120, 40), auto_pilot=leave)
"""


def seconds(program: str, *arguments: str) -> float:
    """The wall time of a Python process that runs the program."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
    return perf_counter() - began


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = arguments[0] if arguments else str(write_demo(Path(name) / "demo"))
        pairs = [(seconds(EMPTY), seconds(OURS, root)) for _ in range(RUNS)]
    empty, ours = (min(column) for column in zip(*pairs, strict=True))
    print(f"empty app {empty:.2f} s, goworkdoctor {ours:.2f} s: {ours / empty:.2f} times")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
