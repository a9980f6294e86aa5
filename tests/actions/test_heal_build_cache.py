"""Healing takes out exactly what is corrupt, and then real go is well again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from goworkdoctor.actions.heal_build_cache import draft
from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.many import lines
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.buildcache import BadEntry, BuildHealth
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.plan import MoveEntries, Plan, Refused
from goworkdoctor.scan import build_health, entries
from goworkdoctor.scan.build_health import HealthScan
from goworkdoctor.scan.gatherer import Look
from tests.clinic import EXPORT, Clinic, clinic, flip, index_entry, output, spoil
from tests.doctor.killing import killed_at
from tests.oracle import Go, write
from tests.treating import findings_of, treated_by

TRASH = ".goworkdoctor-trash"
KNOWN = (1568, 1583, 1818)
"""Offsets in the export data at which one byte makes go vet of 1.21, 1.24 and 1.27 panic."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_health, "QUIET", 0.02)
    monkeypatch.setattr(entries, "SETTLED", 0.02)


@pytest.fixture
def here(any_go: Go, tmp_path: Path) -> Clinic:
    return clinic(any_go, tmp_path.resolve())


def examined(cache: Path, root: Path) -> Facts:
    return Facts(root, build_health=HealthScan(cache, Look(root)).run())


def healing(cache: Path, root: Path) -> Plan:
    facts = examined(cache, root)
    return treated_by("heal-build-cache", facts, findings_of(facts, "GC601"))


def spoilt_exports(archive: Path) -> Iterator[int]:
    """One byte of a package's export data changed, at one place after the other."""
    good = archive.read_bytes()
    start = good.index(EXPORT) + len(EXPORT)
    end = good.index(b"\n$$\n", start)
    for position in [*KNOWN, *range((end - start) // 2, end - start)]:
        spoil(archive, flip(good, start + position, 0x55))
        yield position


def test_the_vet_panic_is_found_and_healed_by_one_entry(here: Clinic) -> None:
    archive = here.archive("./q")
    panics = (here.vet() for _ in spoilt_exports(archive))
    assert next(said for said in panics if "panic: assertion failed" in said and "gcimporter" in said)
    outputs = here.outputs()
    assert here.wrong() == {archive.relative_to(here.cache).as_posix()}
    plan = healing(here.cache, here.module)
    assert apply(plan).state == "applied"
    assert here.outputs() == [path for path in outputs if path != archive]
    assert here.vet() == ""
    assert here.wrong() == set()


def test_the_compilers_death_is_found_and_healed(here: Clinic) -> None:
    archive = here.archive("./q")
    deaths = (here.build() for _ in spoilt_exports(archive))
    assert next(said for said in deaths if "internal compiler error" in said)
    assert apply(healing(here.cache, here.module)).state == "applied"
    assert here.build() == ""


def test_a_corrupt_package_index_is_found_and_healed(here: Clinic) -> None:
    indexes = [path for path in here.outputs() if path.read_bytes().startswith(b"go index")]
    for path in indexes:
        data = path.read_bytes()
        spoil(path, bytes(byte ^ 0xFF for byte in data[:64]) + data[64:])
    assert "is not in std" in here.build()
    entries = len(here.outputs())
    plan = healing(here.cache, here.module)
    assert apply(plan).state == "applied"
    assert len(here.outputs()) == entries - len(indexes)
    assert here.build() == ""


def test_the_quarantine_lies_in_the_cache_and_comes_back(go: Go, tmp_path: Path) -> None:
    here = clinic(go, tmp_path.resolve())
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), 900))
    before, everything = here.wrong(), _files(here.cache)
    receipt = apply(healing(here.cache, here.module))
    gone = everything - _files(here.cache)
    assert archive.relative_to(here.cache).as_posix() in gone
    assert all(name.endswith("-a") for name in gone - before)
    assert len(gone) > 1
    assert _files(here.cache, trash=True) == everything
    assert undo(receipt.id, here.module).state == "undone"
    assert (_files(here.cache), here.wrong()) == (everything, before)


def test_a_running_build_and_two_doctors_do_not_disturb_one_another(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_health, "QUIET", 1.0)
    here = clinic(go, tmp_path.resolve())
    write(here.module, {"v/v.go": 'package v\n\nimport _ "strconv"\n'})
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), len(archive.read_bytes()) - 10))
    building = subprocess.Popen(
        [str(here.go.path), "build", "./..."],
        cwd=here.module,
        env=here.go.env | {"GOCACHE": str(here.cache), "GOFLAGS": "-trimpath"},
    )
    other = HealthScan(here.cache, Look(here.module)).run()
    applied = apply(healing(here.cache, here.module))
    while building.poll() is None:
        healthy = HealthScan(here.cache, Look(here.module)).run()
        assert healthy.bad == ()
    assert (building.returncode, applied.state) == (0, "applied")
    assert [entry.blame for entry in other.bad] == ["ex.com/m/q"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A cache with one healthy output and one that is spoilt, each with its index entry."""
    cache = tmp_path.resolve() / "cache"
    write(cache, {"README": "This directory holds cached build artifacts from the Go build system.\n"})
    for number, content in enumerate((b"healthy", b"spoilt")):
        index_entry(cache, number, output(cache, content), len(content))
    spoil(output(cache, b"spoilt"), b"SPOILT")
    return cache


def test_kill_9_anywhere_loses_nothing(small: Path, tmp_path: Path) -> None:
    root = write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n"})
    everything = _files(small)
    plan = healing(small, root)
    (moved,) = plan.steps
    assert isinstance(moved, MoveEntries)
    healed = everything - {name for _, _, name in lines(moved)}
    assert len(healed) == len(everything) - 2
    number = 1
    while killed_at(number, lambda: apply(healing(small, root))):
        assert _files(small, trash=True) == everything
        journal.recover()
        assert _files(small) in (everything, healed), f"half done after a kill at {number}"
        if _files(small) == healed:
            undo(None, root)
        number += 1
    assert _files(small) == healed
    assert number > 10
    number = 1
    while killed_at(number, lambda: undo(None, root)):
        assert _files(small, trash=True) == everything
        journal.recover()
        if _files(small) == everything:
            apply(healing(small, root))
        number += 1
    assert _files(small) == everything


def test_entries_before_and_after_are_said() -> None:
    bad = (
        BadEntry("ab/x-d", "wrong", 10, False, leads=("cd/y-a", "ef/z-a")),
        BadEntry("01/w-a", "broken", 3, True),
    )
    planned = draft(Facts(Path("/w"), build_health=BuildHealth("/c", 1000, bad=bad)), (), None)
    assert planned.title == "take 2 corrupt entries out of the build cache /c"
    assert planned.notes[0].startswith("1,000 entries now, 996 afterwards")


def test_a_healthy_cache_has_nothing_to_heal() -> None:
    with pytest.raises(Refused, match="no entry of the build cache is corrupt"):
        draft(Facts(Path("/w"), build_health=BuildHealth("/c", 1000)), (), None)


def test_what_is_no_cache_is_not_touched(small: Path, tmp_path: Path) -> None:
    (small / "go.mod").write_text("module somebodys/work\n")
    with pytest.raises(Refused, match="somebody's work"):
        healing(small, tmp_path)


def _files(cache: Path, *, trash: bool = False) -> set[str]:
    """The entries of a cache; with `trash` also those that lie in its trash."""
    found = {path.relative_to(cache).as_posix() for path in cache.glob("??/*-[ad]")}
    if trash:
        found |= {"/".join(path.parts[-2:]) for path in (cache / TRASH).glob("**/*-[ad]")}
    return found
