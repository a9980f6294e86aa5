"""Cache sizes are du's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Event

import pytest

from goworkdoctor.model.facts import Environment, Facts, Setting
from goworkdoctor.scan.caches import gather, measure
from goworkdoctor.scan.gatherer import Look, Skipped
from tests.oracle import write


def test_bytes_are_those_of_du(tmp_path: Path) -> None:
    write(tmp_path, {f"{i:02x}/{i}-d": b"x" * i * 1000 for i in range(30)})
    folders = [*tmp_path.iterdir(), tmp_path]
    du = subprocess.run(["du", "-s", "--block-size=1", tmp_path], capture_output=True, text=True, check=True)
    of_folders = sum(folder.lstat().st_blocks * 512 for folder in folders)
    found = measure("build", tmp_path, Event())
    assert (found.bytes, found.files) == (int(du.stdout.split()[0]) - of_folders, 30)


def test_the_fuzz_corpus_is_not_build_output(tmp_path: Path) -> None:
    write(tmp_path, {"00/a-d": "x", "fuzz/example.com/x/FuzzA/0": "x"})
    kinds = {"build": tmp_path, "fuzz": tmp_path / "fuzz"}
    assert [measure(kind, folder, Event()).files for kind, folder in kinds.items()] == [1, 1]


def test_the_oldest_file_tells_the_age(tmp_path: Path) -> None:
    write(tmp_path, {"00/a": "x", "01/b": "x"})
    os.utime(tmp_path / "01/b", (1_000_000, 1_000_000))
    assert measure("build", tmp_path, Event()).oldest == 1_000_000


def test_symlinks_are_not_followed_out(tmp_path: Path) -> None:
    write(tmp_path, {"cache/a": "x", "elsewhere/b": "x"})
    (tmp_path / "cache" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "cache" / "loop").symlink_to(tmp_path / "cache")
    assert measure("build", tmp_path / "cache", Event()).files == 1


def test_a_cache_that_is_not_there_is_told_from_an_empty_one(tmp_path: Path) -> None:
    assert not measure("build", tmp_path / "none", Event()).exists
    assert measure("build", tmp_path, Event()).exists


def test_gocache_off_is_not_measured(tmp_path: Path) -> None:
    facts = Facts(tmp_path, environment=Environment((Setting("GOCACHE", "off", "environment"),)))
    with pytest.raises(Skipped):
        gather(Look(tmp_path), facts)
