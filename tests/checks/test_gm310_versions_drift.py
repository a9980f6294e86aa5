"""GM310: dependencies in different versions, and what a workspace makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, StrayWorkspace, Workspaces, WorkSync
from goworkdoctor.model.finding import Confidence, Unexamined
from tests.builders import facts, module, used, workspace
from tests.checks.examined import INFO, mod, said, told, work
from tests.goproxy import Proxy
from tests.oracle import Go, write

NET = "ex.com/net"
A = module("a", requires=[(NET, "v0.9.0")])
B = module("b", requires=[(NET, "v0.10.0")])
C = module("c", requires=[(NET, "v0.9.0")])
UNTOLD = WorkSync(asked=True, why="no go was found on PATH")


def test_the_workspace_takes_the_highest_and_sync_raises_the_others(go: Go, tmp_path: Path) -> None:
    proxy = Proxy(tmp_path / "proxy")
    for version in ("v0.9.0", "v0.10.0"):
        proxy.add(NET, version, {"go.mod": mod(NET), "n.go": "package net\n"})
    files = {
        f"{one.dir}/go.mod": mod(one.path, f"require {NET} {one.mod.requires[0].version}")
        for one in (A, B, C)
        if one.mod
    }
    source = {f"{one.dir}/x.go": f'package x\n\nimport _ "{NET}"\n' for one in (A, B, C)}
    root = write(tmp_path / "repo", {**files, **source, "go.work": work("./a", "./b", "./c")})
    (found,) = told("GM310", root)
    assert found.severity is INFO
    assert (
        "the workspace takes the highest, and `go work sync` may rewrite 2 go.mod files (a and c), "
        "an estimate from the go.mod files; `--deep` asks go"
    ) in found.message
    assert found.confidence is Confidence.LIKELY
    assert [(each.text, each.path) for each in found.evidence] == [
        (f"{NET}: v0.9.0 (a and c), v0.10.0 (b)", "a/go.mod")
    ]
    assert go.lines("list", "-m", NET, cwd=root, **proxy.env) == [f"{NET} v0.10.0"]
    before = {name: (root / name).read_text() for name in files}
    go.lines("work", "sync", cwd=root, **proxy.env)
    assert [name for name in files if (root / name).read_text() != before[name]] == ["a/go.mod", "c/go.mod"]


def test_without_a_workspace_it_is_what_one_would_do() -> None:
    (seen,) = said("GM310", facts(A, B))
    assert "a workspace would take the highest" in seen.message
    assert seen.message.endswith("an estimate from the go.mod files")
    assert seen.confidence is Confidence.LIKELY


def test_what_go_could_not_tell_is_an_estimate_with_the_reason() -> None:
    (seen,) = said("GM310", facts(A, B, workspaces=workspace(used(A), used(B)), work_sync=UNTOLD))
    assert seen.message.endswith("as go could not tell: no go was found on PATH")
    assert seen.confidence is Confidence.LIKELY


def test_where_nothing_differs_and_go_could_not_tell_it_is_unknown() -> None:
    with pytest.raises(Unexamined, match="unknown: no go was found on PATH"):
        said("GM310", facts(A, C, workspaces=workspace(used(A), used(C)), work_sync=UNTOLD))


def test_only_members_of_the_workspace_are_compared() -> None:
    assert not said("GM310", facts(A, B, C, workspaces=workspace(used(A), used(C))))


@pytest.mark.parametrize(
    "shape",
    [
        facts(A, C),
        facts(A, module("b", requires=[("ex.com/other", "v1.0.0")])),
        facts(A, module("b", requires=[(NET, "v0.10.0")], replaces=[(NET, "../net")])),
        facts(A, B, module("net", NET)),
        facts(A, B, workspaces=Workspaces(stray=(StrayWorkspace("b/go.work", "b"),))),
        facts(A, C, B, workspaces=workspace(used(A), used(B), replaces=[(NET, "./net")])),
    ],
    ids=[
        "the same",
        "different ones",
        "replaced",
        "a sibling",
        "a workspace of its own",
        "go.work replaces it",
    ],
)
def test_no_word_where_nothing_differs(shape: Facts) -> None:
    assert not said("GM310", shape)
