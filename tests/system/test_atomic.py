"""A file is changed whole or not at all, keeps its looks, and no link leads the change elsewhere."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from goworkdoctor.system import atomic


def test_content_changes_and_mode_and_owner_stay(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("old")
    file.chmod(0o4751)
    if os.getuid() == 0:
        os.chown(file, 1, 2)
        file.chmod(0o4751)
    before = file.stat()
    atomic.replace(file, b"new", "t")
    after = file.stat()
    assert file.read_bytes() == b"new"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_a_new_file_looks_as_the_user_s_files_do_or_as_it_did(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        atomic.replace(tmp_path / "new", b"", "t")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    atomic.replace(tmp_path / "again", b"", "t", atomic.Look(0o701, os.getuid(), os.getgid()))
    assert stat.S_IMODE((tmp_path / "again").stat().st_mode) == 0o701


@pytest.mark.parametrize("broken", ["fsync", "rename"])
def test_after_a_failure_the_old_file_is_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    file = tmp_path / "f"
    file.write_text("old")

    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((os, "fsync", fail) if broken == "fsync" else (Path, "replace", fail)))
    with pytest.raises(OSError, match="No space left"):
        atomic.replace(file, b"new", "t")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_the_content_is_on_disk_before_it_takes_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    sync, rename = os.fsync, Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda fd: (order.append(Path(f"/proc/self/fd/{fd}").readlink().name), sync(fd))
    )
    monkeypatch.setattr(Path, "replace", lambda old, new: (order.append("rename"), rename(old, new))[1])
    atomic.replace(tmp_path / "f", b"new", "t")
    assert order == [".f.t.tmp", "rename", tmp_path.name]


def test_what_a_crash_left_waiting_is_no_obstacle_and_no_way_out(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine")
    atomic.waiting(tmp_path / "f", "t").symlink_to(tmp_path / "elsewhere")
    atomic.replace(tmp_path / "f", b"new", "t")
    assert (tmp_path / "f").read_bytes() == b"new"
    assert not (tmp_path / "f").is_symlink()
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_a_long_name_has_room_to_wait(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 255)
    atomic.replace(file, b"new", "12345678")
    assert file.read_bytes() == b"new"


def test_only_a_regular_file_has_content(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    (tmp_path / "link").symlink_to("f")
    os.mkfifo(tmp_path / "pipe")
    assert atomic.content(tmp_path / "f") == b"x"
    assert atomic.content(tmp_path / "gone") is None
    for name in ("link", "pipe", "."):
        with pytest.raises(atomic.NotAFile):
            atomic.content(tmp_path / name)


def test_a_move_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        atomic.move(tmp_path / "a", tmp_path / "b")
    atomic.move(tmp_path / "a", tmp_path / "deep/er/a")
    assert (tmp_path / "deep/er/a").read_text() == "a"
