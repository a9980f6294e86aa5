"""Go as the oracle: real go, offline, away from the user's settings and caches."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Go:
    """One real toolchain. `cache` is a GOCACHE that the whole test run shares, so that std is built once."""

    path: Path
    cache: Path

    @property
    def env(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GO")}
        return kept | {
            "GOENV": "off",
            "GOTOOLCHAIN": "local",
            "GOFLAGS": "",
            "GOPROXY": "off",
            "GOSUMDB": "off",
            "GOCACHE": str(self.cache),
            "GOMODCACHE": str(self.cache.parent / "modcache"),
            "GOPATH": str(self.cache.parent / "gopath"),
            "PATH": f"{self.path.parent}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, *arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
        """go with these arguments in `cwd`; never raises for a failing go."""
        where = cwd.resolve()
        return subprocess.run(
            [str(self.path), *arguments],
            cwd=where,
            env=self.env | {"PWD": str(where)} | env,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def lines(self, *arguments: str, cwd: Path, **env: str) -> list[str]:
        """Standard output's lines of a go that must succeed."""
        done = self.run(*arguments, cwd=cwd, **env)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def json(self, *arguments: str, cwd: Path, **env: str) -> Any:
        """Standard output, as JSON, of a go that must succeed."""
        done = self.run(*arguments, cwd=cwd, **env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write files under root, a dict of relative path to content; returns root."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def commit(root: Path, message: str = "start") -> Path:
    """Make root a git repository with everything in it committed; returns root."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", message], cwd=root, check=True)
    return root
