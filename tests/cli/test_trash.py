"""`goworkdoctor trash`, and the tiers of cleaning as CI runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.caches import a_cache, age, entry, left
from tests.cli.conftest import Doctor


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's build cache: two entries that nobody used for long, and one that somebody did."""
    folder = a_cache(tmp_path.resolve() / "go-build", {1: 40, 2: 9, 3: 0.1})
    monkeypatch.setenv("GOCACHE", str(folder))
    return folder


def test_a_tier_is_shown_first_then_done_then_listed(doctor: Doctor, cache: Path, healthy: Path) -> None:
    shown = doctor("-C", healthy, "fix", "clean-unused-entries")
    assert (shown.code, len(left(cache))) == (0, 3)
    assert "move 2 entries (16.4 kB)" in shown.out
    assert "what is needed again is compiled again; nothing is downloaded" in " ".join(shown.out.split())
    done = doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    assert (done.code, left(cache)) == (0, {entry(3)})
    listed = doctor("-C", healthy, "trash")
    assert (
        f"16.4 kB          2 files  move what was unused for 5 days out of the build cache {cache}"
        in listed.out
    )
    again = doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    assert (again.code, "nothing is left to do" in again.err) == (0, True)


def test_a_tier_takes_a_value_of_one_s_own(doctor: Doctor, cache: Path, healthy: Path) -> None:
    assert doctor("-C", healthy, "fix", "clean-unused-entries", "--choose", "20", "--apply").code == 0
    assert left(cache) == {entry(2), entry(3)}
    refused = doctor("-C", healthy, "fix", "clean-to-budget", "--choose", "much")
    assert (refused.code, "'much' is not a size, like 20GB" in refused.err) == (1, True)
    assert "--choose 20GB  at most 20GB" in refused.err


def test_what_may_be_chosen_is_told_only_where_that_helps(
    doctor: Doctor, cache: Path, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache.parent / "link").symlink_to(cache)
    monkeypatch.setenv("GOCACHE", str(cache.parent / "link"))
    refused = doctor("-C", healthy, "fix", "clean-unused-entries")
    assert (refused.code, "is a symbolic link" in refused.err) == (1, True)
    assert "--choose" not in refused.err


def test_cleaning_tells_when_the_room_is_free_and_an_empty_trash_is_no_failure(
    doctor: Doctor, cache: Path, healthy: Path
) -> None:
    shown = " ".join(doctor("-C", healthy, "fix", "clean-unused-entries").out.split())
    assert "the room is free once the trash is emptied: `goworkdoctor trash empty --apply`" in shown
    nothing = doctor("-C", healthy, "fix", "empty-trash", "--apply")
    assert (nothing.code, "the trash of every cache is empty" in nothing.err) == (0, True)


def test_an_empty_folder_for_a_cache_is_clean_already(
    doctor: Doctor, cache: Path, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache.parent / "new").mkdir()
    monkeypatch.setenv("GOCACHE", str(cache.parent / "new"))
    ended = doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    assert (ended.code, f"{cache.parent}/new is empty" in ended.err) == (0, True)


def test_a_program_that_stands_in_for_the_cache_is_named_before_cleaning(
    doctor: Doctor, cache: Path, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOCACHEPROG", "/bin/false")
    shown = doctor("-C", healthy, "fix", "clean-unused-entries").out
    assert "GOCACHEPROG is set: builds use what that program keeps, and not this cache" in shown


def test_a_relative_gocache_is_refused_as_go_refuses_it(
    doctor: Doctor, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOCACHE", "relative")
    ended = doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    assert (ended.code, "GOCACHE is not an absolute path, and go refuses it too" in ended.err) == (1, True)


def key(doctor: Doctor, checkout: Path) -> str:
    """The id of the only thing in the trash."""
    (line,) = doctor("-C", checkout, "trash").out.splitlines()
    return line.split()[0]


def test_it_is_brought_back_by_its_key(doctor: Doctor, cache: Path, healthy: Path) -> None:
    doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    back = doctor("-C", healthy, "trash", "restore", key(doctor, healthy))
    assert (back.code, len(left(cache))) == (0, 3)
    assert back.out.startswith("undone: move what was unused for 5 days")
    assert doctor("-C", healthy, "trash").err == "the trash is empty\n"
    unknown = doctor("-C", healthy, "trash", "restore", "nothing")
    assert (unknown.code, "no treatment that moved nothing to the trash" in unknown.err) == (1, True)


def test_emptying_is_shown_first_and_cannot_be_undone(doctor: Doctor, cache: Path, healthy: Path) -> None:
    doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    id = key(doctor, healthy)
    shown = doctor("-C", healthy, "trash", "empty")
    assert "This cannot be undone." in shown.out
    assert key(doctor, healthy) == id
    assert (
        doctor("-C", healthy, "trash", "empty", "--older-than", "1", "--apply").err == "nothing to delete\n"
    )
    assert doctor("-C", healthy, "trash", "empty", "nothing", "--apply").code == 2
    assert doctor("-C", healthy, "trash", "empty", id, "--apply").code == 0
    assert not (cache / ".goworkdoctor-trash").exists()
    assert "goworkdoctor undo" not in doctor("-C", healthy, "history").out


def test_outright_leaves_nothing_in_the_trash(doctor: Doctor, cache: Path, healthy: Path) -> None:
    shown = doctor("-C", healthy, "fix", "clean-unused-entries", "--outright")
    assert "--outright: then it is deleted from the trash, which cannot be undone." in shown.out
    done = doctor("-C", healthy, "fix", "clean-unused-entries", "--outright", "--apply")
    assert (done.code, left(cache)) == (0, {entry(3)})
    assert "and deleted for good" in done.out
    assert not (cache / ".goworkdoctor-trash").exists()


def test_what_lay_there_for_long_goes_with_the_next_fix(
    doctor: Doctor, cache: Path, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = ("-C", healthy, "fix", "clean-unused-entries")
    doctor(*clean, "--apply")
    id = key(doctor, healthy)
    with monkeypatch.context() as later:
        later.setattr("goworkdoctor.doctor.trash.time.time", lambda: 4e9)
        assert "nothing is left to do" in doctor(*clean, "--apply").err
    assert key(doctor, healthy) == id, "where nothing is done, nothing goes"
    age(cache / entry(3), 9)
    monkeypatch.setattr("goworkdoctor.doctor.trash.time.time", lambda: 4e9)
    doctor(*clean)
    assert key(doctor, healthy) == id
    ended = doctor(*clean, "--apply")
    assert f"deleted from the trash: {id}, 16.4 kB, by move what was unused for 5 days" in ended.err
    assert "it lay there for " in ended.err
    assert not (cache / ".goworkdoctor-trash" / id).exists()


def test_a_full_disk_never_takes_what_has_just_come(
    doctor: Doctor, cache: Path, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goworkdoctor.doctor.trash.space", lambda place: (0, 10**9))
    doctor("-C", healthy, "fix", "clean-unused-entries", "--choose", "20", "--apply")
    ended = doctor("-C", healthy, "fix", "clean-unused-entries", "--apply")
    assert "deleted" not in ended.err
    assert len(doctor("-C", healthy, "trash").out.splitlines()) == 2


def test_ci_holds_the_cache_to_its_budget(doctor: Doctor, cache: Path, healthy: Path) -> None:
    (healthy / "goworkdoctor.toml").write_text('build-cache-budget = "20KB"\n')
    report = doctor("-C", healthy, "--deep", "--select", "GC602", "--fail-on", "warning")
    assert (report.code, report.err) == (1, ""), report
    assert "build-cache-budget allows 20.0 kB" in report.out
    assert doctor("-C", healthy, "fix", "GC602", "--apply", "--insist").code == 0
    assert left(cache) == {entry(3)}
    assert doctor("-C", healthy, "--deep", "--select", "GC602", "--fail-on", "warning").code == 0
