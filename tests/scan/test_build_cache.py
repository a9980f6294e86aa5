"""The census: du's sums, kinds and ages, and nothing listed twice that did not change."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.model.buildcache import DAY, BuildCache
from goworkdoctor.model.facts import Environment, Facts, Setting
from goworkdoctor.scan import build_cache
from goworkdoctor.scan.build_cache import Census, gather, remembered
from goworkdoctor.scan.gatherer import Look, Skipped
from tests.clinic import clinic
from tests.nobody import as_nobody, only_root, open_to_nobody
from tests.oracle import Go, write

LONG_AGO = time.time() - 3600


def output(root: Path, content: bytes, days: float = 0.0) -> Path:
    """An output as go would store it, last used that long ago."""
    id = hashlib.sha256(content).hexdigest()
    write(root, {f"{id[:2]}/{id}-d": content})
    file = root / id[:2] / f"{id}-d"
    os.utime(file, (time.time() - days * DAY,) * 2)
    return file


def settle(root: Path) -> None:
    """Make all folders look unchanged for an hour, as most are."""
    for folder in [root, *(one for one in root.iterdir() if one.is_dir())]:
        os.utime(folder, (LONG_AGO, LONG_AGO))


def census(root: Path, **more: Any) -> Census:
    return Census(root, Look(root), remembered(os.environ), **more)


def kinds(found: BuildCache) -> dict[str, int]:
    return {share.kind.value: share.entries for share in found.kinds}


def du(root: Path) -> int:
    """Bytes of all files, as du counts them."""
    done = subprocess.run(["du", "-s", "--block-size=1", root], capture_output=True, text=True, check=True)
    folders = (Path(path) for path, _, _ in os.walk(root))
    return int(done.stdout.split()[0]) - sum(folder.lstat().st_blocks * 512 for folder in folders)


def test_a_real_cache_is_counted_as_du_and_find_count_it(any_go: Go, tmp_path: Path) -> None:
    cache = clinic(any_go, tmp_path).cache
    found = census(cache).take()
    entries = [path for path in cache.glob("??/*") if path.name.endswith(("-a", "-d"))]
    archives = [path for path in entries if path.is_file() and path.read_bytes().startswith(b"!<arch>")]
    assert found.bytes == du(cache)
    assert found.files == len([path for path in cache.rglob("*") if path.is_file()])
    assert found.entries == len(entries)
    assert kinds(found)[Kind.ARCHIVE] == len(archives) > 0
    assert kinds(found)[Kind.INDEX_ENTRY] == len(list(cache.glob("??/*-a")))
    assert Kind.FOREIGN not in kinds(found)


def test_an_executable_is_a_folder(go: Go, tmp_path: Path) -> None:
    write(tmp_path / "m", {"go.mod": "module ex.com/m\n", "a.go": "package main\n\nfunc main() {}\n"})
    assert go.run("run", ".", cwd=tmp_path / "m").returncode == 0
    executables = [path for path in go.cache.glob("??/*-d") if path.is_dir()]
    assert kinds(census(go.cache).take())[Kind.EXECUTABLE] == len(executables) > 0


def test_what_did_not_change_is_not_listed_again(tmp_path: Path) -> None:
    files = [output(tmp_path, b"%d" % number) for number in range(100)]
    settle(tmp_path)
    first, second = census(tmp_path), census(tmp_path)
    before, after = first.take(), second.take()
    assert (first.listed, second.listed) == (len({file.parent for file in files}), 0)
    assert (before.bytes, before.kinds, before.ages) == (after.bytes, after.kinds, after.ages)


def test_a_folder_with_one_more_or_one_less_is_listed_again(tmp_path: Path) -> None:
    for number in range(100):
        gone = output(tmp_path, b"%d" % number)
    settle(tmp_path)
    census(tmp_path).take()
    new = output(tmp_path, b"new")
    gone.unlink()
    again = census(tmp_path)
    assert again.take().entries == 100
    assert again.listed == len({new.parent, gone.parent})
    assert again.take().bytes == du(tmp_path)


def test_a_folder_that_changed_just_now_is_not_believed(tmp_path: Path) -> None:
    file = output(tmp_path, b"half")
    assert census(tmp_path).take().bytes == du(tmp_path)
    with file.open("ab") as writing:
        writing.write(b"x" * 100_000)
    assert census(tmp_path).take().bytes == du(tmp_path)


def test_ages_are_looked_up_again_after_a_day(tmp_path: Path) -> None:
    file = output(tmp_path, b"x", days=3)
    settle(tmp_path)
    old = census(tmp_path).take()
    os.utime(file)
    assert census(tmp_path).take().ages == old.ages
    assert census(tmp_path).take().ages_from == old.ages_from
    tomorrow = census(tmp_path, now=time.time() + DAY + 60)
    assert tomorrow.take().ages != old.ages


def test_ages_tell_what_is_unused(tmp_path: Path) -> None:
    for days in (0.5, 3, 6, 8, 40):
        output(tmp_path, b"%d" % days, days)
    found = census(tmp_path).take()
    blocks = found.ages[0].bytes
    assert [found.unused_since(time.time() - days * DAY) // blocks for days in (1, 5, 7, 30)] == [4, 3, 2, 1]
    assert found.oldest is not None
    assert round((time.time() - found.oldest) / DAY) == 40


def test_growth_is_since_the_last_time(tmp_path: Path) -> None:
    output(tmp_path, b"a")
    assert census(tmp_path).take().growth is None
    output(tmp_path, b"b" * 50_000)
    grown = census(tmp_path).take().growth
    assert grown is not None
    assert 50_000 <= grown <= 60_000
    assert len(census(tmp_path).take().earlier) == 1
    assert len(census(tmp_path, now=time.time() + 7200).take().earlier) == 1
    assert len(census(tmp_path, now=time.time() + 7200).take().earlier) == 2


def test_kinds_of_many_are_told_by_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1500):
        output(tmp_path, b"go index v2\n%d" % number if number % 3 else b"./a.go\n%d" % number)
    output(tmp_path, b"!<arch>\n" + b"x" * (2 << 20))
    exact = census(tmp_path).take()
    monkeypatch.setattr(build_cache, "FEW", 100)
    found = census(tmp_path).take()
    assert (exact.estimated, found.estimated) == (False, True)
    assert (found.entries, found.bytes) == (exact.entries, exact.bytes)
    assert kinds(exact) == {Kind.PACKAGE_INDEX: 1000, Kind.SOURCES: 500, Kind.ARCHIVE: 1}
    assert kinds(found)[Kind.ARCHIVE] == 1
    assert 800 < kinds(found)[Kind.PACKAGE_INDEX] < 1200
    assert sum(share.bytes for share in found.kinds) == exact.bytes


def test_fuzz_inputs_the_trash_and_links_are_no_build_output(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    output(cache, b"x")
    write(
        tmp_path,
        {
            "cache/fuzz/ex.com/x/FuzzA/0": "x",
            "cache/.goworkdoctor-trash/1/00/a": "x",
            "elsewhere/b": "x",
            "cache/README": "x",
            "cache/ab/stranger": "x",
        },
    )
    (cache / "link").symlink_to(tmp_path / "elsewhere")
    (cache / "ab" / "link").symlink_to(tmp_path / "elsewhere")
    (cache / "cd").symlink_to(tmp_path / "elsewhere")
    found = census(cache).take()
    assert kinds(found) == {Kind.OTHER: 1, Kind.FOREIGN: 1}
    assert (found.files, found.entries) == (3, 1)


def test_a_broken_memory_is_no_memory(tmp_path: Path) -> None:
    output(tmp_path, b"x")
    store = remembered(os.environ)
    assert store is not None
    for record in (b"", b"[]", b"{}", b'{"shards": {"00": 1}, "earlier": []}', b'{"other": 1}'):
        store.put({census(tmp_path).key: record})
        assert census(tmp_path).take().entries == 1


def test_a_cache_that_is_not_there_is_told_from_an_empty_one(tmp_path: Path) -> None:
    assert not census(tmp_path / "none").take().exists
    assert census(tmp_path).take().exists


def test_gocache_off_has_no_census(tmp_path: Path) -> None:
    facts = Facts(tmp_path, environment=Environment((Setting("GOCACHE", "off", "environment"),)))
    assert gather(Look(tmp_path), facts) == BuildCache()


def test_a_census_can_be_cancelled(tmp_path: Path) -> None:
    output(tmp_path, b"x")
    look = Look(tmp_path)
    look.cancelled.set()
    with pytest.raises(Skipped, match="cancelled"):
        Census(tmp_path, look, None).take()


@only_root
def test_folders_that_may_not_be_read_are_named(tmp_path: Path) -> None:
    files = [output(tmp_path, b"%d" % number) for number in range(9)]
    closed, listed = files[0].parent, files[1].parent
    closed.chmod(0o700)
    listed.chmod(0o744)
    open_to_nobody(tmp_path)

    def work() -> None:
        found = Census(tmp_path, Look(tmp_path), None).take()
        assert found.unreadable == tuple(sorted((closed.name, listed.name)))
        assert found.entries == 7

    as_nobody(work)


@only_root
def test_a_cache_that_may_not_be_read_is_told_in_a_line(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    output(cache, b"x")
    cache.chmod(0o700)
    open_to_nobody(tmp_path)
    environment = Environment((Setting("GOCACHE", str(cache), "environment"),))

    def work() -> None:
        with pytest.raises(Skipped, match=f"^{cache} cannot be read by this user$"):
            gather(Look(tmp_path), Facts(tmp_path, environment=environment))

    as_nobody(work)
