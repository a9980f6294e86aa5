"""Go's own packages as the oracle for single files: a small Go program that answers a question a line."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from goworkdoctor.golang.constraints import Platform
from tests.oracle import Go

PROGRAM = Path(__file__).with_suffix(".go")


class SourceOracle:
    """The running program; its answers have the fields of `answer` in source_oracle.go, in lower case."""

    def __init__(self, go: Go, folder: Path) -> None:
        shutil.copy(PROGRAM, folder / "main.go")
        (folder / "go.mod").write_text("module oracle\n\ngo 1.21\n")
        go.lines("build", "-o", "oracle", ".", cwd=folder)
        self.process = subprocess.Popen(
            [folder / "oracle"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=go.env
        )

    def source(self, name: str, data: bytes, *platforms: Platform) -> Any:
        """What go/parser, go/doc and go/build make of a file."""
        return self.ask(Name=name, Data=base64.b64encode(data).decode(), Platforms=asked(platforms))

    def expression(self, text: str, *platforms: Platform) -> Any:
        """What go/build/constraint makes of an expression."""
        return self.ask(Expression=text, Platforms=asked(platforms))

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return SimpleNamespace(**{key.lower(): value for key, value in answer.items()})

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def asked(platforms: Iterable[Platform]) -> list[dict[str, Any]]:
    return [
        {"GOOS": p.goos, "GOARCH": p.goarch, "Cgo": p.cgo, "Minor": p.minor, "Tags": sorted(p.tags)}
        for p in platforms
    ]
