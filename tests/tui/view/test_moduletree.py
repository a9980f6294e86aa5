"""Who requires whom, as a tree that a person can read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.tui.view.moduletree import reduced, tree

NAMES = "abcdef"
GRAPHS = st.fixed_dictionaries({name: st.frozensets(st.sampled_from(NAMES)) for name in NAMES})


def graph(**below: str) -> dict[str, frozenset[str]]:
    return {dir: frozenset(under.split()) for dir, under in below.items()}


def shown(**below: str) -> list[str]:
    return [f"{line.lead}{line.dir}{' …' if line.again else ''}" for line in tree(graph(**below))]


def reach(below: dict[str, frozenset[str]], dir: str) -> set[str]:
    found: set[str] = set()
    pending = [*below.get(dir, ())]
    while pending:
        if (one := pending.pop()) not in found:
            found.add(one)
            pending += below.get(one, ())
    return found


def test_requirements_stand_below_and_what_nobody_requires_begins() -> None:
    assert shown(app="lib log", lib="", log="base", base="") == ["app", "├ lib", "└ log", "  └ base"]


def test_what_follows_from_others_is_left_out() -> None:
    assert shown(app="lib base", lib="base", base="") == ["app", "└ lib", "  └ base"]


def test_a_module_s_own_branches_are_shown_once() -> None:
    assert shown(a="c", b="c", c="d", d="") == ["a", "└ c", "  └ d", "b", "└ c …"]


def test_a_cycle_is_shown_and_ends() -> None:
    assert shown(a="b", b="a") == ["a", "└ b", "  └ a …"]


def test_a_long_chain_is_no_deep_recursion() -> None:
    chain = {str(n): frozenset({str(n + 1)}) for n in range(1500)} | {"1500": frozenset[str]()}
    assert len(tree(chain)) == 1501


@given(GRAPHS)
def test_leaving_out_changes_nothing_of_who_reaches_whom(below: dict[str, frozenset[str]]) -> None:
    less = dict(reduced(below))
    assert all(reach(less, dir) | {dir} == reach(below, dir) | {dir} for dir in below)
    assert {line.dir for line in tree(below)} == set(below)
