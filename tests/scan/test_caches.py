"""Cache sizes are du's."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from threading import Event

import pytest

from goworkdoctor.model.buildcache import Age, BuildCache
from goworkdoctor.model.facts import Cache, Environment, Facts, Setting
from goworkdoctor.scan.caches import gather, measure
from goworkdoctor.scan.gatherer import Look, Skipped
from tests.oracle import write


def test_bytes_are_those_of_du(tmp_path: Path) -> None:
    write(tmp_path, {f"{i:02x}/{i}": b"x" * i * 1000 for i in range(30)})
    folders = [*tmp_path.iterdir(), tmp_path]
    du = subprocess.run(["du", "-s", "--block-size=1", tmp_path], capture_output=True, text=True, check=True)
    of_folders = sum(folder.lstat().st_blocks * 512 for folder in folders)
    found = measure("lint", tmp_path, Event())
    assert (found.bytes, found.files) == (int(du.stdout.split()[0]) - of_folders, 30)


def test_the_oldest_file_tells_the_age(tmp_path: Path) -> None:
    write(tmp_path, {"00/a": "x", "01/b": "x"})
    os.utime(tmp_path / "01/b", (1_000_000, 1_000_000))
    assert measure("fuzz", tmp_path, Event()).oldest == 1_000_000


def test_symlinks_are_not_followed_out(tmp_path: Path) -> None:
    write(tmp_path, {"cache/a": "x", "elsewhere/b": "x"})
    (tmp_path / "cache" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "cache" / "loop").symlink_to(tmp_path / "cache")
    assert measure("module", tmp_path / "cache", Event()).files == 1


def test_a_cache_that_is_not_there_is_told_from_an_empty_one(tmp_path: Path) -> None:
    assert not measure("fuzz", tmp_path / "none", Event()).exists
    assert measure("fuzz", tmp_path, Event()).exists


def test_the_build_cache_is_as_its_census_has_it(tmp_path: Path) -> None:
    settings = Environment((Setting("GOCACHE", str(tmp_path), "environment"),))
    ages = (Age(0, 2, 60), Age(int(time.time() // 86400), 1, 40))
    census = BuildCache(str(tmp_path), True, 120, 5, ages=ages, oldest=7.0)
    build, fuzz = gather(Look(tmp_path), Facts(tmp_path, environment=settings, build_cache=census))
    assert build == Cache("build", str(tmp_path), 120, 5, 7.0, stale=60)
    assert (fuzz.kind, fuzz.exists) == ("fuzz", False)


def test_gocache_off_is_not_measured(tmp_path: Path) -> None:
    facts = Facts(tmp_path, environment=Environment((Setting("GOCACHE", "off", "environment"),)))
    with pytest.raises(Skipped):
        gather(Look(tmp_path), facts)
