"""GW107: go.work replaces what it uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

LIB = module("lib", "ex.com/lib")


def test_both_lines_are_evidence() -> None:
    shape = facts(LIB, workspaces=workspace(used(LIB), replaces=[("ex.com/lib", "./x")]))
    (seen,) = said("GW107", shape)
    assert (seen.subject, seen.line, [one.line for one in seen.evidence]) == ("ex.com/lib", 20, [4, 20])


@pytest.mark.parametrize("version", ["", " v1.0.0"])
def test_go_agrees_and_minds_only_a_line_for_all_versions(any_go: Go, tmp_path: Path, version: str) -> None:
    write(tmp_path, {"lib/go.mod": mod("ex.com/lib"), "x/go.mod": mod("ex.com/lib")})
    write(tmp_path, {"go.work": work("./lib", more=f"replace ex.com/lib{version} => ./x\n")})
    found = told("GW107", tmp_path)
    assert bool(found) == ("replaced at all versions in the go.work" in refusal(any_go, tmp_path))
    for seen in found:
        any_go.lines(*seen.cure.split("`")[1].removeprefix("go ").split(), cwd=tmp_path)
        assert not refusal(any_go, tmp_path)


def test_no_word_about_modules_that_are_not_used() -> None:
    assert not said("GW107", facts(LIB, workspaces=workspace(replaces=[("ex.com/lib", "./lib")])))
    member = module("a", replaces=[("ex.com/lib", "../x")])
    assert not said("GW107", facts(LIB, member, workspaces=workspace(used(LIB), used(member))))
