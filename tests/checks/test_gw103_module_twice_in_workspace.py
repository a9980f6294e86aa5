"""GW103: two used directories with one module path."""

from __future__ import annotations

from pathlib import Path

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

A, B = module("a", "ex.com/same"), module("b", "ex.com/same")


def test_both_use_lines_are_evidence() -> None:
    (seen,) = said("GW103", facts(A, B, workspaces=workspace(used(A), used(B))))
    assert (seen.subject, [one.line for one in seen.evidence]) == ("ex.com/same", [4, 5])


def test_no_word_about_one_directory_used_twice_or_a_copy_outside() -> None:
    assert not said("GW103", facts(A, B, workspaces=workspace(used(A), used(A, "./a/"))))
    assert not said("GW103", facts(A, B, workspaces=workspace(used(A))))
    assert not said("GW103", facts(A, B))


def test_go_agrees(any_go: Go, tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a/go.mod": mod("ex.com/same"), "b/go.mod": mod("ex.com/same"), "go.work": work("./a", "./b")},
    )
    assert "appears multiple times in workspace" in refusal(any_go, tmp_path)
    assert [one.subject for one in told("GW103", tmp_path)] == ["ex.com/same"]
    write(tmp_path, {"b/go.mod": mod("ex.com/other")})
    assert not refusal(any_go, tmp_path)
    assert not told("GW103", tmp_path)
