"""GT204: `./...` at the root fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.golang.modfile import ModFileError
from goworkdoctor.model.facts import Module, Workspaces
from tests.builders import facts, module, used, workspace
from tests.checks.examined import INFO, WARNING, mod, refusal, said, severities, told, work
from tests.oracle import Go, write

A = module("a")


def test_a_root_without_a_module_is_a_layout_and_one_that_was_forgotten_a_mishap() -> None:
    assert severities("GT204", facts(A)) == [INFO]
    assert severities("GT204", facts(A, workspaces=workspace(used(A)))) == [INFO]
    assert severities("GT204", facts(module(), A, workspaces=workspace(used(A)))) == [WARNING]


def test_the_cure_names_no_workspace_where_there_is_none() -> None:
    (alone,) = said("GT204", facts(A))
    (together,) = said("GT204", facts(A, workspaces=workspace(used(A))))
    assert alone.cure == "Run commands in each module: `go -C DIR test ./...`."
    assert "go test work" in together.cure


def test_no_word_where_it_works_or_fails_for_another_reason() -> None:
    broken = Module(".", error=ModFileError("go.mod", 1, "unknown directive: x"))
    assert not said("GT204", facts(module(), A))
    assert not said("GT204", facts(module(), A, workspaces=workspace(used(module()))))
    assert not said("GT204", facts(broken, A))
    assert not said("GT204", facts(A, workspaces=Workspaces(problem="not an absolute path")))


@pytest.mark.parametrize("uses", [None, ("./a",), (".", "./a")])
@pytest.mark.parametrize("root", [True, False])
def test_go_agrees_word_for_word(go: Go, tmp_path: Path, root: bool, uses: tuple[str, ...] | None) -> None:
    write(tmp_path, {"a/go.mod": mod("ex.com/a"), "a/x.go": "package x\n", "x.go": "package r\n"})
    if root:
        write(tmp_path, {"go.mod": mod("ex.com/r")})
    elif uses and "." in uses:
        pytest.skip("a stale use fails for another reason")
    if uses:
        write(tmp_path, {"go.work": work(*uses)})
    says = refusal(go, tmp_path, "list", "./...")
    found = told("GT204", tmp_path)
    assert bool(found) == bool(says)
    for seen in found:
        assert seen.message.split('go says "')[1].rstrip('"') in says
