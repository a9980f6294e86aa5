"""Modules enter the workspace after what they depend on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.doctor.migration.order import Group, groups, module_graph
from goworkdoctor.golang.source import Import, Source
from goworkdoctor.model.facts import GoFile
from tests.builders import facts, module, package

NAMES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.sampled_from(NAMES)))


def graph(**below: str) -> dict[str, frozenset[str]]:
    return {dir: frozenset(under.split()) for dir, under in below.items()}


def test_dependencies_come_first_and_independent_ones_together() -> None:
    below = graph(app="lib log", lib="base", log="base", base="")
    assert groups(below, below) == (Group(("base",)), Group(("lib", "log")), Group(("app",)))


def test_a_cycle_is_one_step_of_its_own() -> None:
    below = graph(a="b", b="a", c="", d="a")
    assert groups(below, below) == (Group(("c",)), Group(("a", "b"), cycle=True), Group(("d",)))


def test_what_is_in_already_holds_nobody_back() -> None:
    assert groups(["app"], graph(app="lib", lib="")) == (Group(("app",)),)


@given(GRAPHS)
def test_nobody_comes_before_what_it_depends_on_unless_in_one_step(below: dict[str, frozenset[str]]) -> None:
    dirs = sorted({*below, *(dir for under in below.values() for dir in under)})
    found = groups(dirs, below)
    place = {dir: number for number, group in enumerate(found) for dir in group.dirs}
    assert sorted(place) == dirs
    assert all(place[under] <= place[dir] for dir in below for under in below[dir])
    for group in found:
        for dir in group.dirs:
            others = {*group.dirs} - {dir}
            assert others <= reached(dir, below) if group.cycle else not others & reached(dir, below)


def reached(dir: str, below: dict[str, frozenset[str]]) -> set[str]:
    """Everything that a module depends on, directly or not."""
    found: set[str] = set()
    pending = [dir]
    while pending:
        fresh = set(below.get(pending.pop(), ())) - found
        found |= fresh
        pending += fresh
    return found


def test_requires_and_imports_are_the_edges_but_not_indirect_requires() -> None:
    files = (GoFile("a.go", Source("a", (Import("example.com/root/c/deep", 3),)), built=True),)
    one = module("a", requires=[("example.com/root/b", "v1.0.0")])
    known = facts(one, module("b"), module("c"), packages=(package("a", files=files),))
    assert module_graph(known)["a"] == {"b", "c"}


def test_a_file_that_is_not_built_here_makes_no_edge() -> None:
    files = (GoFile("a.go", Source("a", (Import("example.com/root/b", 3),)), built=False),)
    known = facts(module("a"), module("b"), packages=(package("a", files=files),))
    assert module_graph(known)["a"] == frozenset()
