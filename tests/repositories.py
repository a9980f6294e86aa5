"""Real git repositories in a line or two: submodules, and git as a test's author would type it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always")


def git(root: Path, *arguments: str, **env: str) -> str:
    """Plain git, which must succeed; its output without the last newline."""
    done = subprocess.run(
        ["git", *IDENTITY, *arguments],
        cwd=root,
        env=dict(os.environ) | env,
        check=True,
        capture_output=True,
    )
    return os.fsdecode(done.stdout).removesuffix("\n")


def add_submodule(root: Path, source: Path, path: str) -> Path:
    """Add a repository as a git submodule, committed; returns its work tree."""
    git(root, "submodule", "--quiet", "add", str(source), path)
    git(root, "commit", "-q", "-m", f"add {path}")
    return root / path
