"""A plan is applied as it was shown, or refused with the reason and nothing written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from goworkdoctor.doctor import journal, precondition
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.sides import identity
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.plan import EditFile, MoveToTrash, Plan, Refused, RunCommand, Step
from goworkdoctor.system import atomic
from tests.oracle import write
from tests.treating import snapshot


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"go.work": "old\n", "go.mod": "m\n", "cache/x": "x"})


def plan(root: Path, *steps: Step) -> Plan:
    return Plan("test", "Test", root, steps or (edit(root),))


def edit(root: Path) -> EditFile:
    return EditFile(root / "go.work", b"old\n", b"new\n")


def move(root: Path) -> MoveToTrash:
    return MoveToTrash(root / "cache", root.parent / "trash", 1, identity(root / "cache"))


def shell(script: str, **more: object) -> RunCommand:
    return RunCommand(("/bin/sh", "-c", script), Path("/"), **more)  # type: ignore[arg-type]


def test_every_kind_of_step_is_done_and_told_in_its_turn(root: Path) -> None:
    steps = (edit(root), move(root), shell(f"echo $WORD $PWD > {root}/out", env=(("WORD", "hello"),)))
    seen: list[Step] = []
    receipt = apply(plan(root, *steps), on_step=seen.append)
    assert (receipt.state, receipt.undoable, receipt.paths) == ("applied", True, ("go.work", "cache"))
    assert seen == list(steps)
    assert (root / "go.work").read_text() == "new\n"
    assert (root.parent / "trash/x").read_text() == "x"
    assert (root / "out").read_text() == "hello /\n"


def change(root: Path) -> None:
    (root / "go.work").write_text("other\n")


def delete(root: Path) -> None:
    (root / "go.work").unlink()


def link(root: Path) -> None:
    (root / "go.work").rename(root / "real")
    (root / "go.work").symlink_to("real")


def link_folder(root: Path) -> None:
    root.rename(root.parent / "elsewhere")
    root.symlink_to(root.parent / "elsewhere")


def make_folder(root: Path) -> None:
    delete(root)
    (root / "go.work").mkdir()


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (change, r"^go\.work was changed since the preview$"),
        (delete, r"^go\.work was deleted since the preview$"),
        (link, r"^go\.work is reached through a link since the preview$"),
        (link_folder, r"go\.work is reached through a link since the preview$"),
        (make_folder, r"go\.work is not a regular file$"),
    ],
)
def test_a_plan_made_stale_is_refused(root: Path, meanwhile: Callable[[Path], None], why: str) -> None:
    stale = plan(root, EditFile(root / "new", None, b"n"), edit(root))
    meanwhile(root)
    before = snapshot(root)
    with pytest.raises(Refused, match=why):
        apply(stale)
    assert snapshot(root) == before
    assert journal.history() == ()


def test_a_file_created_since_the_preview_is_not_overwritten(root: Path) -> None:
    stale = plan(root, EditFile(root / "new", None, b"n"))
    (root / "new").write_text("mine")
    with pytest.raises(Refused, match=r"^new was created since the preview$"):
        apply(stale)
    assert (root / "new").read_text() == "mine"


def test_a_cache_that_changed_since_the_preview_is_not_moved(root: Path) -> None:
    stale = plan(root, move(root))
    write(root, {"cache/y": "y"})
    with pytest.raises(Refused, match=r"^cache was changed since the preview$"):
        apply(stale)


def test_every_reason_is_told_at_once(root: Path) -> None:
    stale = plan(root, edit(root), EditFile(root / "go.mod", b"m\n", None))
    change(root)
    (root / "go.mod").write_text("other")
    with pytest.raises(
        Refused, match=r"go\.work was changed since the preview; go\.mod was changed since the preview"
    ):
        apply(stale)


def test_a_file_outside_the_checkout_is_not_touched(root: Path, tmp_path: Path) -> None:
    outside = write(tmp_path.resolve(), {"file": "old\n"}) / "file"
    with pytest.raises(Refused, match="outside this checkout"):
        apply(plan(root, EditFile(outside, b"old\n", b"new\n")))
    assert outside.read_text() == "old\n"


@pytest.fixture
def nobodys() -> Iterator[Path]:
    """A checkout that a user without rights may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o777)
        yield write(folder / "w", {"go.work": "old\n"})


@pytest.mark.parametrize(
    ("folder", "file", "why"),
    [
        (0o555, 0o644, "go.work cannot be written: its folder is read-only"),
        (0o777, 0o444, "go.work cannot be written: it is read-only"),
        (0o777, 0o000, "Permission denied: "),
    ],
)
def test_a_read_only_checkout_is_refused(nobodys: Path, folder: int, file: int, why: str) -> None:
    (nobodys / "go.work").chmod(file)
    nobodys.chmod(folder)
    told = nobodys.parent / "told"
    child = os.fork()
    if child == 0:
        _apply_as_nobody(nobodys, told)
    os.waitpid(child, 0)
    nobodys.chmod(0o755)
    assert told.read_text().startswith(f"Refused: {why}")
    assert (nobodys / "go.work").read_text() == "old\n"


def _apply_as_nobody(root: Path, told: Path) -> None:
    try:
        if os.getuid() == 0:
            os.setuid(65534)
        os.environ["XDG_STATE_HOME"] = str(root.parent / "state")
        apply(plan(root))
    except BaseException as error:
        told.write_text(f"{type(error).__name__}: {error}")
    os._exit(0)


def test_a_full_disk_is_seen_beforehand(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precondition, "space", lambda place: (100, 10**9))
    with pytest.raises(Refused, match=r"go\.work cannot be written: no space left on its disk"):
        apply(plan(root))
    assert journal.history() == ()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_disk_that_fills_up_meanwhile_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    steps = (edit(root), EditFile(root / "new", None, b"n"), EditFile(root / "go.mod", b"m\n", b"n\n"))
    before = snapshot(root)
    path = (root / "go.work", root / "new", root / "go.mod")[which]
    fill_up(monkeypatch, path, after=steps[which].after)
    receipt = apply(plan(root, *steps))
    assert receipt.state == "reversed"
    assert receipt.why == "No space left on device; everything is as it was before"
    assert snapshot(root) == before
    monkeypatch.undo()
    assert journal.recover() == ()


def fill_up(monkeypatch: pytest.MonkeyPatch, path: Path, after: bytes | None = None) -> None:
    """The disk is full as soon as that file is written: as always, or with that content only."""
    real = atomic.replace

    def full(target: Path, data: bytes, token: str, like: atomic.Look | None = None) -> None:
        if target == path and after in (None, data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(target, data, token, like)

    monkeypatch.setattr(atomic, "replace", full)


def test_a_disk_too_full_to_put_things_back_is_retried_at_the_next_start(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)
    broken = plan(root, edit(root), shell("exit 3"))

    def then_fill_up(step: Step) -> None:
        if isinstance(step, RunCommand):
            fill_up(monkeypatch, root / "go.work")

    receipt = apply(broken, on_step=then_fill_up)
    assert receipt.state == "begun"
    assert "the next start tries again" in receipt.why
    monkeypatch.setattr(atomic, "replace", _real_replace)
    assert [receipt.state for receipt in journal.recover()] == ["reversed"]
    assert snapshot(root) == before


_real_replace = atomic.replace


def test_a_journal_that_cannot_be_written_stops_everything(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "go.work"))
    with pytest.raises(Refused, match="the journal cannot be written, so nothing was done"):
        apply(plan(root))
    assert (root / "go.work").read_text() == "old\n"


def test_a_failing_command_takes_the_edits_back(root: Path) -> None:
    before = snapshot(root)
    receipt = apply(plan(root, edit(root), shell("echo broken >&2; exit 3")))
    assert receipt.state == "reversed"
    assert receipt.why == "/bin/sh -c 'echo broken >&2; exit 3': broken; everything is as it was before"
    assert snapshot(root) == before


def test_ctrl_c_takes_the_edits_back(root: Path) -> None:
    before = snapshot(root)

    def interrupt(step: Step) -> None:
        if isinstance(step, RunCommand):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(plan(root, edit(root), shell("true")), on_step=interrupt)
    assert snapshot(root) == before
    assert journal.history()[0].state == "reversed"


def test_a_change_under_our_hands_is_left_alone(root: Path) -> None:
    def meddle(step: Step) -> None:
        (root / "go.work").write_text("mine\n")

    receipt = apply(plan(root, edit(root)), on_step=meddle)
    assert (receipt.state, (root / "go.work").read_text()) == ("failed", "mine\n")
    assert receipt.why.endswith("go.work was changed since and is left as it is")


def test_a_program_that_is_not_there_is_refused(root: Path) -> None:
    with pytest.raises(Refused, match="sh is no program that can be run"):
        apply(plan(root, RunCommand(("sh", "-c", "true"), Path("/"))))


def test_the_journal_is_on_disk_before_anything_acts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda fd: order.append(str(Path(f"/proc/self/fd/{fd}").readlink())))
    apply(plan(root))
    acted = next(number for number, path in enumerate(order) if path.startswith(str(root)))
    synced = {Path(path).name for path in order[:acted]}
    assert {"plan.json", "state.json", "blobs", "journal"} <= synced
    assert str(root) in order[acted:]


def test_an_unfinished_plan_is_put_right_before_the_next_one(root: Path) -> None:
    with journal.locked():
        journal.begin(plan(root))
    (root / "go.work").write_text("new\n")
    receipt = apply(plan(root, EditFile(root / "go.work", b"new\n", b"newer\n")))
    assert [one.state for one in journal.history()] == ["applied", "applied"]
    undo(receipt.id, root)
    undo(None, root)
    assert (root / "go.work").read_text() == "old\n"
