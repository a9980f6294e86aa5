"""The trash of the caches: listed with what filled it, brought back, emptied by key, by age, by need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.doctor import journal, trash
from goworkdoctor.doctor.apply import apply
from goworkdoctor.model.clinic import Kept
from goworkdoctor.model.facts import Trashed
from goworkdoctor.model.plan import Receipt, Refused
from tests.caches import a_cache, entry, facts_of, left, planned
from tests.oracle import write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n"})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return a_cache(tmp_path.resolve() / "go-build", {1: 9, 2: 30, 3: 0.1})


def clean(cache: Path, root: Path, days: str) -> Receipt:
    return apply(planned("clean-unused-entries", facts_of(cache, root), days), insist=True)


def test_it_says_what_lies_there_and_which_treatment_moved_it(cache: Path, root: Path) -> None:
    first, second = clean(cache, root, "20"), clean(cache, root, "5")
    kept = trash.contents(root)
    assert [one.receipt for one in kept] == [first, second]
    assert [(one.trashed.files, one.restorable) for one in kept] == [(1, True), (1, True)]


def test_what_the_journal_does_not_know_is_listed_and_cannot_come_back(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cache, {".goworkdoctor-trash/20250101-000000-ab12/00/x": "x"})
    monkeypatch.setenv("GOCACHE", str(cache))
    (kept,) = trash.contents(root)
    assert (kept.id, kept.restorable) == ("20250101-000000-ab12", False)
    with pytest.raises(Refused, match="no treatment that moved 20250101-000000-ab12"):
        trash.restore(kept.id)


def test_one_of_two_is_brought_back_by_its_key_from_any_checkout(cache: Path, root: Path) -> None:
    clean(cache, root, "20"), clean(cache, root, "5")
    older, newer = trash.contents(root.parent)
    assert trash.restore(older.id).state == "undone"
    assert left(cache) == {entry(2), entry(3)}
    assert [one.id for one in trash.contents(root)] == [newer.id]


def test_emptied_by_key_it_is_gone_for_good_and_the_history_knows(cache: Path, root: Path) -> None:
    clean(cache, root, "20"), clean(cache, root, "5")
    older, newer = trash.contents(root)
    receipt = apply(trash.emptying([older], root))
    assert (receipt.state, receipt.undoable) == ("applied", False)
    assert [one.id for one in trash.contents(root)] == [newer.id]
    assert [one.undoable for one in journal.history(root)] == [False, True, False]
    with pytest.raises(Refused, match="no longer in the trash"):
        trash.restore(older.id)
    assert trash.restore(newer.id).state == "undone"


def test_what_was_left_by_bringing_back_is_told_with_its_treatment(cache: Path, root: Path) -> None:
    clean(cache, root, "5")
    write(cache, {entry(1): "made anew"})
    trash.restore(trash.contents(root)[0].id)
    (kept,) = trash.contents(root)
    assert (kept.id.startswith("left-"), kept.receipt.state, kept.restorable) == (True, "undone", False)
    assert apply(trash.emptying([kept], root)).state == "applied"
    assert trash.contents(root) == ()


def test_what_no_treatment_put_there_never_goes_by_itself(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cache, {".goworkdoctor-trash/mine/x": "x", ".goworkdoctor-trash/20200101-000000-ab12/x": "x"})
    monkeypatch.setenv("GOCACHE", str(cache))
    assert [one.id for one in trash.expired(trash.contents(root), 0, days=0)] == ["20200101-000000-ab12"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_the_trash_of_another_user_is_neither_listed_nor_emptied(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cache, {".goworkdoctor-trash/20200101-000000-ab12/x": "x"})
    monkeypatch.setenv("GOCACHE", str(cache))
    kept = trash.contents(root)
    os.chown(cache / ".goworkdoctor-trash", 12345, 12345)
    assert trash.contents(root) == ()
    with pytest.raises(Refused, match="is in no trash of a cache of this user"):
        apply(trash.emptying(kept, root))


def test_an_empty_trash_is_not_emptied(root: Path) -> None:
    with pytest.raises(Refused, match="nothing to delete"):
        trash.emptying((), root)


def test_only_a_folder_of_a_trash_is_ever_deleted(cache: Path, root: Path) -> None:
    clean(cache, root, "5")
    (kept,) = trash.contents(root)
    for place in (cache, root, cache / "01", Path(kept.trashed.path).parent, Path(kept.trashed.path) / ".."):
        wrong = Kept(Trashed(str(place), 1, 1, 0.0))
        with pytest.raises(Refused, match=r"is in no trash|is not in the trash"):
            apply(trash.emptying([wrong], root))
    assert kept in trash.contents(root)


def test_days_and_a_full_disk_say_what_may_go_by_itself(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(cache, root, "20"), clean(cache, root, "5")
    kept = trash.contents(root)
    assert list(trash.expired(kept, min_free=0)) == []
    assert list(trash.expired(kept, min_free=0, days=0)) == list(kept)
    monkeypatch.setattr(trash, "space", lambda place: (10_000, 10**9))
    assert list(trash.expired(kept, min_free=10_001)) == [kept[0]]
    assert list(trash.expired(kept, min_free=10**6)) == list(kept)


def test_by_itself_goes_only_what_did_not_come_within_the_hour(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(cache, root, "20"), clean(cache, root, "5")
    monkeypatch.setattr(trash, "space", lambda place: (10_000, 10**9))
    assert trash.expire(root, min_free=10_001) == ()
    old, fresh = trash.contents(root)
    an_hour_later = old.trashed.when + trash.HOUR
    moved = replace(fresh, trashed=replace(fresh.trashed, when=an_hour_later))
    with monkeypatch.context() as later:
        later.setattr(trash, "contents", lambda root: (old, moved))
        later.setattr("goworkdoctor.doctor.trash.time.time", lambda: an_hour_later)
        assert trash.expire(root, min_free=10**6) == (old,)
    assert [one.id for one in trash.contents(root)] == [fresh.id]


def test_an_interrupted_emptying_is_told_and_the_next_finishes_it(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(cache, root, "20"), clean(cache, root, "5")
    older, newer = trash.contents(root)

    def failing(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    with monkeypatch.context() as broken:
        broken.setattr("goworkdoctor.system.trash.shutil.rmtree", failing)
        receipt = apply(trash.emptying([older], root))
    assert receipt.state == "failed"
    assert "emptying the trash had begun, and cannot be taken back" in receipt.why
    assert [one.id for one in trash.contents(root)] == [newer.id]
    apply(trash.emptying([newer], root))
    assert not (cache / ".goworkdoctor-trash").exists()
