"""GW112: one directory in two use lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

A, B = module("a"), module("b")


def test_every_line_is_evidence() -> None:
    (seen,) = said("GW112", facts(A, B, workspaces=workspace(used(A), used(B), used(A, "./a/"))))
    assert (seen.subject, [(one.text, one.line) for one in seen.evidence]) == (
        "a",
        [("use ./a", 4), ("use ./a/", 6)],
    )


def test_no_word_about_two_directories() -> None:
    assert not said("GW112", facts(A, B, workspaces=workspace(used(A), used(B))))


@pytest.mark.parametrize("second", ["./a", "./a/", "a", "./b/../a", "ABSOLUTE", "./b"])
def test_go_agrees_on_every_spelling(any_go: Go, tmp_path: Path, second: str) -> None:
    second = second.replace("ABSOLUTE", str(tmp_path.resolve() / "a"))
    files = {"a/go.mod": mod("ex.com/a"), "b/go.mod": mod("ex.com/b"), "go.work": work("./a", second)}
    write(tmp_path, files)
    assert bool(told("GW112", tmp_path)) == (
        "appears multiple times in workspace" in refusal(any_go, tmp_path)
    )
