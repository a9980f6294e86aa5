"""The tiers of cleaning, on caches of real go: what goes, what stays, and that go builds afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from goworkdoctor.actions.catalogue import TREATMENTS
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import choices
from goworkdoctor.doctor.undo import undo
from goworkdoctor.doctor.users import disturbed
from goworkdoctor.model.facts import Cache, Facts, Process, Toolchain
from goworkdoctor.model.plan import MoveEntries, MoveToTrash, NothingToDo, Refused
from tests.caches import a_cache, age, entry, facts_of, left, planned
from tests.oracle import Go, write
from tests.treating import snapshot

PACKAGES = {
    "go.mod": "module example.com/m\n\ngo 1.21\n",
    "p0/p.go": "package p\n\nfunc F() int { return 0 }\n",
} | {
    f"p{n}/p.go": f'package p\n\nimport "example.com/m/p{n - 1}"\n\nfunc F() int {{ return p.F() + 1 }}\n'
    for n in range(1, 8)
}
"""Packages that import only each other: nothing of the standard library is compiled for them."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", PACKAGES)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return a_cache(tmp_path.resolve() / "go-build", {1: 40, 2: 20, 3: 6, 4: 3, 5: 0.1})


def own(go: Go, tmp_path: Path, root: Path) -> Go:
    """The same go with a cache of its own, in which the packages were built."""
    mine = Go(go.path, tmp_path.resolve() / "go-build")
    assert mine.run("build", "./...", cwd=root).returncode == 0
    return mine


def test_what_was_unused_for_days_goes_and_the_fuzz_corpus_stays(cache: Path, root: Path) -> None:
    for days, stay in (("30", {2, 3, 4, 5}), (None, {4, 5}), ("2", {5})):
        plan = planned("clean-unused-entries", facts_of(cache, root), days)
        assert apply(plan, insist=True).state == "applied"
        assert left(cache) == {entry(number) for number in stay}
    assert (cache / "fuzz/example.com/a/FuzzA/0123456789abcdef").read_text() == "found"
    assert (cache / "trim.txt").exists()


def test_a_budget_takes_the_longest_unused_and_no_more(cache: Path, root: Path) -> None:
    plan = planned("clean-to-budget", facts_of(cache, root), str(4 * 8192))
    apply(plan, insist=True)
    assert left(cache) == {entry(3), entry(4), entry(5)}
    with pytest.raises(NothingToDo):
        planned("clean-to-budget", facts_of(cache, root), "1GB")


def test_the_budget_of_the_settings_is_offered_first(cache: Path, root: Path) -> None:
    facts = Facts(root, caches=(Cache("build", str(cache), budget=16384),), processes=())
    cure = next(one for one in TREATMENTS if one.id == "clean-to-budget")
    assert choices(facts, cure, ())[0].id == "16384"
    apply(planned("clean-to-budget", facts), insist=True)
    assert left(cache) == {entry(5)}


@pytest.mark.parametrize(
    ("id", "choice"),
    [("clean-unused-entries", "soon"), ("clean-unused-entries", "-1"), ("clean-unused-entries", "nan"),
     ("clean-to-budget", "20 potatoes"), ("clean-to-budget", "-5GB")],
)  # fmt: skip
def test_what_is_no_number_is_refused(cache: Path, root: Path, id: str, choice: str) -> None:
    with pytest.raises(Refused, match=r"is not a (number of days|size)"):
        planned(id, facts_of(cache, root), choice)


def test_a_cleaned_cache_still_builds_and_can_be_brought_back(any_go: Go, tmp_path: Path, root: Path) -> None:
    go = own(any_go, tmp_path, root)
    before = snapshot(go.cache)
    receipt = apply(planned("clean-to-budget", facts_of(go.cache, root), "0"), insist=True)
    assert left(go.cache) == set()
    assert undo(receipt.id, root).state == "undone"
    assert snapshot(go.cache) == before
    assert "compile" not in go.run("build", "-x", "./...", cwd=root).stderr
    apply(planned("clean-to-budget", facts_of(go.cache, root), "30kB"), insist=True)
    assert "compile" in go.run("build", "-x", "./...", cwd=root).stderr
    assert "compile" not in go.run("build", "-x", "./...", cwd=root).stderr


def test_go_trims_what_counts_as_unused_here(any_go: Go, tmp_path: Path, root: Path) -> None:
    go = own(any_go, tmp_path, root)
    for name in sorted(left(go.cache))[::3]:
        age(go.cache / name, 5.1)
    copy = tmp_path.resolve() / "trimmed-by-go"
    shutil.copytree(go.cache, copy)
    before = left(copy)
    apply(planned("clean-unused-entries", facts_of(go.cache, root)), insist=True)
    (copy / "trim.txt").write_text("1")
    other = write(root / "other", {"go.mod": "module example.com/o\n\ngo 1.21\n", "o.go": "package o\n"})
    assert Go(go.path, copy).run("build", "./...", cwd=other).returncode == 0
    assert left(copy) & before == left(go.cache)


def test_running_programs_are_named_with_their_folder(cache: Path, root: Path) -> None:
    here = Process(12, "go", "/src/a", (("build", str(cache)),))
    elsewhere = Process(13, "compile", "/src/b", (("build", "/other/cache"),))
    facts = Facts(
        root, caches=facts_of(cache, root).caches, processes=(here, elsewhere, Process(14, "dlv", ""))
    )
    notes = planned("clean-unused-entries", facts).notes
    assert (
        "running now, and perhaps using the cache: go (12) in /src/a, dlv (14) in an unknown folder" in notes
    )
    assert "programs of other users, and in other containers, cannot be seen" in notes


@pytest.fixture
def building(cache: Path, tmp_path: Path) -> psutil.Process:
    """A program called `compile` that was started with the cache."""
    fake = tmp_path / "compile"
    fake.write_bytes(Path("/bin/sleep").resolve().read_bytes())
    fake.chmod(0o755)
    env = os.environ | {"GOCACHE": str(cache)}
    # A grandchild: doctors do not count their own children.
    shell = subprocess.Popen(["/bin/sh", "-c", f"{fake} 60; true"], env=env, cwd=tmp_path)
    while not (found := psutil.Process(shell.pid).children()) or found[0].name() != "compile":
        time.sleep(0.01)
    yield found[0]
    found[0].kill()
    shell.wait()


def test_what_could_break_a_running_build_waits_for_it(
    cache: Path, root: Path, tmp_path: Path, building: psutil.Process
) -> None:
    plan = planned("clean-unused-entries", facts_of(cache, root), "2")
    with pytest.raises(
        Refused, match=rf"compile \({building.pid}\) in {tmp_path} running now might fail by it"
    ):
        apply(plan)
    assert len(left(cache)) == 5
    assert apply(plan, insist=True).state == "applied"


def test_what_go_would_trim_itself_need_not_wait(cache: Path, root: Path, building: psutil.Process) -> None:
    assert apply(planned("clean-unused-entries", facts_of(cache, root), "5")).state == "applied"
    assert left(cache) == {entry(4), entry(5)}


def test_a_build_with_another_cache_is_no_reason_to_wait(
    root: Path, tmp_path: Path, building: psutil.Process
) -> None:
    other = a_cache(tmp_path.resolve() / "other", {1: 0.1})
    plan = planned("clean-to-budget", facts_of(other, root), "0")
    (step,) = plan.steps
    assert isinstance(step, MoveEntries)
    own = [one for one in psutil.process_iter() if one.name() in step.busy and one.pid != building.pid]
    if not own:
        assert apply(plan).state == "applied"
        assert left(other) == set()


def test_the_fuzz_corpus_waits_only_for_those_who_use_its_cache(
    cache: Path, root: Path, tmp_path: Path, building: psutil.Process
) -> None:
    def waits(folder: Path) -> bool:
        facts = Facts(root, caches=(Cache("fuzz", str(folder / "fuzz"), 1, 1),), processes=())
        (step,) = planned("clean-fuzz-corpus", facts).steps
        assert isinstance(step, MoveToTrash)
        return any(str(building.pid) in said for said in disturbed(replace(step, busy=("compile",))))

    assert waits(cache)
    assert not waits(a_cache(tmp_path.resolve() / "other", {}))


def test_cloned_repositories_wait_only_for_those_who_use_their_cache(root: Path, tmp_path: Path) -> None:
    modules = write(tmp_path.resolve() / "mod", {"cache/download/x": "", "cache/vcs/abc/HEAD": "ref"})
    (step,) = planned("clean-vcs", facts_of(modules, root, kind="module")).steps
    assert isinstance(step, MoveToTrash)
    assert step.caches == (("module", modules),)


def test_the_lint_cache_is_emptied_and_only_that(cache: Path, root: Path, tmp_path: Path) -> None:
    lint = a_cache(tmp_path.resolve() / "golangci-lint", {1: 0, 2: 0})
    (lint / "README").write_text("This directory holds cached build artifacts from golangci-lint.\n")
    apply(planned("clean-lint-cache", facts_of(lint, root, kind="lint")), insist=True)
    assert (left(lint), len(left(cache))) == (set(), 5)


def test_the_fuzz_corpus_is_in_no_tier_but_its_own(cache: Path, root: Path) -> None:
    corpus = cache / "fuzz"
    before = snapshot(corpus)
    facts = facts_of(cache, root)
    for id, choice in (("clean-unused-entries", "0"), ("clean-to-budget", "0")):
        try:
            apply(planned(id, facts, choice), insist=True)
        except NothingToDo:
            continue
    assert (left(cache), snapshot(corpus)) == (set(), before)
    receipt = apply(planned("clean-fuzz-corpus", facts_of(corpus, root, kind="fuzz")), insist=True)
    assert not corpus.exists()
    undo(receipt.id, root)
    assert snapshot(corpus) == before


def test_cloned_repositories_leave_the_module_cache_and_modules_stay(root: Path, tmp_path: Path) -> None:
    modules = write(
        tmp_path.resolve() / "mod",
        {"cache/download/x/@v/v1.0.0.zip": "z", "cache/vcs/abc/HEAD": "ref", "x@v1.0.0/x.go": "package x\n"},
    )
    before = snapshot(modules)
    receipt = apply(planned("clean-vcs", facts_of(modules, root, kind="module")), insist=True)
    assert not (modules / "cache/vcs").exists()
    with pytest.raises(NothingToDo, match=r"there is no .*/cache/vcs"):
        planned("clean-vcs", facts_of(modules, root, kind="module"))
    assert (modules / "x@v1.0.0/x.go").exists()
    undo(receipt.id, root)
    assert snapshot(modules) == before


def test_everything_is_deleted_but_fuzz_inputs(go: Go, cache: Path, root: Path, tmp_path: Path) -> None:
    modules = write(tmp_path.resolve() / "mod", {"cache/download/x/@v/v1.0.0.zip": "z"})
    for number in range(256):
        (cache / f"{number:02x}").mkdir(exist_ok=True)
    caches = (Cache("build", str(cache)), Cache("module", str(modules)))
    facts = Facts(root, caches=caches, toolchain=Toolchain(str(go.path)))
    plan = planned("clean-everything", facts)
    assert not plan.undoable
    assert apply(plan, insist=True).state == "applied"
    assert (left(cache), modules.exists()) == (set(), False)
    assert (cache / "fuzz/example.com/a/FuzzA/0123456789abcdef").exists()


CLEANER = """
import sys
from pathlib import Path
from goworkdoctor.doctor.apply import apply
from goworkdoctor.model.plan import NothingToDo, Refused
from tests.caches import facts_of, planned
cache, root = map(Path, sys.argv[1:])
while True:
    try:
        apply(planned("clean-unused-entries", facts_of(cache, root)))
    except (NothingToDo, Refused):
        pass
"""


def test_a_build_beside_two_doctors_succeeds(go: Go, tmp_path: Path, root: Path) -> None:
    go = own(go, tmp_path, root)
    arguments = [sys.executable, "-c", CLEANER, str(go.cache), str(root)]
    doctors = [subprocess.Popen(arguments, cwd=Path(__file__).parents[2]) for _ in range(2)]
    try:
        for round in range(12):
            for name in sorted(left(go.cache))[round % 3 :: 3]:
                with suppress(FileNotFoundError):
                    age(go.cache / name, 6)
            write(root, {"p3/p.go": PACKAGES["p3/p.go"] + f"\nconst N = {round}\n"})
            done = go.run("build", "./...", cwd=root)
            assert done.returncode == 0, done.stderr
        assert all(doctor.poll() is None for doctor in doctors)
    finally:
        for doctor in doctors:
            doctor.kill()
            doctor.wait()
    assert list((go.cache / ".goworkdoctor-trash").iterdir())
