"""GS506: a git submodule that was not fetched."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.builders import facts, module, stale, workspace
from tests.checks.examined import ERROR, INFO, mod, refusal, said, severities, told, tree, work
from tests.oracle import Go, commit, write

GEO = "ex.com/geo"
POINTS = module("a", requires=[(GEO, "v1.0.0")], replaces=[(GEO, "../sub/geo")])
EMPTY, FETCHED = tree("go.mod", gitlinks=("sub",)), tree("sub/go.mod", gitlinks=("sub",))


def test_every_line_into_it_is_evidence() -> None:
    (seen,) = said("GS506", facts(POINTS, workspaces=workspace(stale("sub/x")), tree=EMPTY))
    assert seen.subject == "sub"
    assert [(one.path, one.line) for one in seen.evidence] == [("go.work", 4), ("a/go.mod", 9)]
    assert seen.cure == "Run `git submodule update --init sub`."


def test_many_are_told_at_once_and_those_that_nothing_requires_apart() -> None:
    lines = [(f"ex.com/nf{number}", f"../nf/{number}") for number in range(6)]
    needs = module("a", requires=[(path, "v1.0.0") for path, _ in lines[:4]], replaces=lines)
    empty = tree("go.mod", gitlinks=tuple(f"nf/{number}" for number in range(6)))
    needed, idle = said("GS506", facts(needs, tree=empty))
    assert "4 git submodules are not initialised, but 4 lines point into them (nf/0, " in needed.message
    assert needed.cure == "Run `git submodule update --init`."
    assert idle.cure == "Run `git submodule update --init nf/4 nf/5`."
    assert severities("GS506", facts(needs, tree=empty)) == [ERROR, INFO]


def test_a_line_that_nothing_requires_is_a_note() -> None:
    assert severities("GS506", facts(POINTS, tree=EMPTY)) == [ERROR]
    assert severities("GS506", facts(module("a", replaces=[(GEO, "../sub")]), tree=EMPTY)) == [INFO]


def test_no_word_about_one_that_was_fetched_or_that_nothing_points_into() -> None:
    assert not said("GS506", facts(POINTS, tree=FETCHED))
    assert not said("GS506", facts(module(), tree=EMPTY))


def test_go_fails_until_it_is_fetched(go: Go, tmp_path: Path) -> None:
    geo = commit(write(tmp_path / "geo", {"go.mod": mod(GEO), "x.go": "package geo\n"}))
    origin = write(tmp_path / "origin", {"go.mod": mod("ex.com/r"), "go.work": work(".", "./sub")})
    commit(origin)
    git = ["git", "-c", "protocol.file.allow=always", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    subprocess.run([*git, "submodule", "--quiet", "add", str(geo), "sub"], cwd=origin, check=True)
    subprocess.run([*git, "commit", "-q", "-m", "sub"], cwd=origin, check=True)
    clone = tmp_path / "clone"
    subprocess.run([*git, "clone", "-q", str(origin), str(clone)], check=True)
    (seen,) = told("GS506", clone)
    assert not told("GW102", clone)
    assert "sub/go.mod" in refusal(go, clone)
    command = seen.cure.removeprefix("Run `git ").removesuffix("`.")
    subprocess.run([*git, *command.split()], cwd=clone, check=True, capture_output=True)
    assert not refusal(go, clone)
    assert not told("GS506", clone)
