"""What was applied is taken back to the byte, or refused with the reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.plan import EditFile, Plan, Refused, RunCommand
from goworkdoctor.system import atomic
from tests.oracle import write
from tests.treating import snapshot


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"f": "1"})


def step(root: Path, before: bytes | None, after: bytes | None, name: str = "f") -> Plan:
    return Plan("test", f"{name} to {after!r}", root, (EditFile(root / name, before, after),))


def test_plans_are_undone_from_the_newest_to_the_oldest(root: Path) -> None:
    for before, after in ((b"1", b"2"), (b"2", b"3"), (b"3", b"4")):
        apply(step(root, before, after))
    for expected in (b"3", b"2", b"1"):
        undo(None, root)
        assert (root / "f").read_bytes() == expected
    with pytest.raises(Refused, match="nothing that was done in this checkout can be undone"):
        undo(None, root)
    assert [receipt.state for receipt in journal.history()] == ["undone"] * 3


def test_a_removed_file_comes_back_with_its_mode(root: Path) -> None:
    (root / "f").chmod(0o751)
    before = snapshot(root)
    apply(step(root, b"1", None))
    assert not (root / "f").exists()
    undo(None, root)
    assert snapshot(root) == before


def test_a_created_file_goes(root: Path) -> None:
    before = snapshot(root)
    apply(step(root, None, b"new", "g"))
    undo(None, root)
    assert snapshot(root) == before


def test_what_somebody_changed_since_is_not_undone(root: Path) -> None:
    apply(step(root, b"1", b"2"))
    (root / "f").write_text("mine")
    with pytest.raises(Refused, match=r"^f was changed since$"):
        undo(None, root)
    assert (root / "f").read_text() == "mine"
    assert journal.history()[0].undoable


def test_what_a_later_plan_changed_names_that_plan(root: Path) -> None:
    apply(step(root, b"1", b"2"))
    apply(step(root, b"2", b"3"))
    with pytest.raises(Refused, match=r"^f was changed since by 2 \(f to b'3'\): undo that first$"):
        undo("1", root)


def test_what_is_not_applied_cannot_be_undone(root: Path) -> None:
    apply(step(root, b"1", b"2"))
    undo("1", root)
    with pytest.raises(Refused, match=r"1 \(f to b'2'\) is undone: there is nothing to undo"):
        undo("1", root)
    with pytest.raises(Refused, match="the journal has no 7 for this checkout"):
        undo("7", root)


def test_what_cannot_be_undone_says_why_and_is_passed_over(root: Path) -> None:
    apply(step(root, b"1", b"2"))
    command = RunCommand(("/bin/true",), Path("/"), cannot_undo="deleted is deleted")
    apply(Plan("test", "Clean", root, (command,)))
    with pytest.raises(Refused, match=r"2 \(Clean\) cannot be undone: deleted is deleted"):
        undo("2", root)
    assert undo(None, root).id == "1"


def test_another_checkout_is_not_touched(root: Path, tmp_path: Path) -> None:
    apply(step(root, b"1", b"2"))
    with pytest.raises(Refused):
        undo(None, tmp_path)
    with pytest.raises(Refused):
        undo("1", tmp_path)


def test_a_disk_that_fills_up_while_undoing_leaves_all_applied(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"g": "1"})
    steps = tuple(EditFile(root / name, b"1", b"2") for name in "fg")
    apply(Plan("test", "both", root, steps))
    before = snapshot(root)
    real = atomic.replace

    def full(path: Path, data: bytes, token: str, like: atomic.Look | None = None) -> None:
        if path == root / "f" and data == b"1":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, data, token, like)

    monkeypatch.setattr(atomic, "replace", full)
    with pytest.raises(Refused, match=r"nothing was undone: .*No space left on device"):
        undo(None, root)
    assert snapshot(root) == before
    monkeypatch.setattr(atomic, "replace", real)
    assert undo(None, root).state == "undone"
    assert (root / "f").read_text() == (root / "g").read_text() == "1"
