"""A trash is measured, and emptied whatever is in it, and never leads out of itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.system.trash import EMPTYING, delete, listing, new_id, remove_empty
from tests.nobody import as_nobody, only_root, open_to_nobody
from tests.oracle import write


def test_ids_tell_when_and_are_never_the_same(tmp_path: Path) -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    write(tmp_path, {"20261122-104512-ab12/00/x": "x", "left-20250101-000000-ab12/00/x": "x"})
    assert [one.when for one in listing(tmp_path)] == [1735689600.0, 1795344312.0]


def test_the_listing_leaves_out_what_is_under_way_empty_or_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"a/x": "x" * 5000, "a/sub/y": "y", ".moving-b/x": "x", "file": "x"})
    (tmp_path / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (found,) = listing(tmp_path)
    assert (found.path, found.bytes, found.files) == (tmp_path / "a", 8192 + 4096, 2)
    (tmp_path / "trash").symlink_to(tmp_path)
    assert listing(tmp_path / "trash") == listing(tmp_path / "none") == ()


def test_a_read_only_tree_is_deleted_and_what_links_lead_to_stays(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"kept": "kept"})
    tree = write(tmp_path / "trash" / "id" / "m@v1", {"sub/a.go": "package a"})
    (tree / "link").symlink_to(outside)
    (tree / "file").symlink_to(outside / "kept")
    outside.chmod(0o555)
    for folder in (tree / "sub", tree):
        folder.chmod(0o555)
    delete(tmp_path / "trash" / "id")
    assert not (tmp_path / "trash").exists()
    assert (outside / "kept").read_text() == "kept"
    assert outside.stat().st_mode & 0o777 == 0o555


@only_root
def test_a_user_who_may_not_write_a_tree_can_still_delete_it(tmp_path: Path) -> None:
    tree = write(tmp_path / "trash" / "id" / "m@v1", {"sub/a.go": "package a"})
    everything = [tmp_path / "trash", *(tmp_path / "trash").rglob("*")]
    for path in everything:
        os.chown(path, 65534, 65534)
    for folder in (tree / "sub", tree):
        folder.chmod(0o555)
    open_to_nobody(tmp_path)
    as_nobody(lambda: delete(tmp_path / "trash" / "id"))
    assert not tree.exists()


def test_an_interrupted_deletion_is_finished_by_the_next(tmp_path: Path) -> None:
    write(tmp_path, {f"{EMPTYING}old/x": "x", "new/x": "x", "other/x": "x"})
    delete(tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    (tmp_path / "link").symlink_to(tmp_path / "other")
    with pytest.raises(NotADirectoryError):
        delete(tmp_path / "link")


def test_empty_folders_go_up_to_the_trash_and_no_further(tmp_path: Path) -> None:
    deep = tmp_path / "cache" / ".trash" / "id" / "cache"
    deep.mkdir(parents=True)
    remove_empty(deep, ".trash")
    assert list((tmp_path / "cache").iterdir()) == []
    remove_empty(tmp_path / "cache", ".trash")
    assert (tmp_path / "cache").exists()
