"""Files: read without blocking, written whole or not at all, walked without following links."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from goworkdoctor.system import files
from goworkdoctor.system.files import TooBig, read, walk, write_atomically
from tests.oracle import write


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    assert read(write(tmp_path, {"a": b"\xff\x00"}) / "a", limit=2) == b"\xff\x00"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooBig):
        read(write(tmp_path, {"a": b"123"}) / "a", limit=2)


def test_a_pipe_with_a_file_s_name_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go.mod")
    with pytest.raises(OSError, match="not a regular file"):
        read(tmp_path / "go.mod")


def test_a_directory_with_a_file_s_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "go.mod").mkdir()
    with pytest.raises(OSError, match="not a regular file"):
        read(tmp_path / "go.mod")


def test_writing_keeps_the_mode_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = write(tmp_path, {"go.work": "old"}) / "go.work"
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["go.work"]


def test_a_new_file_gets_the_mode_that_the_user_s_mask_gives(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/go.work": "old"})
    (tmp_path / "go.work").symlink_to("real/go.work")
    write_atomically(tmp_path / "go.work", b"new")
    assert (tmp_path / "go.work").is_symlink()
    assert (tmp_path / "real/go.work").read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_content_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path, {"go.work": "old"}) / "go.work"
    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["go.work"]


def test_a_walk_finds_files_and_links_but_nothing_of_git(tmp_path: Path) -> None:
    write(tmp_path, {"a.go": "", "b/c.go": "", ".git/config": "", "b/.git": "gitdir: x"})
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "b" / "link.go").symlink_to("c.go")
    os.mkfifo(tmp_path / "pipe.go")
    walked = walk(tmp_path)
    assert walked.files == {"a.go", "b/c.go", "b/link.go", "loop"}
    assert walked.symlinks == {"b/link.go", "loop"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_walk_names_what_it_may_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir(mode=0)
    walked = walk(tmp_path)
    (tmp_path / "secret").chmod(0o700)
    assert walked.unreadable == ["secret"]


def test_a_walk_keeps_names_that_are_no_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.go")).touch()
    assert {os.fsencode(name) for name in walk(tmp_path).files} == {b"\xff\n.go"}
