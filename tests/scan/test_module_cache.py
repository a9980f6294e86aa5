"""What is in the module cache, and who needs it."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from threading import Event

import pytest

from goworkdoctor.doctor import journal
from goworkdoctor.golang.modcache import Key
from goworkdoctor.model.modulecache import ModuleCache, ModuleVersion
from goworkdoctor.model.plan import EditFile, Plan
from goworkdoctor.scan.module_cache import walk
from tests.modulecaches import VERSION, Depot, depot
from tests.nobody import as_nobody, only_root, open_to_nobody
from tests.oracle import Go, commit, write


@pytest.fixture(scope="module")
def filled(go: Go, tmp_path_factory: pytest.TempPathFactory) -> Depot:
    return depot(go, tmp_path_factory.mktemp("filled"), ["ex.com/Lib", "ex.com/b"])


@pytest.fixture
def one(filled: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    copied = filled.copy(tmp_path.resolve())
    monkeypatch.setenv("GOMODCACHE", str(copied.cache))
    return copied


def found(one: Depot, **settings: object) -> ModuleCache:
    cache = one.facts("GC603", "GC605", **settings).module_cache
    assert cache
    return cache


def version(cache: ModuleCache, path: str) -> ModuleVersion:
    return next(one for one in cache.versions if one.path == path)


def fake(cache: Path, key: str, size: int = 5000) -> None:
    """A version that go never downloaded, with a tree, a zip and its hash."""
    path, _, number = key.partition("@")
    at = f"cache/download/{path}/@v/{number}"
    files = {f"{at}.zip": "z" * size, f"{at}.ziphash": "h1:x", f"{at}.mod": "", f"{at}.lock": ""}
    write(cache, files | {f"{path}@{number}/a/b.go": "x" * size})


def du(*places: Path) -> int:
    """Bytes of the files in these places, as du counts them."""
    files = [file for place in places for file in (place, *place.rglob("*")) if file.is_file()]
    return sum(file.lstat().st_blocks * 512 for file in files)


def test_tree_and_zip_are_measured_apart(one: Depot) -> None:
    lib = version(found(one), "ex.com/Lib")
    assert lib.key == Key("ex.com/Lib", VERSION)
    assert lib.tree_bytes == du(one.tree("ex.com/Lib"))
    assert lib.zip_bytes == du(one.file("ex.com/Lib", "zip"), one.file("ex.com/Lib", "ziphash"))
    assert (lib.has_tree, lib.has_zip, lib.has_hash, lib.files) == (True, True, True, 4)


def test_a_version_of_which_there_is_only_a_go_mod_takes_no_room(one: Depot) -> None:
    write(one.cache, {"cache/download/ex.com/c/@v/v1.0.0.mod": "module ex.com/c\n"})
    cache = found(one)
    assert (len(cache.versions), cache.described) == (2, 1)


def test_the_last_use_is_the_newest_time_of_any_file(one: Depot) -> None:
    for file in (
        *one.tree("ex.com/b").rglob("*"),
        one.file("ex.com/b", "zip"),
        one.file("ex.com/b", "ziphash"),
    ):
        os.utime(file, (1_000_000, 1_000_000))
    os.utime(one.tree("ex.com/b") / "l.go", (1_500_000, 1_000_000))
    assert version(found(one), "ex.com/b").used == 1_500_000


def test_what_no_checkout_names_is_an_orphan(one: Depot) -> None:
    fake(one.cache, "ex.com/b@v1.0.0")
    fake(one.cache, "other.org/x/y/v2@v2.0.1")
    assert [str(orphan.key) for orphan in found(one).orphans] == [
        "ex.com/b@v1.0.0",
        "other.org/x/y/v2@v2.0.1",
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"go.sum": "ex.com/x v1.0.0 h1:abc\n"},
        {"go.work.sum": "ex.com/x v1.0.0 h1:abc\n"},
        {"go.mod": "module a\n\ngo 1.21\n\nrequire ex.com/x v1.0.0\n"},
        {"go.mod": "module a\n\ngo 1.21\n\nreplace ex.com/z => ex.com/x v1.0.0\n"},
        {"go.work": "go 1.21\n\nreplace ex.com/z => ex.com/x v1.0.0\n"},
        {"sub/testdata/go.sum": "ex.com/x v1.0.0 h1:abc\n"},
    ],
)
def test_each_of_these_files_names_what_it_needs(one: Depot, files: dict[str, str]) -> None:
    fake(one.cache, "ex.com/x@v1.0.0")
    other = commit(write(one.folder / "other", {"go.mod": "module other\n"} | files))
    assert [str(one.key) for one in found(one).orphans] == ["ex.com/x@v1.0.0"]
    cache = found(one, roots=(str(other),))
    assert cache.orphans == ()
    assert version(cache, "ex.com/x").needed_by == ("../other",)


def test_a_sum_of_a_go_mod_alone_needs_no_zip(one: Depot) -> None:
    fake(one.cache, "ex.com/x@v1.0.0")
    write(one.checkout, {"more/go.sum": "ex.com/x v1.0.0/go.mod h1:abc\n"})
    assert [str(one.key) for one in found(one).orphans] == ["ex.com/x@v1.0.0"]


def test_the_report_says_which_checkouts_were_asked(one: Depot) -> None:
    commit(one.checkout)
    git = ["git", "-C", str(one.checkout), "worktree", "add", "-q", str(one.folder / "tree"), "-b", "side"]
    subprocess.run(git, check=True)
    treated = write(one.folder / "treated", {"go.mod": "module treated\n"})
    with journal.locked():
        journal.begin(Plan("x", "x", treated, (EditFile(treated / "go.mod", b"", b""),))).settle("applied")
    write(one.folder / "nothing", {"README": ""})
    roots = ("../nothing", str(one.folder / "gone"), str(one.checkout), "~nobody-of-that-name/x")
    assert [(root.dir, root.how, root.problem) for root in found(one, roots=roots).roots] == [
        (".", "this checkout", ""),
        ("../tree", "a worktree", ""),
        ("../nothing", "the setting roots", "no .git, go.mod or go.work is in it"),
        ("../gone", "the setting roots", "it is gone"),
        ("~nobody-of-that-name/x", "the setting roots", "it is gone"),
        ("../treated", "the journal", ""),
    ]


def test_a_worktree_needs_what_its_own_go_sum_names(one: Depot) -> None:
    fake(one.cache, "ex.com/x@v1.0.0")
    commit(one.checkout)
    tree = one.folder / "tree"
    git = ["git", "-C", str(one.checkout), "worktree", "add", "-q", str(tree), "-b", "side"]
    subprocess.run(git, check=True)
    write(tree, {"go.sum": "ex.com/x v1.0.0 h1:abc\n"})
    assert version(found(one), "ex.com/x").needed_by == ("../tree",)


def toolchain(go: str) -> str:
    return f"golang.org/toolchain@v0.0.1-go{go}.linux-amd64"


def test_toolchains_are_told_with_those_who_ask_for_them(one: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
    for release in ("1.23.4", "1.24.0", "1.24.1", "1.25.2", "1.26rc1", "1.27.0"):
        fake(one.cache, toolchain(release))
    write(
        one.checkout,
        {
            "a/go.mod": "module a\n\ngo 1.24.1\n\ntoolchain go1.25.2\n",
            "b/go.mod": "module b\n\ngo 1.24\n",
            "c/go.work": "go 1.26rc1\n",
        },
    )
    monkeypatch.setenv("GOTOOLCHAIN", "go1.27.0+auto")
    used = {one.name: one.needed_by for one in found(one).toolchains}
    assert used == {
        "go1.23.4": (),
        "go1.24.0": (".",),
        "go1.24.1": (".",),
        "go1.25.2": (".",),
        "go1.26rc1": (".",),
        "go1.27.0": ("GOTOOLCHAIN",),
    }


def test_the_go_on_path_is_in_use(one: Depot, go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(one.cache, toolchain("1.23.4"))
    sdk = one.cache / toolchain("1.23.4")
    (sdk / "bin").mkdir()
    (sdk / "bin/go").write_text("#!/bin/sh\nexit 1\n")
    (sdk / "bin/go").chmod(0o755)
    monkeypatch.setenv("PATH", f"{sdk}/bin:{os.environ['PATH']}")
    assert found(one).toolchains[0].needed_by == ("the go on PATH",)


def test_leftovers_of_interrupted_downloads_are_told(one: Depot) -> None:
    at = "cache/download/ex.com/b/@v"
    write(one.cache, {f"{at}/v1.1.0.zip123456.tmp": "x" * 9000, f"{at}/v1.1.0.partial": ""})
    cache = found(one)
    assert [left.name for left in cache.leftovers] == [f"{at}/v1.1.0.partial", f"{at}/v1.1.0.zip123456.tmp"]
    assert sum(left.bytes for left in cache.leftovers) == 12288
    assert version(cache, "ex.com/b").partial
    assert cache.locks == 2


def test_repositories_are_measured_and_the_trash_is_not(one: Depot) -> None:
    write(one.cache, {"cache/vcs/abc/objects/x": "x" * 5000, ".goworkdoctor-trash/1/ex.com/z@v1.0.0/a": "x"})
    cache = found(one)
    assert cache.vcs_bytes == 8192
    assert len(cache.versions) == 2


def test_links_are_not_followed(one: Depot) -> None:
    write(one.folder / "elsewhere", {"z@v1.0.0/a.go": "x" * 9000})
    (one.cache / "linked").symlink_to(one.folder / "elsewhere")
    (one.tree("ex.com/b") / "sub").chmod(0o755)
    (one.tree("ex.com/b") / "sub/link").symlink_to(one.folder)
    assert len(found(one).versions) == 2


def test_a_cache_that_is_not_there_is_told_from_an_empty_one(
    one: Depot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOMODCACHE", str(one.folder / "none"))
    assert not found(one).exists
    (one.folder / "none").mkdir()
    assert found(one).exists


def test_thousands_of_versions_are_told_without_lag(one: Depot) -> None:
    at = one.cache / "cache/download/ex.com/many/@v"
    at.mkdir(parents=True)
    for number in range(2000):
        (at / f"v1.0.{number}.zip").touch()
        (one.cache / f"ex.com/many@v1.0.{number}").mkdir()
    began = time.process_time()
    cache = found(one)
    assert time.process_time() - began < 2
    assert len(cache.versions) == 2002
    assert len(cache.orphans) == 2000


@only_root
def test_folders_that_may_not_be_read_are_named(tmp_path: Path) -> None:
    names = ("a.com/x@v1.0.0/x.go", "b.com/y@v1.0.0/y.go", "cache/download/c.com/z/@v/v1.0.0.zip")
    write(tmp_path, dict.fromkeys(names, ""))
    closed = ("a.com/x@v1.0.0", "b.com", "cache/download/c.com/z/@v")
    for place in closed:
        (tmp_path / place).chmod(0)
    open_to_nobody(tmp_path)

    def work() -> None:
        found = walk(str(tmp_path), Event())
        assert sorted(found.unreadable) == [str(tmp_path / place) for place in closed]

    as_nobody(work)
