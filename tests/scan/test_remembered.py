"""Packages come from the memory only for the very content that they were made of, and are as made anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.golang.source import Source
from goworkdoctor.golang.sourcefile import read_source
from goworkdoctor.model.facts import Facts, GoFile, Package, Remembered
from goworkdoctor.scan import parsed, remembered
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.scan.modules import MODULES
from goworkdoctor.scan.packages import PACKAGES
from goworkdoctor.scan.remembered import REMEMBERED, key_of, memory
from goworkdoctor.scan.tree import TREE
from tests.builders import ROOT
from tests.oracle import commit, write
from tests.repositories import git
from tests.scan.examined import examined, look_at

TEST = 'package a\n\nimport (\n\t"testing"\n\tx "fmt"\n)\n\nfunc TestA(t *testing.T) {}\n'
FILES: dict[str, str | bytes] = {
    "go.mod": "module example.com/a\n",
    "a/a.go": "//go:build linux || e2e\n\npackage a\n",
    "a/a_test.go": TEST,
    "a/b.go": TEST,
    "broken.go": "pakcage",
    "crlf.go": b'package a\r\n\r\nimport "fmt"\r\n',
}
ONE: dict[str, str | bytes] = {"go.mod": "module example.com/a\n", "a_test.go": TEST}

PACKAGE = Package(".", ".", "example.com/a", (GoFile("a.go", Source("a"), built=True),))


def read(root: Path, **more: Platform) -> dict[str, Source]:
    """Every file of the packages by its path, examined anew."""
    return sources(examined(root, **more))


def sources(facts: Facts) -> dict[str, Source]:
    return {
        f"{each.dir}/{file.name}".removeprefix("./"): file.source
        for each in facts.packages or ()
        for file in each.files
    }


def fresh(root: Path, files: dict[str, str | bytes]) -> dict[str, Source]:
    names = [name for name in files if name.endswith(".go")]
    return {name: read_source(Path(name).name, (root / name).read_bytes()) for name in names}


@pytest.fixture
def parsing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The base names of the files that were parsed, as they are."""
    names: list[str] = []

    def watched(name: str, data: bytes) -> Source:
        names.append(name)
        return read_source(name, data)

    monkeypatch.setattr(parsed, "read_source", watched)
    return names


@pytest.mark.parametrize("with_git", [True, False], ids=["git", "no git"])
def test_the_second_time_nothing_is_parsed(tmp_path: Path, parsing: list[str], with_git: bool) -> None:
    write(tmp_path, FILES)
    if with_git:
        commit(tmp_path)
    first = examined(tmp_path)
    assert sources(first) == fresh(tmp_path, FILES)
    assert len(parsing) == len(FILES) - 1
    assert examined(tmp_path).packages == first.packages
    assert len(parsing) == len(FILES) - 1


def test_a_folder_without_git_shares_what_a_repository_had_parsed(tmp_path: Path, parsing: list[str]) -> None:
    read(commit(write(tmp_path / "repo", ONE)))
    read(write(tmp_path / "copy", ONE | {"b/c.go": TEST}))
    assert parsing == ["a_test.go", "c.go"]


def test_the_same_content_means_something_else_in_a_test_file(tmp_path: Path) -> None:
    found = read(commit(write(tmp_path, ONE | {"a.go": TEST})))
    assert (found["a.go"].tests, found["a_test.go"].tests) == (0, 1)


def test_a_renamed_file_is_another(tmp_path: Path) -> None:
    assert list(read(write(tmp_path, ONE))) == ["a_test.go"]
    (tmp_path / "a_test.go").rename(tmp_path / "b.go")
    assert read(tmp_path)["b.go"].tests == 0


def test_a_changed_file_is_parsed_anew(tmp_path: Path) -> None:
    commit(write(tmp_path, ONE))
    assert read(tmp_path)["a_test.go"].tests == 1
    write(tmp_path, {"a_test.go": TEST + "func TestB(t *testing.T) {}\n"})
    assert read(tmp_path)["a_test.go"].tests == 2
    git(tmp_path, "checkout", "-q", ".")
    assert read(tmp_path)["a_test.go"].tests == 1


def test_a_module_that_changes_its_path_has_other_packages(tmp_path: Path) -> None:
    [before] = examined(write(tmp_path, ONE)).packages or ()
    [after] = examined(write(tmp_path, {"go.mod": "module example.com/b\n"})).packages or ()
    assert (before.import_path, after.import_path) == ("example.com/a", "example.com/b")


def test_what_is_built_elsewhere_is_not_built_here(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module example.com/a\n", "a.go": "//go:build linux\n\npackage a\n"})
    built = [
        file.built
        for goos in ("linux", "darwin", "linux")
        for each in examined(tmp_path, platform=Platform(goos)).packages or ()
        for file in each.files
    ]
    assert built == [True, False, True]


def test_a_file_that_changes_while_it_is_examined_spoils_nothing(tmp_path: Path) -> None:
    commit(write(tmp_path, ONE))
    look, facts = look_at(tmp_path), examined(tmp_path, TREE)
    modules = examined(tmp_path).modules
    Path(os.environ["XDG_CACHE_HOME"], "goworkdoctor", "packages.sqlite").unlink()
    write(tmp_path, {"a_test.go": "package other\n"})
    packages = PACKAGES.gather(look, replace(facts, modules=modules))
    assert sources(replace(facts, packages=packages))["a_test.go"].package == "other"
    git(tmp_path, "checkout", "-q", ".")
    assert read(tmp_path)["a_test.go"].package == "a"


def test_a_file_that_git_checks_out_with_other_line_endings_is_kept(
    tmp_path: Path, parsing: list[str]
) -> None:
    commit(write(tmp_path, ONE | {".gitattributes": "*.go text eol=crlf\n"}))
    (tmp_path / "a_test.go").unlink()
    git(tmp_path, "checkout", "-q", ".")
    assert b"\r\n" in (tmp_path / "a_test.go").read_bytes()
    assert read(tmp_path) == read(tmp_path)
    assert parsing == ["a_test.go"]


def test_a_link_is_known_by_what_it_leads_to(tmp_path: Path) -> None:
    write(tmp_path, ONE | {"a.go": TEST}).joinpath("link.go").symlink_to("a.go")
    commit(tmp_path)
    assert read(tmp_path)["link.go"] == read(tmp_path)["a.go"]
    write(tmp_path, {"a.go": "package changed\n"})
    assert read(tmp_path)["link.go"].package == "changed"


def test_ids_are_gits_own_in_sha_256_repositories_too(tmp_path: Path, parsing: list[str]) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(write(tmp_path, ONE))
    write(tmp_path, {"b.go": TEST})
    assert read(tmp_path) == read(tmp_path) == fresh(tmp_path, ONE | {"b.go": ""})
    assert sorted(parsing) == ["a_test.go", "b.go"]


def test_what_cannot_be_read_is_asked_for_every_time() -> None:
    assert key_of(PACKAGE, {"a.go": "00" * 20}, Platform())
    assert key_of(PACKAGE, {"a.go": "00" * 20, "b.go": ""}, Platform()) == b""


def test_another_program_does_not_read_our_records(monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of(PACKAGE, {}, Platform())
    monkeypatch.setattr(remembered, "maker", lambda platform: b"else")
    assert key_of(PACKAGE, {}, Platform()) != key


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"XDG_CACHE_HOME": "relative"}])
def test_without_a_folder_of_the_users_nothing_is_kept(environ: dict[str, str]) -> None:
    nowhere = memory(Look(ROOT, environ=environ), Platform(), Remembered())
    assert nowhere.cache is None
    nowhere.keep([PACKAGE], {".": (PACKAGE, {})}, b"")
    assert nowhere.recall({".": (PACKAGE, {})}) == {}


def test_examining_leaves_one_file_in_the_users_cache(tmp_path: Path) -> None:
    read(commit(write(tmp_path, FILES)))
    cache = Path(os.environ["XDG_CACHE_HOME"])
    files = [path.relative_to(cache) for path in cache.rglob("*") if path.is_file()]
    assert files == [Path("goworkdoctor/packages.sqlite")]


def test_a_name_that_is_no_text_is_not_kept_and_harms_no_other(tmp_path: Path) -> None:
    odd = Package("odd", ".", "example.com/odd", (GoFile("caf\udce9.go", Source("a"), built=True),))
    kept = memory(Look(ROOT), Platform(), Remembered())
    made = {each.dir: (each, {"a.go": "00" * 20}) for each in (odd, PACKAGE)}
    assert kept.recall(made) == {}
    kept.keep([odd, PACKAGE], made, b"whole")
    blanks = {each.dir: (replace(each, files=()), {"a.go": "00" * 20}) for each in (odd, PACKAGE)}
    assert kept.recall(blanks) == {".": PACKAGE}
    assert ahead(ROOT).whole in (b"", bytes(16)), "one is missing"


@pytest.mark.parametrize("record", [b"", b"\xff", b"\x91\xa1a", b"\xc0"])
def test_what_is_no_record_is_none(record: bytes) -> None:
    kept = memory(Look(ROOT), Platform(), Remembered())
    assert kept.cache
    kept.cache.put({key_of(PACKAGE, {}, Platform()): record})
    assert kept.recall({".": (PACKAGE, {})}) == {}


def test_what_a_checkout_had_last_is_read_ahead(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"b/b.go": "package b\n"})
    everything = set(examined(tmp_path).packages or ())
    assert set(ahead(tmp_path).packages.values()) == everything
    write(tmp_path, {"b/b.go": "package changed\n"})
    [changed] = set(examined(tmp_path).packages or ()) - everything
    assert changed.dir == "b"
    others = {each for each in everything if each.dir != "b"}
    assert set(ahead(tmp_path).packages.values()) == others | {changed}
    assert ahead(tmp_path / "a") == Remembered()


def ahead(root: Path) -> Remembered:
    return REMEMBERED.gather(look_at(root), Facts(root))  # type: ignore[return-value]


def test_what_was_read_ahead_is_believed_only_for_the_same_contents(tmp_path: Path) -> None:
    write(tmp_path, ONE)
    examined(tmp_path)
    write(tmp_path, {"a_test.go": "package other\n"})
    with_memory = examined(tmp_path, TREE, MODULES, REMEMBERED, PACKAGES)
    assert with_memory.remembered
    assert sources(with_memory)["a_test.go"].package == "other"


SAME: dict[str, str | bytes] = {
    "x/x.go": "package x\n",
    "x/y/z_test.go": TEST,
    "y/go.mod": "module example.com/y\n",
}
CHANGES: dict[str, dict[str, str | bytes]] = {
    "a file": {"x/x.go": "package other\n"},
    "a new file": {"x/new.go": "package x\n"},
    "a test file": {"x/y/z_test.go": "package z\n"},
    "the module's path": {"go.mod": "module example.com/b\n"},
    "what go passes by": {"go.mod": "module example.com/a\n\ngo 1.25\n\nignore ./x\n"},
    "a module within": {"x/go.mod": "module example.com/a/x\n"},
    "a broken module": {"x/y/go.mod": "garbage\n"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_the_packages_are_those_of_an_examination_without_memory(
    tmp_path: Path, change: dict[str, str | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = (TREE, MODULES, REMEMBERED, PACKAGES)
    root = commit(write(tmp_path / "repo", ONE | SAME))
    examined(root, *every)
    unchanged = examined(root, *every)
    assert unchanged.remembered
    assert list(unchanged.remembered.packages.values()) == list(unchanged.packages or ())
    write(root, change)
    with_memory = examined(root, *every).packages
    again = examined(root, *every).packages
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    assert with_memory == again == examined(root, *every).packages != unchanged.packages


def test_a_module_path_with_odd_characters_has_no_other_package_s_key() -> None:
    """Go refuses such a path; a checkout with one must not lay anything ready for another checkout."""
    honest = key_of(PACKAGE, {"a.go": "1" * 40, "b.go": "2" * 40}, Platform())
    odd = replace(PACKAGE, import_path=f"{PACKAGE.import_path}\0a.go\0{'1' * 40}")
    assert key_of(odd, {"b.go": "2" * 40}, Platform()) != honest
    last = replace(PACKAGE, import_path=f"b.go\0{'2' * 40}\0{PACKAGE.import_path}")
    assert key_of(last, {"a.go": "1" * 40}, Platform()) != honest
