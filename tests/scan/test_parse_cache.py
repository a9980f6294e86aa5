"""The cache gives back what was put in, or nothing; whatever happens to its file."""

from __future__ import annotations

import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from goworkdoctor.scan.parse_cache import ParseCache

RECORDS = {b"key %d" % number: b"record %d" % number * 9 for number in range(2000)}


@pytest.fixture
def cache(tmp_path: Path) -> ParseCache:
    return ParseCache(tmp_path / "goworkdoctor" / "parsed.sqlite")


def test_what_was_put_in_comes_out(cache: ParseCache) -> None:
    cache.put(RECORDS)
    assert cache.get([*RECORDS, b"another"]) == RECORDS
    assert cache.get([b"key 7"]) == {b"key 7": b"record 7" * 9}


def test_a_new_cache_is_empty_and_reading_makes_no_file(cache: ParseCache) -> None:
    assert cache.get(RECORDS) == {}
    assert not cache.file.parent.exists()


def test_later_records_join_earlier_ones(cache: ParseCache) -> None:
    cache.put({b"a": b"1"})
    cache.put({b"b": b"2", b"a": b"3"})
    assert cache.get([b"a", b"b"]) == {b"a": b"3", b"b": b"2"}


def test_only_its_user_may_look_into_it(cache: ParseCache) -> None:
    cache.put(RECORDS)
    assert cache.file.parent.stat().st_mode & 0o777 == 0o700


def test_it_stays_near_its_bound_and_keeps_what_is_newest(cache: ParseCache) -> None:
    small = ParseCache(cache.file, limit=200_000)
    for start in range(0, 20_000, 500):
        small.put({b"%d" % number: b"x" * 100 for number in range(start, start + 500)})
    assert small.file.stat().st_size < 400_000
    assert len(small.get(b"%d" % number for number in range(19_500, 20_000))) == 500
    assert small.get([b"1"]) == {}


@pytest.mark.parametrize("content", [b"", b"garbage", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_cache_is_replaced(cache: ParseCache, content: bytes) -> None:
    cache.file.parent.mkdir(0o700)
    cache.file.write_bytes(content)
    assert cache.get(RECORDS) == {}
    cache.put(RECORDS)
    cache.put(RECORDS)
    assert cache.get(RECORDS) == RECORDS


def test_a_cache_cut_short_is_thrown_away(cache: ParseCache) -> None:
    cache.put(RECORDS)
    os.truncate(cache.file, cache.file.stat().st_size // 2)
    assert cache.get(RECORDS).items() <= RECORDS.items()
    cache.put(RECORDS)
    cache.put(RECORDS)
    assert cache.get(RECORDS) == RECORDS


@pytest.mark.parametrize("at", range(0, 200_000, 7919))
def test_a_flipped_byte_never_changes_a_record(cache: ParseCache, at: int) -> None:
    cache.put(RECORDS)
    content = bytearray(cache.file.read_bytes())
    content[at % len(content)] ^= 0x55
    cache.file.write_bytes(content)
    assert cache.get(RECORDS).items() <= RECORDS.items()


def test_a_table_of_another_shape_is_replaced(cache: ParseCache) -> None:
    cache.file.parent.mkdir(0o700)
    with sqlite3.connect(cache.file) as connection:
        connection.execute("CREATE TABLE parsed (something TEXT)")
    connection.close()
    assert cache.get(RECORDS) == {}
    cache.put(RECORDS)
    cache.put(RECORDS)
    assert cache.get(RECORDS) == RECORDS


def test_a_link_in_its_place_is_not_followed(cache: ParseCache, tmp_path: Path) -> None:
    precious = ParseCache(tmp_path / "precious" / "parsed.sqlite")
    precious.put({b"a": b"1"})
    before = precious.file.read_bytes()
    cache.file.parent.mkdir(0o700)
    for link in (cache.file.symlink_to, cache.file.hardlink_to):
        link(precious.file)
        assert cache.get([b"a"]) == {}
        cache.put(RECORDS)
        assert precious.file.read_bytes() == before
        cache.file.unlink()


def test_a_linked_folder_is_not_followed(cache: ParseCache, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(0o700)
    cache.file.parent.symlink_to("elsewhere")
    cache.put(RECORDS)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_others_may_write_is_not_used(cache: ParseCache) -> None:
    cache.file.parent.mkdir()
    cache.file.parent.chmod(0o777)
    cache.put(RECORDS)
    assert list(cache.file.parent.iterdir()) == []


@pytest.mark.parametrize("where", ["/proc/nowhere/parsed.sqlite", "/dev/null/parsed.sqlite"])
def test_where_nothing_can_be_written_it_is_just_empty(where: str) -> None:
    cache = ParseCache(Path(where))
    cache.put(RECORDS)
    assert cache.get(RECORDS) == {}


def test_a_directory_in_its_place_makes_it_empty(cache: ParseCache) -> None:
    cache.file.mkdir(0o700, parents=True)
    cache.file.parent.chmod(0o700)
    cache.put(RECORDS)
    assert cache.get(RECORDS) == {}


@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_any_name_will_do(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path / os.fsdecode(b"caf\xe9?mode=x#%41") / "parsed.sqlite")
    cache.put(RECORDS)
    assert cache.get(RECORDS) == RECORDS


def test_two_doctors_may_write_at_once(cache: ParseCache) -> None:
    def doctor(number: int) -> bool:
        own = {b"%d/%d" % (number, each): b"%d" % each for each in range(300)}
        for _ in range(5):
            cache.put(own)
            found = cache.get(own)
            assert found.items() <= own.items()
        return len(found) == 300

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(doctor, range(4)))


def test_while_another_one_writes_for_long_it_is_not_waited_for(cache: ParseCache) -> None:
    cache.put({b"a": b"1"})
    other = sqlite3.connect(cache.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put({b"b": b"2"})
    assert cache.get([b"a"]) == {}
    other.execute("ROLLBACK")
    other.close()
    assert cache.get([b"a", b"b"]) == {b"a": b"1"}
