"""Many entries move in one step: whole, whatever kills it, and leaving alone what go uses meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import describe
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.plan import MoveEntries, Plan, Refused
from tests.caches import a_cache, age, entry, facts_of, left, planned
from tests.doctor.killing import killed_at
from tests.oracle import write
from tests.treating import snapshot

TRASH = ".goworkdoctor-trash"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n"})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Three entries that nobody used for days, one of them a folder, and one that was used today."""
    cache = a_cache(tmp_path.resolve() / "go-build", {1: 9, 2: 30, 4: 0.1})
    write(cache, {f"{entry(3)}/program": "x" * 5000})
    age(cache / entry(3), 9)
    return cache


def cleaning(cache: Path, root: Path) -> Plan:
    return planned("clean-unused-entries", facts_of(cache, root))


def everywhere(cache: Path) -> set[tuple[str, bytes]]:
    """The name and content of each entry, be it in the cache or in its trash; none is there twice."""
    files = [path for path in cache.rglob("*-d*") if path.is_file()]
    files += cache.rglob("program")
    found = [(path.relative_to(cache).as_posix(), path.read_bytes()) for path in files]
    entries = [(name.split("/", 2)[2] if name.startswith(TRASH) else name, data) for name, data in found]
    assert len(entries) == len(set(entries))
    return set(entries)


def test_one_step_says_how_many_and_how_much(cache: Path, root: Path) -> None:
    (step,) = cleaning(cache, root).steps
    assert isinstance(step, MoveEntries)
    assert (step.count, step.bytes) == (3, 3 * 8192)
    assert describe(step) == (
        f"move 3 entries (24.6 kB) of {cache} to its trash, {step.trash.name}; can be undone"
    )


def test_done_and_undone_leaves_no_trace(cache: Path, root: Path) -> None:
    before = snapshot(cache)
    receipt = apply(cleaning(cache, root))
    assert receipt.state == "applied"
    assert left(cache) == {entry(4)}
    assert undo(receipt.id, root).state == "undone"
    assert snapshot(cache) == before
    assert not (cache / TRASH).exists()
    assert (cache / entry(1)).stat().st_mtime < time.time() - 8 * 86400


def test_kill_9_anywhere_loses_nothing(cache: Path, root: Path) -> None:
    before, all_entries = left(cache), everywhere(cache)
    number, endings = 1, set()
    while killed_at(number, lambda: apply(cleaning(cache, root))):
        assert everywhere(cache) == all_entries
        recovered = journal.recover()
        now = left(cache)
        assert now in (before, {entry(4)}), f"half done after a kill at {number}"
        endings |= {receipt.state for receipt in recovered}
        if now != before:
            undo(None, root)
        assert (left(cache), everywhere(cache)) == (before, all_entries)
        assert not (cache / TRASH).exists()
        number += 1
    assert left(cache) == {entry(4)}
    assert endings == {"applied", "reversed"}
    assert number > 30


def test_kill_9_while_bringing_back_loses_nothing(cache: Path, root: Path) -> None:
    before, all_entries = left(cache), everywhere(cache)
    apply(cleaning(cache, root))
    number = 1
    while killed_at(number, lambda: undo(None, root)):
        assert everywhere(cache) == all_entries
        journal.recover()
        now = left(cache)
        assert now in (before, {entry(4)}), f"half undone after a kill at {number}"
        if now == before:
            apply(cleaning(cache, root))
        number += 1
    assert (left(cache), everywhere(cache)) == (before, all_entries)
    assert number > 15


def test_what_go_used_or_dropped_since_the_preview_stays_as_it_is(cache: Path, root: Path) -> None:
    plan = cleaning(cache, root)
    age(cache / entry(1), 0)
    (cache / entry(2)).unlink()
    receipt = apply(plan)
    assert (receipt.state, left(cache)) == ("applied", {entry(1), entry(4)})
    assert undo(receipt.id, root).state == "undone"
    assert left(cache) == {entry(1), entry(3), entry(4)}


def test_what_go_made_anew_is_not_overwritten_by_bringing_back(cache: Path, root: Path) -> None:
    receipt = apply(cleaning(cache, root))
    write(cache, {entry(1): "made anew"})
    assert undo(receipt.id, root).state == "undone"
    assert (cache / entry(1)).read_text() == "made anew"
    assert left(cache) == {entry(1), entry(2), entry(3), entry(4)}
    (leftover,) = (cache / TRASH).iterdir()
    assert leftover.name.startswith("left-")
    assert [path.relative_to(leftover).as_posix() for path in leftover.rglob("*-d")] == [entry(1)]


def test_a_trash_that_was_emptied_cannot_be_undone(cache: Path, root: Path) -> None:
    receipt = apply(cleaning(cache, root))
    (folder,) = (cache / TRASH).iterdir()
    folder.rename(root / "gone")
    assert not journal.history(root)[0].undoable
    with pytest.raises(Refused, match="is no longer in the trash"):
        undo(receipt.id, root)


def test_a_disk_that_fails_half_way_puts_all_back(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, plan, real = left(cache), cleaning(cache, root), os.rename

    def failing(source: str, target: str) -> None:
        if str(source).endswith(entry(2)) and TRASH in str(target):
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "rename", failing)
    receipt = apply(plan)
    assert receipt.state == "reversed"
    assert "No space left on device" in receipt.why
    assert left(cache) == before
    assert not (cache / TRASH).exists()


def test_many_thousands_of_entries_take_seconds(cache: Path, root: Path) -> None:
    for number in range(256):
        shard = cache / f"{number:02x}"
        shard.mkdir(exist_ok=True)
        for more in range(20):
            name = shard / f"{number:02x}{more:062x}-a"
            name.write_bytes(b"x")
            age(name, 9)
    began = time.monotonic()
    receipt = apply(cleaning(cache, root))
    undo(receipt.id, root)
    assert time.monotonic() - began < 10
    assert len(left(cache)) == 256 * 20 + 4
