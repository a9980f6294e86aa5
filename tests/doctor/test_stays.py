"""A cache that is partly somebody else's: what can be moved is moved, and the rest is named, a line each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.doctor import stays
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.buildcache import BadEntry, BuildHealth
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.modulecache import ModuleCache, ModuleVersion
from goworkdoctor.model.plan import MoveEntries, Plan, Refused
from tests.caches import a_cache, age, entry, facts_of, left, planned
from tests.nobody import NOBODY, as_nobody, only_root, open_to_nobody
from tests.oracle import write
from tests.treating import findings_of

pytestmark = only_root
ROOTS = "the folder belongs to root"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n"})


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of nobody's, in which 01 is root's for everybody to read, and 02 is root's alone."""
    cache = a_cache(tmp_path.resolve() / "go-build", {1: 9, 2: 9, 3: 9, 4: 0.1})
    for place in (cache, *cache.rglob("*")):
        os.chown(place, NOBODY, NOBODY, follow_symlinks=False)
    for name, mode in (("01", 0o755), ("02", 0o700)):
        os.chown(cache / name, 0, 0)
        (cache / name).chmod(mode)
    state = tmp_path / "state"
    state.mkdir()
    os.chown(state, NOBODY, NOBODY)
    open_to_nobody(state)
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    return cache


def done(plan: Plan) -> str:
    """What the receipt of the plan says beside that it was applied."""
    receipt = apply(plan, insist=True)
    assert receipt.state == "applied"
    return receipt.why


@pytest.mark.parametrize(("id", "choice"), [("clean-unused-entries", "5"), ("clean-to-budget", "0")])
def test_a_tier_takes_what_it_can_and_names_the_rest(cache: Path, root: Path, id: str, choice: str) -> None:
    facts = facts_of(cache, root)

    def work() -> None:
        plan = planned(id, facts, choice)
        assert plan.left == (f"01, 02 stay as they are: {ROOTS}",)
        assert done(plan) == ""

    as_nobody(work)
    assert left(cache) == {entry(1), entry(2)} | ({entry(4)} if choice == "5" else set())


def test_where_nothing_can_be_taken_the_reason_is_told(cache: Path, root: Path) -> None:
    facts = facts_of(cache, root)
    (cache / entry(3)).unlink()

    def work() -> None:
        with pytest.raises(Refused, match=f"^nothing can be moved: 01, 02 stay as they are: {ROOTS}$"):
            planned("clean-unused-entries", facts, "5")

    as_nobody(work)


def test_healing_takes_out_the_bad_entries_that_it_may(cache: Path, root: Path) -> None:
    bad = tuple(BadEntry(entry(number), "wrong", 5000, notices=False) for number in (1, 3))
    facts = Facts(root, build_health=BuildHealth(str(cache), 4, bad=bad))
    heal = treatment("heal-build-cache")
    assert heal
    findings = findings_of(facts, "GC601")

    def work() -> None:
        plan = preview(facts, heal, findings)
        assert plan.left == (f"01 stays as it is: {ROOTS}",)
        assert done(plan) == ""

    as_nobody(work)
    assert left(cache) == {entry(1), entry(2), entry(4)}


def test_module_versions_below_a_folder_of_another_user_stay(cache: Path, root: Path, tmp_path: Path) -> None:
    modules = tmp_path.resolve() / "mod"
    names = ("mine.com/a@v1.0.0", "roots.com/b@v1.0.0")
    write(
        modules,
        {f"{name}/a.go": "package a\n" for name in names} | {"cache/download/x": ""},
    )
    for place in (modules, *modules.rglob("*")):
        os.chown(place, NOBODY, NOBODY)
    os.chown(modules / "roots.com", 0, 0)
    versions = tuple(ModuleVersion(name.partition("@")[0], "v1.0.0", 5, has_tree=True) for name in names)
    facts = Facts(root, module_cache=ModuleCache(str(modules), True, versions), processes=())

    def work() -> None:
        plan = planned("remove-orphan-modules", facts, "0")
        assert plan.left == (f"roots.com stays as it is: {ROOTS}",)
        assert done(plan) == ""

    as_nobody(work)
    assert not (modules / names[0]).exists()
    assert (modules / names[1]).exists()


def test_a_fuzz_corpus_that_cannot_be_read_stays(cache: Path, root: Path) -> None:
    (cache / "fuzz/example.com").chmod(0)
    os.chown(cache / "fuzz/example.com", 0, 0)
    facts = Facts(root, caches=(Cache("fuzz", str(cache / "fuzz"), 1, 1),), processes=())

    def work() -> None:
        with pytest.raises(Refused, match=r"fuzz stays, for not all of it can be read: .*Permission denied$"):
            planned("clean-fuzz-corpus", facts)

    as_nobody(work)


def test_what_turns_out_not_to_be_movable_stays_and_is_told(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = facts_of(cache, root)
    write(cache, {f"{entry(5)}/program": "x"})
    (cache / "05").chmod(0o1777)
    age(cache / entry(5), 9)

    def work() -> None:
        plan = planned("clean-unused-entries", facts, "5")
        (step,) = plan.steps
        assert isinstance(step, MoveEntries)
        assert step.count == 2
        assert done(plan) == f"{entry(5)} stays as it is: Operation not permitted"
        assert undo(None, root).state == "undone"

    as_nobody(work)
    assert left(cache) == {entry(number) for number in range(1, 6)}


def test_very_many_are_counted() -> None:
    found = stays.Stays(Path("/c"))
    for number in range(200):
        found.add(f"{number:03}", "the folder belongs to root")
    assert found.sentences == (
        "000, 001, 002, 003, 004 and 195 more stay as they are: the folder belongs to root",
    )
