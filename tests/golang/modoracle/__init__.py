"""Go's own modfile and semver packages as an oracle: copied out of the toolchain, compiled, and asked through a pipe.

`go mod edit -json` tells neither lines nor versions' order, and a process for every generated file would be slow.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle import Go


@dataclass(frozen=True)
class ModOracle:
    process: subprocess.Popen[str]

    def ask(self, kind: str, data: bytes = b"", versions: list[str] | None = None) -> Any:
        """What Go makes of a file ("go.mod", "go.work") or of a list of versions ("go", "semver")."""
        asked = {"Kind": kind, "Data": base64.b64encode(data).decode(), "List": versions or []}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate(timeout=10)


def start(go: Go, folder: Path) -> ModOracle:
    """Compile the oracle in `folder`, with the x/mod that the go command itself was built with, and start it."""
    root = Path(go.lines("env", "GOROOT", cwd=folder)[0])
    shutil.copytree(root / "src/cmd/vendor/golang.org/x/mod", folder, dirs_exist_ok=True)
    (folder / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.25\n")
    (folder / "main.go").write_bytes((Path(__file__).parent / "main.go").read_bytes())
    done = go.run("build", "-o", "oracle", "main.go", cwd=folder)
    assert done.returncode == 0, done.stderr
    return ModOracle(
        subprocess.Popen([folder / "oracle"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    )
