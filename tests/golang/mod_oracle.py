"""Go's own modfile and semver packages as the oracle: copied out of the toolchain, asked a question a line.

`go mod edit -json` names no lines and orders no versions, and a process for every generated file is slow.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.oracle import Go

PROGRAM = Path(__file__).with_suffix(".go")


class ModOracle:
    """The running program, built with the x/mod that the go command itself is built with."""

    def __init__(self, go: Go, folder: Path) -> None:
        root = Path(go.lines("env", "GOROOT", cwd=folder)[0])
        shutil.copytree(root / "src/cmd/vendor/golang.org/x/mod", folder, dirs_exist_ok=True)
        shutil.copy(PROGRAM, folder / "main.go")
        (folder / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.25\n")
        go.lines("build", "-o", "oracle", ".", cwd=folder)
        self.process = subprocess.Popen(
            [folder / "oracle"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def file(self, kind: str, data: bytes) -> Any:
        """What modfile reads in a "go.mod" or "go.work": rows of each directive, or a Line and a Message."""
        return self.ask(Kind=kind, Data=base64.b64encode(data).decode())

    def versions(self, kind: str, versions: list[str]) -> Any:
        """What go/version ("go") or semver and module ("semver") say of each version and each pair."""
        return self.ask(Kind=kind, List=versions)

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate(timeout=10)
