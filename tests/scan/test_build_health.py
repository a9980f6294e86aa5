"""The health scan: everything spoilt is found, nothing healthy is accused, and nothing is read twice."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path
from threading import Thread

import pytest

from goworkdoctor.golang.buildcache import EMPTY
from goworkdoctor.model.buildcache import BuildCache, BuildHealth
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.progress import Progress
from goworkdoctor.scan import build_health, entries, reading
from goworkdoctor.scan.build_health import HealthScan, gather
from goworkdoctor.scan.gatherer import Look, Skipped
from tests.clinic import Clinic, clinic, flip, index_entry, output, spoil
from tests.nobody import as_nobody, only_root, open_to_nobody
from tests.oracle import Go, write


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as at rest at once, or tests would wait for that."""
    monkeypatch.setattr(build_health, "QUIET", 0.02)
    monkeypatch.setattr(entries, "SETTLED", 0.02)


def scan(cache: Path, again: bool = False) -> BuildHealth:
    time.sleep(0.05)
    return HealthScan(cache, Look(cache, again=again)).run()


def bad(health: BuildHealth) -> set[str]:
    return {entry.name for entry in health.bad}


def test_a_hundred_random_corruptions_are_all_found_and_nothing_else(go: Go, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(go.cache, cache, copy_function=os.link, ignore=shutil.ignore_patterns("fuzz"))
    chance = random.Random(6)
    healthy = [path for path in sorted(cache.glob("??/*-d")) if path.is_file() and path.stat().st_size]
    spoilt = chance.sample(healthy, 100)
    for file in spoilt:
        data = file.read_bytes()
        spoil(file, flip(data, chance.randrange(len(data)), chance.randrange(1, 256)))
    assert bad(scan(cache)) == {file.relative_to(cache).as_posix() for file in spoilt}


def test_a_real_cache_is_healthy_with_its_oddities(any_go: Go, tmp_path: Path) -> None:
    here = clinic(any_go, tmp_path)
    assert (here.cache / EMPTY[:2] / f"{EMPTY}-d").stat().st_size == 0
    write(here.cache, {"ab/stranger": "x", f"ab/{'ab' * 32}-x": "x", f"cd/{'ab' * 32}-d": "x"})
    (here.cache / "ab" / f"{'ab' * 32}-d").symlink_to(here.cache / "README")
    (here.cache / "ab" / f"{'ab' * 32}-a").symlink_to("nowhere")
    write(here.cache, {f"ef/{'ef' * 32}-d/main": "an executable"})
    found = scan(here.cache)
    assert (found.bad, found.dangling, found.foreign, found.folders) == ((), 0, 5, 1)
    assert found.checked == found.entries - 1 == len(list(here.cache.glob("??/*-[ad]"))) - 4


def test_a_believed_entry_has_a_package_and_an_index_entry_to_blame(any_go: Go, tmp_path: Path) -> None:
    here = clinic(any_go, tmp_path)
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), 700))
    (found,) = scan(here.cache).bad
    assert (found.blame, found.notices, found.size) == ("ex.com/m/q", False, archive.stat().st_size)
    pointing = {
        path.relative_to(here.cache).as_posix()
        for path in here.cache.glob("??/*-a")
        if archive.name[:-2] in path.read_text()
    }
    assert set(found.leads) == pointing != set()


def test_what_go_notices_itself_is_told_apart(tmp_path: Path) -> None:
    shorter, unreached, spoilt = output(tmp_path, b"x" * 100), output(tmp_path, b"y"), output(tmp_path, b"z")
    index_entry(tmp_path, 1, shorter, 100)
    index_entry(tmp_path, 2, spoilt, 1)
    spoil(shorter, b"x" * 50)
    spoil(unreached, b"Y")
    spoil(spoilt, b"Z")
    notices = {entry.name[3:-2]: entry.notices for entry in scan(tmp_path).bad}
    assert notices == {shorter.name[:-2]: True, unreached.name[:-2]: True, spoilt.name[:-2]: False}


def test_index_entries_that_go_takes_for_a_miss(tmp_path: Path) -> None:
    file = output(tmp_path, b"x" * 10)
    index_entry(tmp_path, 1, file, 10)
    wrong_size = index_entry(tmp_path, 2, file, 11)
    no_output = index_entry(tmp_path, 3, tmp_path / f"{'12' * 32}-d", 10)
    broken = index_entry(tmp_path, 4, file, 10)
    spoil(broken, broken.read_bytes()[:-1])
    misplaced = index_entry(tmp_path, 5, file, 10)
    spoil(misplaced, index_entry(tmp_path, 6, file, 10).read_bytes())
    found = scan(tmp_path)
    names = {one: one.relative_to(tmp_path).as_posix() for one in (wrong_size, no_output, broken, misplaced)}
    assert {entry.name: entry.reason for entry in found.bad} == {
        names[wrong_size]: "it says 11 bytes, and its output has 10",
        names[broken]: "it is no index entry of go's",
        names[misplaced]: "it is no index entry of go's",
    }
    assert all(entry.notices for entry in found.bad)
    assert found.dangling == 1


def test_nothing_is_read_twice_that_did_not_change(tmp_path: Path) -> None:
    files = [output(tmp_path, b"%d" % number * 100) for number in range(50)]
    for number, file in enumerate(files):
        index_entry(tmp_path, number, file, file.stat().st_size)
    first, second = scan(tmp_path), scan(tmp_path)
    assert (first.checked, first.unchanged) == (100, 0)
    assert (second.checked, second.unchanged, second.read) == (0, 100, 0)
    assert scan(tmp_path, again=True).checked == 100


def test_what_was_verified_and_changed_since_is_found(tmp_path: Path) -> None:
    file = output(tmp_path, b"x" * 100)
    lead = index_entry(tmp_path, 1, file, 100)
    before = file.stat()
    assert scan(tmp_path).bad == ()
    with file.open("r+b") as writing:
        writing.write(b"y")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    (found,) = scan(tmp_path).bad
    assert found.leads == (lead.relative_to(tmp_path).as_posix(),)
    assert not found.notices


def test_an_output_that_vanished_since_leaves_its_index_entry_dangling(tmp_path: Path) -> None:
    file = output(tmp_path, b"x")
    index_entry(tmp_path, 1, file, 1)
    assert scan(tmp_path).dangling == 0
    file.unlink()
    found = scan(tmp_path)
    assert (found.dangling, found.bad) == (1, ())


def test_an_output_that_is_being_written_is_nobodys_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_health, "QUIET", 0.5)
    file = output(tmp_path, b"x" * 1000)
    file.write_bytes(b"x" * 10)

    def write_on() -> None:
        for length in range(100, 1001, 100):
            time.sleep(0.05)
            with file.open("r+b") as writing:
                writing.write(b"x" * length)

    writer = Thread(target=write_on)
    writer.start()
    assert HealthScan(tmp_path, Look(tmp_path)).run().bad == ()
    writer.join()
    file.write_bytes(b"x" * 10)
    monkeypatch.setattr(build_health, "PATIENCE", 0.1)
    assert HealthScan(tmp_path, Look(tmp_path)).run().bad == ()


def test_what_vanishes_while_it_is_looked_at_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [output(tmp_path, b"%d" % number) for number in range(20)]
    spoil(files[3], b"!")
    real = build_health.listing

    def listed(cache: Path) -> entries.Listing:
        found = real(cache)
        for file in files[5:]:
            file.unlink()
        return found

    monkeypatch.setattr(build_health, "listing", listed)
    assert bad(scan(tmp_path)) == {files[3].relative_to(tmp_path).as_posix()}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output(tmp_path, b"x")

    def broken_disk(reader: reading.Reader, file: int) -> tuple[str, int]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(reading.Reader, "sha256", broken_disk)
    (found,) = scan(tmp_path).bad
    assert found.reason == "it cannot be read: Input/output error"


def test_progress_counts_up_to_all(tmp_path: Path) -> None:
    for number in range(30):
        output(tmp_path, b"%d" % number * 1000)
    told: list[Progress] = []
    found = HealthScan(tmp_path, Look(tmp_path, on_progress=told.append)).run()
    assert (told[-1].read, told[-1].done) == (told[-1].bytes, told[-1].total) == (found.read, 30)
    assert found.read == found.bytes


def test_a_scan_stands_still_while_it_is_paused(tmp_path: Path) -> None:
    for number in range(30):
        output(tmp_path, b"%d" % number)
    told: list[Progress] = []
    look = Look(tmp_path, on_progress=told.append)
    look.paused.set()
    scanning = Thread(target=HealthScan(tmp_path, look).run)
    scanning.start()
    time.sleep(0.4)
    assert {progress.done for progress in told} == {0}
    look.paused.clear()
    scanning.join(10)
    assert told[-1].done == 30
    assert told[-1].seconds < 0.4


def test_a_cancelled_scan_is_resumed_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(200):
        output(tmp_path, b"%d" % number)
    time.sleep(0.05)
    look, real = Look(tmp_path), HealthScan.is_sound
    seen = []

    def cancel_half_way(self: HealthScan, entry: entries.Entry, reader: reading.Reader) -> bool:
        seen.append(entry)
        if len(seen) == 100:
            look.cancelled.set()
        time.sleep(0.002)
        return real(self, entry, reader)

    monkeypatch.setattr(HealthScan, "is_sound", cancel_half_way)
    with pytest.raises(Skipped, match="cancelled"):
        HealthScan(tmp_path, look).run()
    monkeypatch.setattr(HealthScan, "is_sound", real)
    rest = scan(tmp_path)
    assert 100 <= rest.unchanged < 200
    assert rest.checked == 200 - rest.unchanged


def test_a_cache_that_is_not_there_is_not_called_healthy(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match="no build cache"):
        gather(Look(tmp_path), Facts(tmp_path, build_cache=BuildCache(str(tmp_path / "none"))))


def test_nothing_in_the_cache_changes(go: Go, tmp_path: Path) -> None:
    here: Clinic = clinic(go, tmp_path)
    before = {path: path.lstat()[:9] for path in here.cache.rglob("*")}
    scan(here.cache)
    assert {path: path.lstat()[:9] for path in here.cache.rglob("*")}.keys() == before.keys()
    changed = [
        p for p, status in before.items() if p.lstat()[:7] + p.lstat()[8:9] != status[:7] + status[8:9]
    ]
    assert not changed


@only_root
def test_what_may_not_be_read_is_named_and_nobodys_fault(tmp_path: Path) -> None:
    files = [output(tmp_path, b"%d" % number) for number in range(20)]
    lone, closed = files[3], files[5].parent
    for number, file in enumerate(files):
        index_entry(tmp_path, number, file, file.stat().st_size)
    lone.chmod(0)
    closed.chmod(0o700)
    open_to_nobody(tmp_path)

    def work() -> None:
        found = scan(tmp_path)
        assert (found.bad, found.dangling) == ((), 0)
        assert found.unreadable == tuple(sorted((closed.name, lone.relative_to(tmp_path).as_posix())))

    as_nobody(work)
