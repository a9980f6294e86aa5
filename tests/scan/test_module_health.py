"""The health of the module cache is what go mod verify says of it, and its cure is one for real go."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.modulecache import ModuleHealth, ModuleVersion
from goworkdoctor.model.plan import MoveEntries
from goworkdoctor.model.progress import Progress
from goworkdoctor.scan import module_memory
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.scan.module_health import HealthScan, gather
from tests.modulecaches import ODD, SPOILED, VERSION, Depot, depot, flip, writable
from tests.oracle import Go, write
from tests.treating import findings_of

NEED_THE_NETWORK = {"ex.com/badboth", "ex.com/badziponly", "ex.com/treealone"}
RANDOM = tuple(f"ex.com/r{number:03}" for number in range(150))


def accused_by_go(spoiled: Depot) -> set[str]:
    """The modules that go mod verify names."""
    return set(re.findall(rf"^(ex\.com/\w+) {VERSION}: ", spoiled.run("mod", "verify"), re.MULTILINE))


def accused(facts: Facts) -> set[str]:
    assert facts.module_health
    return {one.path for one in facts.module_health.bad}


@pytest.fixture
def spoiled(any_go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    """A cache with every fault, each in a module of its own, and every oddity."""
    made = depot(any_go, tmp_path, (*SPOILED, *ODD))
    for path, act in (SPOILED | ODD).items():
        act(made, path)
    monkeypatch.setenv("GOMODCACHE", str(made.cache))
    return made


def test_the_accused_are_those_of_go_mod_verify(spoiled: Depot) -> None:
    facts = spoiled.facts("GC606")
    assert accused(facts) == accused_by_go(spoiled) == set(SPOILED)


def test_what_is_treated_go_makes_good(spoiled: Depot) -> None:
    facts = spoiled.facts("GC606", wanted=frozenset({"processes"}))
    cure = treatment("restore-modules")
    assert cure
    receipt = apply(preview(facts, cure, findings_of(facts, "GC606")), insist=True)
    assert receipt.state == "applied"
    # A .ziphash that is not there is no trouble: go makes it anew when it builds, without the network.
    assert accused_by_go(spoiled) == {"ex.com/missinghash", "ex.com/nohash", "ex.com/wronghash"}
    lines = re.findall(r"^w\.go:(\d+):2: module lookup disabled", spoiled.run("build", "./..."), re.MULTILINE)
    imports = (spoiled.checkout / "w.go").read_text().splitlines()
    assert {imports[int(line) - 1].split('"')[1] for line in lines} == NEED_THE_NETWORK
    assert not spoiled.run("build", "./...", proxy=True)
    assert not spoiled.run("mod", "download", proxy=True)
    assert not accused_by_go(spoiled)


def test_what_stays_is_not_counted_with_what_goes(one: Depot) -> None:
    flip(one.tree("ex.com/b") / "l.go", 3)
    flip(one.file("ex.com/Lib", "zip"), 400)
    facts = one.facts("GC606", wanted=frozenset({"processes"}))
    cure = treatment("restore-modules")
    assert cure
    (step,) = preview(facts, cure, findings_of(facts, "GC606")).steps
    assert isinstance(step, MoveEntries)
    files = [path for path in one.tree("ex.com/b").rglob("*") if path.is_file()]
    files.append(one.file("ex.com/Lib", "zip"))
    assert (step.count, step.bytes) == (2, sum(file.stat().st_blocks * 512 for file in files))


def test_a_treatment_is_undone_to_the_byte(spoiled: Depot) -> None:
    facts = spoiled.facts("GC606", wanted=frozenset({"processes"}))
    cure = treatment("restore-modules")
    assert cure
    before = state(spoiled.cache)
    receipt = apply(preview(facts, cure, findings_of(facts, "GC606")), insist=True)
    assert state(spoiled.cache) != before
    undo(receipt.id, facts.root)
    assert state(spoiled.cache) == before


def state(cache: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its mode and content."""
    return {
        str(path.relative_to(cache)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in cache.rglob("*")
    }


def test_any_changed_byte_of_a_zip_is_judged_as_go_judges_it(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most flips are faults; some lie where neither go nor we look, such as the time of a file."""
    made, dice = depot(go, tmp_path, RANDOM), random.Random(3)
    for path in RANDOM:
        zip = made.file(path, "zip")
        flip(zip, dice.randrange(zip.stat().st_size))
    monkeypatch.setenv("GOMODCACHE", str(made.cache))
    theirs = accused_by_go(made)
    assert len(RANDOM) / 3 < len(theirs) < len(RANDOM)
    assert accused(made.facts("GC606")) == theirs


@pytest.fixture(scope="module")
def small(go: Go, tmp_path_factory: pytest.TempPathFactory) -> Depot:
    return depot(go, tmp_path_factory.mktemp("small"), ["ex.com/Lib", "ex.com/b"])


@pytest.fixture
def one(small: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    copied = small.copy(tmp_path.resolve())
    monkeypatch.setenv("GOMODCACHE", str(copied.cache))
    return copied


def test_a_healthy_cache_has_no_fault(one: Depot) -> None:
    health = one.facts("GC606").module_health
    assert health
    assert (health.versions, health.bad, health.unreadable) == (2, (), ())


def test_it_is_told_which_files_differ_and_how(one: Depot) -> None:
    for path in ("ex.com/Lib",):
        flip(one.tree(path) / "l.go", 3)
        (one.tree(path) / "data.txt").rename(one.tree(path) / "sub" / "data.txt")
    health = one.facts("GC606").module_health
    assert health
    (bad,) = health.bad
    assert bad.changed == ("data.txt (missing)", "l.go (changed)", "sub/data.txt (extra)")
    assert (bad.parts, bad.said) == (("tree",), "its files have been modified")


def test_a_module_that_is_not_the_one_of_go_sum_is_told_as_go_tells_it(one: Depot) -> None:
    sums = one.checkout / "go.sum"
    lines = sums.read_text().splitlines()
    lines[0] = lines[0].split("h1:")[0] + "h1:" + "A" * 43 + "="
    sums.write_text("\n".join(lines) + "\n")
    assert "checksum mismatch" in one.run("build", "./...")
    facts = one.facts("GC606")
    assert accused(facts) == {lines[0].split()[0]}
    assert facts.module_health
    assert facts.module_health.bad[0].parts == ("tree", "zip", "ziphash")


def test_a_link_in_a_tree_is_a_change_and_is_not_followed(one: Depot) -> None:
    text = one.tree("ex.com/b") / "data.txt"
    text.rename(one.folder / "elsewhere")
    text.symlink_to(one.folder / "elsewhere")
    health = one.facts("GC606").module_health
    assert health
    assert [bad.said for bad in health.bad] == ["its files cannot be read: data.txt: it is a link"]


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as at rest at once, or tests would wait for that."""
    monkeypatch.setattr(module_memory, "SETTLED", 0.0)


def health(one: Depot, **settings: object) -> ModuleHealth:
    found = one.facts("GC606", **settings).module_health
    assert found
    return found


@pytest.mark.usefixtures("settled")
def test_what_was_found_sound_is_not_read_again(one: Depot) -> None:
    first, second = health(one), health(one)
    assert (first.unchanged, second.unchanged, second.read) == (0, 2, 0)
    assert first.read == first.bytes == second.bytes
    again = health(one, again=True)
    assert (again.unchanged, again.bad) == (0, ())


CHANGES: dict[str, Callable[[Depot], object]] = {
    "a file's content": lambda one: flip(one.tree("ex.com/b") / "l.go", 3),
    "an extra file": lambda one: write(writable(one.tree("ex.com/b")), {"more.go": "package lib\n"}),
    "a file gone": lambda one: (writable(one.tree("ex.com/b")) / "l.go").unlink(),
    "the zip": lambda one: flip(one.file("ex.com/b", "zip"), 400),
    "the hash": lambda one: one.file("ex.com/b", "ziphash").write_text("h1:" + "A" * 43 + "="),
    "go.sum": lambda one: (one.checkout / "go.sum").write_text(f"ex.com/b {VERSION} h1:{'A' * 43}=\n"),
}


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_the_version_is_read_again(one: Depot, what: str) -> None:
    health(one)
    before = {file: file.stat() for file in one.folder.rglob("*") if file.is_file()}
    CHANGES[what](one)
    for file, status in before.items():
        if file.exists():
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    found = health(one)
    assert [bad.path for bad in found.bad] == ["ex.com/b"]
    assert health(one).bad == found.bad, "a fault is never taken for known"


def test_what_has_only_just_come_is_read_again(one: Depot) -> None:
    (one.tree("ex.com/b") / "l.go").touch()
    assert (health(one).unchanged, health(one).unchanged) == (0, 0)


@pytest.mark.usefixtures("settled")
def test_a_scan_that_was_given_up_goes_on_where_it_was(one: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, cancelled = one.facts("GC603"), Event()

    def one_only(scan: HealthScan, version: ModuleVersion, reader: object) -> None:
        if version.path == "ex.com/b":
            scan.memory.remember(version, scan.memory.look(version))
            cancelled.set()

    with monkeypatch.context() as patched:
        patched.setattr(HealthScan, "look_into", one_only)
        with pytest.raises(Skipped, match="cancelled"):
            gather(Look(one.checkout, cancelled=cancelled), facts)
    assert gather(Look(one.checkout), facts).unchanged == 1


def test_what_is_gone_since_is_no_fault(one: Depot) -> None:
    facts = one.facts("GC603")
    one.tree("ex.com/b").rename(one.folder / "gone")
    one.file("ex.com/Lib", "zip").unlink()
    assert not gather(Look(one.checkout), facts).bad


def test_reading_leaves_no_trace(one: Depot) -> None:
    file = one.tree("ex.com/b") / "l.go"
    before = file.stat().st_atime_ns
    one.facts("GC606")
    assert file.stat().st_atime_ns == before


def test_progress_ends_where_all_is_read(one: Depot) -> None:
    seen: list[Progress] = []
    facts = one.facts("GC603")
    gather(Look(one.checkout, on_progress=seen.append), facts)
    last = seen[-1]
    assert (last.done, last.read) == (last.total, last.bytes)
    assert last.bytes > 0


def test_a_cancelled_scan_ends_at_once(one: Depot) -> None:
    cancelled = Event()
    cancelled.set()
    with pytest.raises(Skipped, match="cancelled"):
        gather(Look(one.checkout, cancelled=cancelled), one.facts("GC603"))
