"""Conflicts of replacements: both sides, and the override that solves them; real go refuses as was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import StepState
from goworkdoctor.model.plan import Refused
from tests.doctor.migration.migrating import (
    ROOT,
    Files,
    look_at,
    mod,
    obstacles,
    refusal,
    repository,
    source,
    state,
    take_all,
)
from tests.oracle import Go

CONFLICT: Files = {
    "a/go.mod": mod("ex.com/a", "require ex.com/lib v1.0.0", "replace ex.com/lib => ../one"),
    "a/a.go": source("a", "ex.com/lib"),
    "b/go.mod": mod("ex.com/b", "require ex.com/lib v1.0.0", "replace ex.com/lib => ../two"),
    "b/b.go": source("b", "ex.com/lib"),
    "testdata/x": "",
    **{f"{dir}/{name}": text for dir in ("one", "two") for name, text in
       {"go.mod": mod("ex.com/lib"), "lib.go": source("lib")}.items()},
}  # fmt: skip


def test_conflicting_replacements_with_both_sides_and_the_override_that_solves_it(
    tmp_path: Path, go: Go
) -> None:
    root = repository(tmp_path / "w", ROOT, CONFLICT)
    migrate.skip(look_at(root), "one", "two")
    found = obstacles(root)["replacements"]
    assert [(item.path, item.line) for item in found.evidence] == [("a/go.mod", 6), ("b/go.mod", 6)]
    assert [choice.id for choice in found.choices] == ["ex.com/lib=./one", "ex.com/lib=./two"]
    assert "conflicting replacements for ex.com/lib" in refusal(root, go, "./a", "./b")
    taken = take_all(root)
    assert [one.step.modules for one in taken if one.done] == [(".",), ("a",)], "the first side may come in"
    assert state(root).step("use:b").state is StepState.BLOCKED
    migrate.choose(look_at(root), "ex.com/lib=./two")
    assert [one.done for one in take_all(root)] == [True]
    assert "replace ex.com/lib => ./two" in (root / "go.work").read_text()
    assert go.lines("list", "-m", "-f", "{{.Replace.Path}}", "ex.com/lib", cwd=root) == ["./two"]


def test_only_what_is_on_offer_can_be_chosen(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", ROOT, CONFLICT)
    with pytest.raises(Refused, match=r"ex\.com/lib=\./three is not on offer"):
        migrate.choose(look_at(root), "ex.com/lib=./three")


@pytest.mark.parametrize(("versioned", "wide"), [("z", "a"), ("a", "z")])
def test_the_order_of_the_use_lines_decides_whether_go_refuses(
    tmp_path: Path, go: Go, versioned: str, wide: str
) -> None:
    """One side names the version: where it comes after the other, go refuses; before it, it loses unseen.

    The lines are sorted as soon as `go work edit` adds one, whoever came in first.
    """
    need = "require ex.com/lib v1.0.0"
    one, two = "replace ex.com/lib v1.0.0 => ../testdata/one", "replace ex.com/lib => ../testdata/two"
    files: Files = {
        f"{versioned}/go.mod": mod(f"ex.com/{versioned}", need, one),
        f"{wide}/go.mod": mod(f"ex.com/{wide}", need, two),
        **{f"testdata/{dir}/go.mod": mod("ex.com/lib") for dir in ("one", "two")},
        **{f"{dir}/x.go": source("x") for dir in (versioned, wide)},
    }
    root = repository(tmp_path / "w", ROOT, files)
    refused = versioned > wide
    assert ("replacements" in obstacles(root)) is refused
    assert (
        "conflicting replacements found for ex.com/lib@v1.0.0" in refusal(root, go, "./a", "./z")
    ) is refused
    assert all(taken.done for taken in take_all(root))
    work = (root / "go.work").read_text()
    assert ("./a" in work and "./z" in work) is not refused
