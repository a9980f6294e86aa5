"""Nothing is moved out of what is no cache, however GOCACHE is set, at preview and again when it is done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.facts import Facts, Toolchain
from goworkdoctor.model.finding import Applicability
from goworkdoctor.model.plan import Discard, Draft, Prune, Refused, Treatment
from tests.caches import a_cache, entry, facts_of, left, planned
from tests.oracle import Go, write
from tests.treating import snapshot


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n"})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return a_cache(tmp_path.resolve() / "go-build", {1: 9, 2: 9})


def hostile(root: Path, home: Path) -> dict[str, Path]:
    """Places with entries in them that look old, and that are no cache all the same."""
    base = root.parent
    repository = a_cache(base / "repository", {1: 9})
    (repository / ".git").mkdir()
    a_cache(home, {1: 9})
    a_cache(root, {1: 9})
    (base / "link").symlink_to(a_cache(base / "real", {1: 9}))
    stuff = write(base / "stuff", {entry(1): "x", "letters/to.txt": "dear"})
    foreign = a_cache(base / "foreign", {1: 9})
    os.chown(foreign, 12345, 12345)
    above = a_cache(base, {1: 9})
    return {
        "home": home, "root": root, "repository": repository, "link": base / "link", "stuff": stuff,
        "foreign": foreign, "above": above, "slash": Path("/"), "none": base / "none",
    }  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_hostile_values_of_gocache_are_refused_and_nothing_is_touched(root: Path, home: Path) -> None:
    places = hostile(root, home)
    before = files(root.parent), files(home)
    assert {name: why(place, root) for name, place in places.items()} == {
        "home": "is a home directory, or holds one",
        "root": "is this checkout, or holds it",
        "repository": "is somebody's work: it has .git in it",
        "link": f"is a symbolic link to {root.parent / 'real'}: name the directory itself",
        "stuff": "does not look like a build cache: it has no README of Go's, and files that are not Go's",
        "foreign": "belongs to another user",
        "above": "is this checkout, or holds it",
        "slash": "is the root of all files",
        "none": "is no directory",
    }
    assert (files(root.parent), files(home)) == before


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def why(cache: Path, root: Path) -> str:
    """Why nothing is cleaned there."""
    with pytest.raises(Refused, match="; nothing is cleaned there") as refused:
        planned("clean-unused-entries", facts_of(cache, root))
    return str(refused.value).removeprefix(f"{cache} ").removesuffix("; nothing is cleaned there")


def test_go_clean_is_not_run_on_what_is_no_module_cache(root: Path, go: Go, home: Path) -> None:
    write(home, {"letters/to.txt": "dear"})
    facts = facts_of(home, root, kind="module", toolchain=Toolchain(str(go.path)))
    with pytest.raises(Refused, match="is a home directory"):
        planned("clean-everything", facts)


def test_a_cache_that_became_a_link_since_the_preview_is_refused(root: Path, cache: Path) -> None:
    plan = planned("clean-unused-entries", facts_of(cache, root))
    elsewhere = cache.rename(cache.with_name("elsewhere"))
    cache.symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a symbolic link to"):
        apply(plan, insist=True)
    assert len(left(elsewhere)) == 2


def test_a_trash_that_is_a_link_is_refused(root: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (cache / ".goworkdoctor-trash").symlink_to(tmp_path / "outside")
    with pytest.raises(Refused, match="is not a directory of this user"):
        planned("clean-unused-entries", facts_of(cache, root))
    assert list((tmp_path / "outside").iterdir()) == []


def test_entries_behind_links_are_not_seen(root: Path, cache: Path, tmp_path: Path) -> None:
    outside = a_cache(tmp_path / "outside", {3: 9, 4: 9})
    (cache / "03").symlink_to(outside / "03")
    (cache / "05").mkdir()
    (cache / entry(5)).symlink_to(outside / entry(4))
    plan = planned("clean-unused-entries", facts_of(cache, root))
    apply(plan, insist=True)
    assert left(outside) == {entry(3), entry(4)}
    assert left(cache) == {entry(5), entry(3)}


def test_a_shard_that_became_a_link_since_the_preview_is_not_followed(
    root: Path, cache: Path, tmp_path: Path
) -> None:
    plan = planned("clean-unused-entries", facts_of(cache, root))
    outside = (cache / "01").rename(tmp_path / "outside")
    (cache / "01").symlink_to(outside)
    assert apply(plan, insist=True).state == "applied"
    assert len(list(outside.iterdir())) == 1


def treatment_of(*steps: Discard | Prune) -> Treatment:
    draft = Draft("move it", steps)
    return Treatment("x", "X", Applicability.REVIEW, lambda facts, findings, choice: draft)


@pytest.mark.parametrize("path", ["", "../w/go.mod", "01/../../w/go.mod", "link/secret"])
def test_only_what_is_inside_a_cache_is_moved_out_of_it(root: Path, cache: Path, path: str) -> None:
    (cache / "link").symlink_to(write(root.parent / "outside", {"secret": "s"}))
    with pytest.raises(Refused, match=r"is not in the cache|leads out of the cache"):
        preview(Facts(root), treatment_of(Discard("build", cache, cache / path, 1)))


def test_a_discarded_folder_lies_in_the_trash_as_it_lay_in_the_cache(root: Path, cache: Path) -> None:
    before = snapshot(cache)
    plan = preview(Facts(root), treatment_of(Discard("build", cache, cache / "fuzz" / "example.com", None)))
    receipt = apply(plan)
    (id,) = (cache / ".goworkdoctor-trash").iterdir()
    assert (id / "fuzz/example.com/a/FuzzA/0123456789abcdef").read_text() == "found"
    assert plan.steps[0].bytes == 4096
    assert undo(receipt.id, root).state == "undone"
    assert snapshot(cache) == before
    assert not (cache / ".goworkdoctor-trash").exists()
