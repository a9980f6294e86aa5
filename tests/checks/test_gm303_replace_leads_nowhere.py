"""GM303: a local replace without a module at its end, or with another one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, IgnoredBecause, Module
from tests.builders import facts, module, used, workspace
from tests.checks.examined import ERROR, INFO, WARNING, mod, refusal, said, severities, told, tree, work
from tests.oracle import Go, write

LIB = "ex.com/lib"
GONE = module("a", requires=[(LIB, "v1.0.0")], replaces=[(LIB, "../gone")])
THERE = module("lib", LIB)
NEEDS = module("b", requires=[(LIB, "v1.0.0")])


def idle(dir: str = "a", target: str = "../gone") -> Module:
    return module(dir, replaces=[(LIB, target)])


def test_a_required_module_without_a_directory_is_an_error_at_its_line() -> None:
    (seen,) = said("GM303", facts(GONE))
    assert (seen.subject, seen.path, seen.line) == ("a/go.mod: ex.com/lib", "a/go.mod", 9)
    assert severities("GM303", facts(GONE)) == [ERROR]


def test_in_a_workspace_any_members_requirement_counts() -> None:
    together = workspace(used(idle()), used(NEEDS))
    assert severities("GM303", facts(idle(), NEEDS, workspaces=together)) == [ERROR]
    assert severities("GM303", facts(idle(), NEEDS)) == [INFO]


def test_a_line_for_a_version_that_nobody_requires_is_a_note() -> None:
    other = module("a", requires=[(LIB, "v1.0.0")], replaces=[(f"{LIB}@v1.1.0", "../gone")])
    assert severities("GM303", facts(other)) == [INFO]


def test_many_lines_without_effect_are_one_note() -> None:
    forbidden = [(f"ex.com/{name}", "./FORBIDDEN_DEPENDENCY") for name in "xyz"]
    other = module("other", "ex.com/other")
    shape = facts(module("a", replaces=forbidden), module("b", replaces=[(LIB, "../other")]), GONE, other)
    note, gone = sorted(said("GM303", shape), key=lambda one: one.path or "")
    assert (note.severity, gone.severity) == (INFO, ERROR)
    assert "4 local replace lines, of ex.com/lib, ex.com/x, ex.com/y and 1 more" in note.message
    assert [(one.path, one.line) for one in note.evidence][2:] == [("a/go.mod", 11), ("b/go.mod", 9)]
    assert note.evidence[3].text == "replace ex.com/lib => ../other (is ex.com/other)"


def test_a_line_that_a_more_exact_one_overrules_is_a_note() -> None:
    exact = module("a", requires=[(LIB, "v1.0.0")], replaces=[(LIB, "../gone"), (f"{LIB}@v1.0.0", "../lib")])
    assert severities("GM303", facts(exact, THERE)) == [INFO]


def test_a_directory_with_another_module_is_a_warning() -> None:
    wrong = module("a", requires=[(LIB, "v1.0.0")], replaces=[(LIB, "../other")])
    (seen,) = said("GM303", facts(wrong, module("other", "ex.com/other")))
    assert "other is ex.com/other" in seen.message
    assert seen.severity is WARNING


def test_the_cure_takes_the_line_out_of_its_file(go: Go, tmp_path: Path) -> None:
    lines = (f"require {LIB} v1.0.0", f"replace {LIB} v1.0.0 => ../gone")
    write(tmp_path, {"a b/go.mod": mod("ex.com/a", *lines), "go.mod": mod("ex.com/r")})
    write(tmp_path, {"go.work": work(".", more=f"replace {LIB} => ./gone\n")})
    for seen in told("GM303", tmp_path):
        command = seen.cure.split("`")[1]
        subprocess.run(["sh", "-c", command], cwd=tmp_path, env=go.env, check=True)
    assert "replace" not in (tmp_path / "go.work").read_text() + (tmp_path / "a b/go.mod").read_text()


@pytest.mark.parametrize(
    "shape",
    [
        facts(idle(target="../lib"), THERE),
        facts(module("a", replaces=[("ex.com/x", "ex.com/y@v1.0.0")])),
        facts(module("vendor/x", replaces=[(LIB, "../gone")], ignored_because=IgnoredBecause.VENDOR)),
        facts(GONE, workspaces=workspace(used(GONE), replaces=[(LIB, "./lib")]), targets={"lib": THERE}),
        facts(GONE, THERE, workspaces=workspace(used(GONE), used(THERE))),
        facts(idle(target="/x/lib"), targets={"/x/lib": Module("/x/lib")}),
        facts(GONE, tree=tree("go.mod", gitlinks=("gone",))),
    ],
    ids=["no require", "not local", "vendored", "go.work has it", "used", "unreadable", "to be fetched"],
)
def test_no_word_about_lines_that_do_no_harm(shape: Facts) -> None:
    assert not said("GM303", shape)


@pytest.mark.parametrize(
    "target", ["../gone", "../empty", "../lib", "../../outside", "../../nowhere", "../other"]
)
@pytest.mark.parametrize("require", [f"require {LIB} v1.0.0", f"require {LIB} v1.0.0 // indirect", ""])
@pytest.mark.parametrize("in_workspace", [True, False])
def test_go_agrees(go: Go, tmp_path: Path, target: str, require: str, in_workspace: bool) -> None:
    repo = tmp_path / "repo"
    write(tmp_path, {f"{dir}/go.mod": mod(LIB) for dir in ("repo/lib", "outside")})
    write(repo, {"empty/README": "", "other/go.mod": mod("ex.com/other")})
    write(repo, {"a/go.mod": mod("ex.com/a", require, f"replace {LIB} => ../{target}")})
    if in_workspace:
        write(repo, {"go.work": work("./a")})
    says = refusal(go, repo / "a")
    found = told("GM303", repo)
    assert bool(says) == any(one.severity is not INFO and "no go.mod" in one.message for one in found)
    assert bool(found) == (target not in ("lib", "../outside"))
    assert "replaced by" in says or not says
