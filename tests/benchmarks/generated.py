"""A generated monorepo of any size: modules of 20 packages with tests, under one go.work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.oracle import commit, write

PACKAGES = 20


def monorepo(root: Path, modules: int) -> Path:
    """Write and commit a workspace of that many modules with 20 packages each."""
    uses = "".join(f"\t./{_dir(number)}\n" for number in range(modules))
    write(root, {"go.work": f"go 1.24.0\n\nuse (\n{uses})\n"})
    for number in range(modules):
        write(root, dict(_module(number)))
    return commit(root)


def _dir(module: int) -> str:
    return f"group{module // 25:02}/module{module:03}"


def _module(number: int) -> Iterator[tuple[str, str]]:
    dir = _dir(number)
    yield f"{dir}/go.mod", f"module example.com/big/{dir}\n\ngo 1.24.0\n"
    for package in range(PACKAGES):
        name = f"p{package:02}"
        before = f'\n\t"example.com/big/{dir}/p{package - 1:02}"' if package else ""
        call = f" + p{package - 1:02}.Name()" if package else ""
        yield f"{dir}/{name}/{name}.go", _code(name, before, call)
        yield f"{dir}/{name}/{name}_test.go", _tests(name)


def _code(name: str, imported: str, call: str) -> str:
    functions = "".join(
        f"\n// F{i} multiplies.\nfunc F{i}(n int) int {{ return n * {i + 2} }}\n" for i in range(20)
    )
    return (
        f"// Package {name} is generated.\npackage {name}\n\n"
        f'import (\n\t"fmt"\n\t"strings"\n{imported}\n)\n\n'
        "// Name is the name.\n"
        f'func Name() string {{ return strings.ToLower(fmt.Sprint("{name}")){call} }}\n{functions}'
    )


def _tests(name: str) -> str:
    tests = "".join(
        f"\nfunc TestF{i}(t *testing.T) {{\n\tif F{i}(1) != {i + 2} {{\n\t\tt.Fatal()\n\t}}\n}}\n"
        for i in range(5)
    )
    return f'package {name}\n\nimport "testing"\n{tests}'
