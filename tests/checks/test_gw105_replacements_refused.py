"""GW105: replacements that go refuses; the rules themselves are held in tests/golang/test_replacements.py."""

from __future__ import annotations

from pathlib import Path

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

LIB = "ex.com/lib"
ONE, TWO = module("a", replaces=[(LIB, "../one")]), module("b", replaces=[(LIB, "../two")])


def test_each_members_line_is_evidence_as_it_is_written() -> None:
    (seen,) = said("GW105", facts(ONE, TWO, workspaces=workspace(used(ONE), used(TWO))))
    assert seen.subject == LIB
    assert [(one.text, one.path, one.line) for one in seen.evidence] == [
        ("../one", "a/go.mod", 9),
        ("../two", "b/go.mod", 9),
    ]
    assert seen.treatments is None


def test_a_versioned_one_used_later_conflicts_once_its_version_is_required() -> None:
    later = module("b", replaces=[(f"{LIB}@v1.1.0", "../two")], requires=[(LIB, "v1.1.0")])
    (seen,) = said("GW105", facts(ONE, later, workspaces=workspace(used(ONE), used(later))))
    assert seen.subject == f"{LIB}@v1.1.0"


def test_the_same_directory_spelled_from_elsewhere_is_no_conflict() -> None:
    deep = module("deep/b", replaces=[(LIB, "../../one")])
    absolute = module("c", replaces=[(LIB, "/repo/one")])
    three = (ONE, deep, absolute)
    assert not said("GW105", facts(*three, workspaces=workspace(*map(used, three))))


def test_no_word_where_go_work_settles_it_or_a_module_is_outside() -> None:
    settled = workspace(used(ONE), used(TWO), replaces=[(LIB, "./one")])
    assert not said("GW105", facts(ONE, TWO, workspaces=settled))
    assert not said("GW105", facts(ONE, TWO, workspaces=workspace(used(ONE))))
    assert not said("GW105", facts(ONE, TWO))


def test_one_file_that_contradicts_itself_is_not_settled_by_go_work() -> None:
    both = module("a", replaces=[(LIB, "../one"), (LIB, "../two")])
    (seen,) = said("GW105", facts(both, workspaces=workspace(used(both))))
    assert seen.treatments == ()
    assert "twice" in seen.message


def test_a_used_module_is_not_replaced_in_go_work() -> None:
    lib = module("lib", LIB)
    (seen,) = said("GW105", facts(ONE, TWO, lib, workspaces=workspace(used(ONE), used(TWO), used(lib))))
    assert seen.treatments == ()
    assert "go work edit" not in seen.cure


def test_go_agrees_and_the_cure_settles_it(any_go: Go, tmp_path: Path) -> None:
    write(tmp_path, {f"{name}/go.mod": mod(LIB) for name in ("one", "two")})
    for name, target in (("a", "one"), ("b", "two")):
        lines = (f"require {LIB} v1.0.0", f"replace {LIB} => ../{target}")
        write(tmp_path, {f"{name}/go.mod": mod(f"ex.com/{name}", *lines)})
    write(tmp_path, {"go.work": work("./a", "./b")})
    (seen,) = told("GW105", tmp_path)
    assert f"conflicting replacements for {seen.subject}" in refusal(any_go, tmp_path)
    command = seen.cure.split("`")[1].removeprefix("go ").replace("TARGET", "./two")
    any_go.lines(*command.split(), cwd=tmp_path)
    assert f"{LIB} v1.0.0 => " in "".join(any_go.lines("list", "-m", "all", cwd=tmp_path))
    assert not told("GW105", tmp_path)
