"""GM306: `go install PATH@VERSION` refuses a module with replace or exclude lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.examined import INFO, mod, told
from tests.goproxy import Proxy
from tests.oracle import Go, write

MAIN = "package main\n\nfunc main() {}\n"
REPLACE = "replace ex.com/lib => ../lib"


@pytest.mark.parametrize(
    "line", [REPLACE, "exclude ex.com/lib v1.0.0", "replace ex.com/x => ex.com/y v1.0.0"]
)
def test_go_refuses_to_install_it(go: Go, tmp_path: Path, line: str) -> None:
    source = {"go.mod": mod("ex.com/tool", line), "main.go": MAIN}
    (found,) = told(
        "GM306", write(tmp_path / "repo", {f"tool/{name}": text for name, text in source.items()})
    )
    assert (found.severity, found.path, found.line) == (INFO, "tool/go.mod", 5)
    proxy = Proxy(tmp_path / "proxy").add("ex.com/tool", "v1.0.0", source)
    said = go.run("install", "ex.com/tool@v1.0.0", cwd=tmp_path, **proxy.env)
    assert said.returncode
    assert "must not contain directives" in said.stderr


def test_without_such_a_line_go_installs_it(go: Go, tmp_path: Path) -> None:
    source = {"go.mod": mod("ex.com/tool"), "main.go": MAIN}
    assert not told("GM306", write(tmp_path / "repo", dict(source)))
    proxy = Proxy(tmp_path / "proxy").add("ex.com/tool", "v1.0.0", source)
    assert not go.run("install", "ex.com/tool@v1.0.0", cwd=tmp_path, **proxy.env).returncode


@pytest.mark.parametrize(
    "files",
    [
        {"a/go.mod": mod("ex.com/a", REPLACE), "a/a.go": "package a\n"},
        {"a/go.mod": mod("ex.com/a", REPLACE), "a/internal/gen/main.go": MAIN},
        {"a/go.mod": mod("ex.com/a", REPLACE), "a/gen.go": f"//go:build ignore\n\n{MAIN}"},
        {"a/go.mod": mod("a", REPLACE), "a/main.go": MAIN},
        {"staging/src/ex.com/a/go.mod": mod("ex.com/a", REPLACE), "staging/src/ex.com/a/main.go": MAIN},
    ],
    ids=["no command", "internal", "not built", "not fetchable", "staging"],
)
def test_nobody_installs_these(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert not told("GM306", write(tmp_path, files))


def test_all_modules_are_one_note(tmp_path: Path) -> None:
    files = {f"{name}/go.mod": mod(f"ex.com/{name}", REPLACE) for name in "abc"}
    (found,) = told("GM306", write(tmp_path, {**files, **{f"{name}/main.go": MAIN for name in "abc"}}))
    assert "refuses 3 commands of ex.com/a, ex.com/b and ex.com/c" in found.message
    assert [each.path for each in found.evidence] == ["a/go.mod", "b/go.mod", "c/go.mod"]
