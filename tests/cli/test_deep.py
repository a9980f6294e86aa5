"""Corrupt caches from the command line: told by --deep, healed by `fix GC601 --apply`, taken back by undo."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from goworkdoctor.scan import build_health, entries
from tests.cli.conftest import Doctor
from tests.clinic import Clinic, clinic, flip, spoil
from tests.oracle import Go


@pytest.fixture
def sick(go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A module, and a cache in which its package q is corrupt."""
    monkeypatch.setattr(build_health, "QUIET", 0.02)
    monkeypatch.setattr(entries, "SETTLED", 0.02)
    here = clinic(go, tmp_path.resolve())
    monkeypatch.setenv("GOCACHE", str(here.cache))
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), 700))
    return here


def corrupt(doctor: Doctor, *arguments: str | Path) -> tuple[int, int | None]:
    """The exit code, and how many entries of the build cache are told to be corrupt."""
    ended = doctor(*arguments, "--report", "--format", "json")
    (cache,) = (one for one in json.loads(ended.out)["caches"] if one["kind"] == "build")
    return ended.code, cache["corrupt"]


def test_a_report_says_that_only_deep_looks(doctor: Doctor, sick: Clinic) -> None:
    assert corrupt(doctor, "-C", sick.module) == (0, None)
    said = doctor("-C", sick.module, "--report").out
    assert re.search(r"GC601\b.*--deep", " ".join(said.split()))


def test_deep_tells_and_counts(doctor: Doctor, sick: Clinic) -> None:
    assert corrupt(doctor, "-C", sick.module, "--deep") == (1, 1)
    assert "ex.com/m/q" in doctor("-C", sick.module, "--report", "--select", "GC601").out


def test_deep_tells_of_the_caches_at_length(doctor: Doctor, sick: Clinic) -> None:
    shallow, deep = (doctor("-C", sick.module, "--report", *flag).out for flag in ((), ("--deep",)))
    assert "\nCleaning, the cheapest first\n" not in shallow
    assert "\nCleaning, the cheapest first\n" in deep
    assert "  health: " in deep
    report = json.loads(doctor("-C", sick.module, "--deep", "--report", "--format", "json").out)
    heal = next(one for one in report["cleaning"] if one["id"] == "heal-build-cache")
    build = next(one for one in report["caches"] if one["kind"] == "build")
    assert (heal["entries"], len(build["health"]["bad"])) == (1, 1)
    assert build["contents"]["entries"] == build["health"]["entries"]


def test_fix_heals_and_undo_brings_back(doctor: Doctor, sick: Clinic) -> None:
    outputs = len(sick.outputs())
    planned = doctor("-C", sick.module, "fix", "GC601")
    assert "take 1 corrupt entry out of the build cache" in planned.out
    assert (planned.code, len(sick.wrong())) == (0, 1)
    healed = doctor("-C", sick.module, "fix", "GC601", "--apply")
    assert (healed.code, sick.wrong(), len(sick.outputs())) == (0, set(), outputs - 1)
    assert corrupt(doctor, "-C", sick.module, "--deep", "--again") == (0, 0)
    assert doctor("-C", sick.module, "undo").code == 0
    assert (len(sick.wrong()), len(sick.outputs())) == (1, outputs)


def test_where_there_is_no_cache_yet_there_is_nothing_to_heal(
    doctor: Doctor, sick: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOCACHE", str(sick.cache / "none"))
    ended = doctor("-C", sick.module, "fix", "GC601", "--apply")
    assert (ended.code, "GC601: there is no build cache" in ended.err) == (0, True)
    (sick.cache / "none").mkdir()
    ended = doctor("-C", sick.module, "fix", "GC601", "--apply")
    assert (ended.code, f"there is no entry of go's in {sick.cache}/none" in ended.err) == (0, True)


def test_fix_without_a_name_does_not_read_the_cache(doctor: Doctor, sick: Clinic) -> None:
    assert "corrupt" not in doctor("-C", sick.module, "fix", "--apply").out
    assert len(sick.wrong()) == 1
