"""Examining a hostile repository runs nothing that it brings and changes nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Facts
from goworkdoctor.scan.catalogue import GATHERERS
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.git import toplevel
from tests.hostile import Hostile, hostile
from tests.oracle import Go

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
BY_NAME = {gatherer.name: gatherer for gatherer in GATHERERS}


@pytest.fixture
def here(tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch) -> Hostile:
    """The hostile repository as current directory, with a PATH that looks there first."""
    found = hostile(tmp_path)
    monkeypatch.chdir(found.root)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "sub/..", str(go.path.parent), os.environ["PATH"]]))
    return found


def gathered(gatherer: Gatherer, look: Look, facts: Facts) -> Facts:
    """Facts with this gatherer's, after those that it needs."""
    for name in sorted(gatherer.needs):
        if getattr(facts, name) is None:
            facts = gathered(BY_NAME[name], look, facts)
    return replace(facts, **{gatherer.name: gatherer.gather(look, facts)})


def gather_one(name: str) -> Callable[[Path], object]:
    """One gatherer over it; those of caches have none to look at here, and say so."""

    def gather(root: Path) -> object:
        with suppress(Skipped) if BY_NAME[name].family == "GC" else nullcontext():
            return gathered(BY_NAME[name], Look(root), Facts(root))
        return None

    return gather


def examine_all(root: Path) -> object:
    report = examine(root / "sub" / "..", Settings(), patience=None)
    assert report.facts.git_submodules
    return report


EXAMINATIONS = {gatherer.name: gather_one(gatherer.name) for gatherer in GATHERERS}
EXAMINATIONS |= {"toplevel": toplevel, "examine": examine_all}


@pytest.mark.parametrize("name", EXAMINATIONS)
def test_nothing_is_run_and_nothing_changes(name: str, here: Hostile) -> None:
    before = here.snapshot()
    EXAMINATIONS[name](here.root.resolve())
    assert here.canaries == set()
    assert here.snapshot() == before


def test_the_git_that_gitpython_runs_as_it_is_imported_is_not_the_repository_s(here: Hostile) -> None:
    code = (
        "import os; from pathlib import Path; from goworkdoctor.system.git import open_git\n"
        "print(len(open_git(Path.cwd(), os.environ).repo().git.rev_parse('HEAD')))"
    )
    assert subprocess.check_output([sys.executable, "-P", "-c", code]) == b"40\n"
    assert here.canaries == set()


def test_the_repository_is_seen_all_the_same(here: Hostile) -> None:
    facts = Facts(here.root.resolve())
    for name in ("tree", "checkout", "git_submodules"):
        facts = gathered(BY_NAME[name], Look(facts.root), facts)
    assert facts.tree
    assert facts.checkout
    assert facts.git_submodules
    assert {"a.go", "sub/s.go", "staging/src/example.com/s/go.mod"} <= facts.tree.tracked
    assert "a.go" not in facts.tree.blobs
    assert (facts.tree.git, facts.tree.note) == (True, "")
    assert set(facts.checkout.dirty) >= {"git", "go"}
    assert facts.git_submodules[0].initialised


@pytest.mark.parametrize(
    ("command", "canaries"),
    [
        ("git -c filter.a.b.process= status", {"fsmonitor", "clean", "included", "sub.fsmonitor"}),
        ("git ls-files -m", {"fsmonitor", "clean", "process", "included"}),
        ("git -C sub ls-files -m", {"sub.fsmonitor", "sub.clean"}),
        ("git -c filter.a.b.process= update-index --refresh", {"hook.post-index-change"}),
        ("echo >> b.md; git diff -- b.md", {"external"}),
        (f"git diff --no-ext-diff {EMPTY_TREE} HEAD -- a.go", {"textconv"}),
        ("git log -1 --no-walk", {"gpg"}),
        ("git log -2 -- a.go", {"ssh", "ext"}),
        ("git evil", {"alias"}),
        ("rm a.go; git checkout-index a.go", {"smudge"}),
        ("PATH=.:$PATH; git", {"path.git"}),
    ],
)
def test_plain_git_would_have_run_it(
    command: str, canaries: set[str], here: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or else the tests above could not fail."""
    monkeypatch.setenv("PATH", os.defpath)
    subprocess.run(
        ["/bin/sh", "-c", command], cwd=here.root, capture_output=True, stdin=subprocess.DEVNULL, timeout=60
    )
    assert here.canaries >= canaries
