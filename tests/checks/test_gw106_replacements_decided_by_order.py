"""GW106: replacements between which the order of the use lines decides."""

from __future__ import annotations

from pathlib import Path

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

LIB = "ex.com/lib"
EXACT = module("app", replaces=[(f"{LIB}@v1.1.0", "../one")], requires=[(LIB, "v1.1.0")])
ANY = module("dep", replaces=[(LIB, "../two")])


def test_the_last_one_wins_and_is_named() -> None:
    (seen,) = said("GW106", facts(EXACT, ANY, workspaces=workspace(used(EXACT), used(ANY))))
    assert (seen.subject, seen.path) == (f"{LIB}@v1.1.0", "dep/go.mod")
    assert [one.text for one in seen.evidence] == ["../one", "../two"]


def test_no_word_where_go_refuses_or_nobody_requires_it_or_go_work_decides() -> None:
    assert not said("GW106", facts(ANY, EXACT, workspaces=workspace(used(ANY), used(EXACT))))
    idle = module("app", replaces=[(f"{LIB}@v1.1.0", "../one")])
    assert not said("GW106", facts(idle, ANY, workspaces=workspace(used(idle), used(ANY))))
    decided = workspace(used(EXACT), used(ANY), replaces=[(LIB, "./one")])
    assert not said("GW106", facts(EXACT, ANY, workspaces=decided))


def test_go_takes_the_last_and_refuses_the_other_order(any_go: Go, tmp_path: Path) -> None:
    write(tmp_path, {f"{name}/go.mod": mod(LIB) for name in ("one", "two")})
    exact = (f"require {LIB} v1.1.0", f"replace {LIB} v1.1.0 => ../one")
    write(tmp_path, {"app/go.mod": mod("ex.com/app", *exact)})
    write(tmp_path, {"dep/go.mod": mod("ex.com/dep", f"replace {LIB} => ../two")})
    write(tmp_path, {"go.work": work("./app", "./dep")})
    (seen,) = told("GW106", tmp_path)
    (line,) = (line for line in any_go.lines("list", "-m", "all", cwd=tmp_path) if line.startswith(LIB))
    assert line.endswith("two")
    any_go.lines(
        *seen.cure.split("`")[1].removeprefix("go ").replace("TARGET", "./one").split(), cwd=tmp_path
    )
    (line,) = (line for line in any_go.lines("list", "-m", "all", cwd=tmp_path) if line.startswith(LIB))
    assert line.endswith("one")
    assert not told("GW106", tmp_path)
    write(tmp_path, {"go.work": work("./dep", "./app")})
    assert "conflicting replacements found" in refusal(any_go, tmp_path)
    assert not told("GW106", tmp_path)
