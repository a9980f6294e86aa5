"""The journal survives kill -9 anywhere, damaged entries, other doctors, and many years."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.doctor import journal, plan_json
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.sides import identity
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.plan import EditFile, MoveToTrash, Plan, Refused, RunCommand
from tests.doctor.killing import killed_at
from tests.oracle import write
from tests.treating import snapshot


def three_files(root: Path) -> Plan:
    """A plan that edits, creates, removes and moves."""
    write(root, {"edited": "old\n", "removed": "bye\n", "moved/x": "x"})
    (root / "removed").chmod(0o754)
    return Plan(
        "test",
        "Change three files",
        root,
        (
            EditFile(root / "edited", b"old\n", b"new\n"),
            EditFile(root / "created", None, b""),
            EditFile(root / "removed", b"bye\n", None),
            MoveToTrash(root / "moved", root.parent / "trash/moved", 1, identity(root / "moved")),
        ),
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"bystander": "!"})


def test_kill_9_anywhere_leaves_all_or_nothing(root: Path) -> None:
    plan = three_files(root)
    before = snapshot(root)
    after = {name: before[name] for name in before if name not in ("removed", "moved/x")} | {
        "edited": (b"new\n", before["edited"][1]),
        "created": (b"", 0o100644),
    }
    endings = set()
    number = 1
    while killed_at(number, lambda: apply(plan)):
        recovered = journal.recover()
        now = snapshot(root)
        assert now in (before, after), f"half done after a kill at {number}"
        if recovered:
            endings.add(recovered[0].state)
            assert recovered[0].state == ("applied" if now == after else "reversed")
        assert journal.recover() == ()
        if now == after:
            assert undo(None, root).state == "undone"
        assert snapshot(root) == before
        number += 1
    assert snapshot(root) == after
    assert endings == {"applied", "reversed"}
    assert number > 40


def test_kill_9_while_undoing_leaves_all_or_nothing(root: Path) -> None:
    plan = three_files(root)
    before = snapshot(root)
    apply(plan)
    after = snapshot(root)
    number, endings = 1, set()
    while killed_at(number, lambda: undo(None, root)):
        recovered = journal.recover()
        now = snapshot(root)
        assert now in (before, after), f"half undone after a kill at {number}"
        state = journal.history(root)[0].state
        endings.add(state)
        assert state == ("undone" if now == before else "applied")
        assert not recovered or recovered[0].state == state
        if now == before:
            apply(plan)
        number += 1
    assert snapshot(root) == before
    assert endings == {"applied", "undone"}


def test_kill_9_while_recovering_is_recovered(root: Path) -> None:
    plan = three_files(root)
    before = snapshot(root)
    first = 1
    while not (root / "created").exists():
        assert killed_at(first, lambda: apply(plan))
        if not (root / "created").exists():
            journal.recover()
        first += 1
    number = 1
    while killed_at(number, journal.recover):
        journal.recover()
        assert snapshot(root) == before
        assert killed_at(first, lambda: apply(plan))
        number += 1
    assert snapshot(root) == before
    assert number > 5


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(root: Path) -> None:
    plan = three_files(root)
    number = 1
    while (root / "removed").exists():
        assert killed_at(number, lambda: apply(plan))
        if (root / "removed").exists():
            journal.recover()
        number += 1
    (root / "edited").write_text("somebody else\n")
    (receipt,) = journal.recover()
    assert receipt.state == "failed"
    assert receipt.why == "interrupted; edited was changed since and is left as it is"
    assert (root / "edited").read_text() == "somebody else\n"
    assert (root / "removed").read_bytes() == b"bye\n"
    assert stat.S_IMODE((root / "removed").stat().st_mode) == 0o754
    assert not (root / "created").exists()


def test_an_interrupted_command_is_said_to_have_begun(root: Path, tmp_path: Path) -> None:
    step = RunCommand(("/bin/sh", "-c", f"echo ran >> {tmp_path}/log"), Path("/"), cannot_undo="it is gone")
    plan = Plan("test", "Run", root, (step,))
    states = []
    number = 1
    while killed_at(number, lambda: apply(plan)):
        states += [receipt.why or receipt.state for receipt in journal.recover()]
        number += 1
    assert list(dict.fromkeys(states)) == [
        "interrupted; everything is as it was before",
        f"interrupted; `/bin/sh -c 'echo ran >> {tmp_path}/log'` had begun, and cannot be taken back",
        "applied",
    ]


def test_nothing_to_recover_is_the_usual_case_and_writes_nothing(root: Path) -> None:
    assert journal.recover() == ()
    assert not journal.folder().exists()


def test_history_is_newest_first_and_by_checkout(root: Path, tmp_path: Path) -> None:
    other = write(tmp_path.resolve() / "other", {"f": "1"})
    for place, old, new in ((other, b"1", b"2"), (root, b"!", b"?"), (other, b"2", b"3")):
        name = "bystander" if place == root else "f"
        apply(Plan("test", f"to {new.decode()}", place, (EditFile(place / name, old, new),)))
    assert [receipt.title for receipt in journal.history()] == ["to 3", "to ?", "to 2"]
    assert [receipt.title for receipt in journal.history(other)] == ["to 3", "to 2"]
    assert journal.history(other)[0].paths == ("f",)
    assert [receipt.id for receipt in journal.history()] == ["3", "2", "1"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: (entry / "plan.json").write_text("{"),
        lambda entry: (entry / "plan.json").write_text('{"version": 99}'),
        lambda entry: (entry / "state.json").unlink(),
        lambda entry: (entry / "state.json").write_text("[]"),
        lambda entry: next((entry / "blobs").iterdir()).write_text("other"),
    ],
)
def test_a_damaged_entry_harms_no_other(root: Path, damage: object) -> None:
    for old, new in ((b"!", b"?"), (b"?", b"."), (b".", b"!")):
        apply(Plan("test", "t", root, (EditFile(root / "bystander", old, new),)))
    assert callable(damage)
    damage(journal.folder() / "2")
    assert [receipt.state for receipt in journal.history()] == ["applied", "failed", "applied"]
    assert "journal entry 2 cannot be read" in journal.history()[1].why
    assert [receipt.id for receipt in journal.history(root)] == ["3", "1"]
    assert undo(None, root).id == "3"


def test_the_journal_is_for_this_user_only(root: Path) -> None:
    apply(Plan("test", "t", root, (EditFile(root / "bystander", b"!", b"?"),)))
    for place in (journal.folder(), journal.folder() / "1", journal.folder() / "1" / "blobs"):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_old_entries_go_but_not_what_is_still_needed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT", 5)
    write(root, {"trashed": "x"})
    step = MoveToTrash(root / "trashed", root.parent / "trash", 1, identity(root / "trashed"))
    apply(Plan("test", "trash", root, (step,)))
    for number in range(10):
        old, new = (b"!", b"?") if number % 2 == 0 else (b"?", b"!")
        apply(Plan("test", "t", root, (EditFile(root / "bystander", old, new),)))
    assert [receipt.id for receipt in journal.history()] == ["11", "10", "9", "8", "7", "1"]
    assert undo("1", root).state == "undone"


def test_two_doctors_never_act_at_once(root: Path) -> None:
    plan = Plan("test", "t", root, (EditFile(root / "bystander", b"!", b"?"),))
    with journal.locked():
        with pytest.raises(Refused, match="another goworkdoctor is treating something"):
            apply(plan)
        with pytest.raises(Refused, match="another goworkdoctor is treating something"):
            undo(None, root)
    assert apply(plan).state == "applied"


def test_a_doctor_at_work_is_not_taken_for_a_crash(root: Path) -> None:
    with journal.locked():
        journal.begin(Plan("test", "t", root, (EditFile(root / "bystander", b"!", b"?"),)))
        assert journal.recover() == ()
    assert [receipt.state for receipt in journal.recover()] == ["reversed"]


def test_the_journal_lies_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert journal.folder() == tmp_path / "goworkdoctor/journal"
    for ignored in ("relative", ""):
        monkeypatch.setenv("XDG_STATE_HOME", ignored)
        assert journal.folder() == Path(os.environ["HOME"]) / ".local/state/goworkdoctor/journal"


names = st.text(st.characters(exclude_characters="/\0"), min_size=1).filter(
    lambda name: name not in (".", "..")
)
odd = st.binary(min_size=1, max_size=8).filter(lambda raw: b"/" not in raw and b"\0" not in raw)
paths = (names | odd.map(os.fsdecode)).map(lambda name: Path("/r", name))
contents = st.none() | st.binary(max_size=20)
steps = st.one_of(
    st.builds(EditFile, paths, contents, contents),
    st.builds(MoveToTrash, paths, paths, st.integers(0), names),
    st.builds(
        RunCommand,
        st.lists(names, min_size=1).map(tuple),
        paths,
        names,
        st.none() | st.integers(0),
        st.lists(names).map(tuple),
        st.lists(st.tuples(names, names)).map(tuple),
    ),
)


@given(st.builds(Plan, names, names, paths, st.lists(steps).map(tuple), st.just(("note",)), st.just(())))
def test_a_plan_comes_back_from_the_journal_as_it_went_in(plan: Plan) -> None:
    kept = dict(plan_json.blobs(plan))
    assert plan_json.load(plan_json.dump(plan), kept.__getitem__) == plan
