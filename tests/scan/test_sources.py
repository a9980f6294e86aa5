"""Sources come from the cache only for the very content that was parsed, and are the same as parsed anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.golang.source import Import, Source, read_source
from goworkdoctor.model.facts import Facts, Tree
from goworkdoctor.scan import parsed, sources
from goworkdoctor.scan.parsed import blob_id, decode, encode, key_of, parse_file
from goworkdoctor.scan.sources import content_id, parse, parse_cache, read_sources
from goworkdoctor.scan.tree import TREE
from tests.oracle import commit, write
from tests.repositories import git
from tests.scan.examined import look_at

TEST = 'package a\n\nimport (\n\t"testing"\n\tx "fmt"\n)\n\nfunc TestA(t *testing.T) {}\n'
FILES: dict[str, str | bytes] = {
    "a/a.go": "//go:build linux || e2e\n\npackage a\n",
    "a/a_test.go": TEST,
    "a/b.go": TEST,
    "broken.go": "pakcage",
    "crlf.go": b'package a\r\n\r\nimport "fmt"\r\n',
}


def tree_of(root: Path) -> Tree:
    look = look_at(root)
    found = TREE.gather(look, Facts(look.root))
    assert isinstance(found, Tree)
    return found


def read(root: Path, tree: Tree | None = None) -> dict[str, Source]:
    tree = tree or tree_of(root)
    return read_sources(look_at(root), tree, sorted(path for path in tree.files if path.endswith(".go")))


def fresh(root: Path, files: dict[str, str | bytes]) -> dict[str, Source]:
    return {path: read_source(Path(path).name, (root / path).read_bytes()) for path in files}


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
    first = read(tmp_path)
    assert first == fresh(tmp_path, FILES)
    assert len(parsing) == len(FILES)
    assert read(tmp_path) == first
    assert len(parsing) == len(FILES)


def test_a_folder_without_git_shares_what_a_repository_had_parsed(tmp_path: Path, parsing: list[str]) -> None:
    read(commit(write(tmp_path / "repo", {"a.go": TEST})))
    read(write(tmp_path / "copy", {"a.go": TEST, "b/c.go": TEST}))
    assert parsing == ["a.go"]


def test_the_same_content_means_something_else_in_a_test_file(tmp_path: Path) -> None:
    found = read(commit(write(tmp_path, {"a.go": TEST, "a_test.go": TEST})))
    assert (found["a.go"].tests, found["a_test.go"].tests) == (0, 1)


def test_a_changed_file_is_parsed_anew(tmp_path: Path) -> None:
    commit(write(tmp_path, {"a_test.go": TEST}))
    assert read(tmp_path)["a_test.go"].tests == 1
    write(tmp_path, {"a_test.go": TEST + "func TestB(t *testing.T) {}\n"})
    assert read(tmp_path)["a_test.go"].tests == 2
    git(tmp_path, "checkout", "-q", ".")
    assert read(tmp_path)["a_test.go"].tests == 1


def test_a_file_that_changes_while_it_is_examined_spoils_nothing(tmp_path: Path) -> None:
    commit(write(tmp_path, {"a_test.go": TEST}))
    tree = tree_of(tmp_path)
    write(tmp_path, {"a_test.go": "package other\n"})
    assert read(tmp_path, tree)["a_test.go"].package == "other"
    git(tmp_path, "checkout", "-q", ".")
    assert read(tmp_path)["a_test.go"].package == "a"


def test_a_file_that_git_checks_out_with_other_line_endings_is_kept(
    tmp_path: Path, parsing: list[str]
) -> None:
    commit(write(tmp_path, {"a.go": TEST, ".gitattributes": "*.go text eol=crlf\n"}))
    (tmp_path / "a.go").unlink()
    git(tmp_path, "checkout", "-q", ".")
    assert b"\r\n" in (tmp_path / "a.go").read_bytes()
    assert read(tmp_path) == read(tmp_path)
    assert parsing == ["a.go"]


def test_of_a_file_that_is_too_big_the_head_is_read(tmp_path: Path) -> None:
    for name in ("a.go", "a_test.go"):
        with (tmp_path / name).open("wb") as file:
            file.write(b"package a\n\nfunc init() {}\n")
            file.truncate(65 << 20)
    found = read(tmp_path)
    assert found["a.go"] == Source("a")
    assert found["a_test.go"].broken == "too big to be read"


def test_a_link_is_known_by_what_it_leads_to(tmp_path: Path) -> None:
    write(tmp_path, {"a.go": TEST}).joinpath("link.go").symlink_to("a.go")
    commit(tmp_path)
    assert read(tmp_path)["link.go"] == read(tmp_path)["a.go"]
    write(tmp_path, {"a.go": "package changed\n"})
    assert read(tmp_path)["link.go"].package == "changed"


def test_ids_are_gits_own_in_sha_256_repositories_too(tmp_path: Path, parsing: list[str]) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(write(tmp_path, {"a.go": TEST}))
    write(tmp_path, {"b.go": TEST})
    tree = tree_of(tmp_path)
    assert content_id(look_at(tmp_path), tree, "b.go", "sha256") == git(tmp_path, "hash-object", "b.go")
    assert read(tmp_path) == read(tmp_path) == fresh(tmp_path, {"a.go": "", "b.go": ""})
    assert sorted(parsing) == ["a.go", "b.go"]


def test_a_computed_id_is_the_one_that_git_computes(tmp_path: Path) -> None:
    commit(write(tmp_path, FILES))
    assert tree_of(tmp_path).blobs["a/a.go"] == blob_id((tmp_path / "a/a.go").read_bytes(), "sha1")


def test_another_parser_does_not_read_our_records(monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of("00" * 20, "a.go")
    monkeypatch.setattr(parsed, "parser_version", lambda: b"else")
    assert key_of("00" * 20, "a.go") != key


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"XDG_CACHE_HOME": "relative"}])
def test_without_a_folder_of_the_users_nothing_is_kept(tmp_path: Path, environ: dict[str, str]) -> None:
    assert parse_cache(environ) is None
    write(tmp_path, FILES)
    look = sources.Look(tmp_path, environ=environ)
    assert read_sources(look, Tree(tmp_path, git=False), list(FILES)) == fresh(tmp_path, FILES)


def test_examining_leaves_one_file_in_the_users_cache(tmp_path: Path) -> None:
    read(commit(write(tmp_path, FILES)))
    cache = Path(os.environ["XDG_CACHE_HOME"])
    assert [path.relative_to(cache) for path in cache.rglob("*") if path.is_file()] == [
        Path("goworkdoctor/parsed.sqlite")
    ]


def test_other_processes_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WORTH_A_PROCESS", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    separator = 'package a\n\nimport "a\\x1eb"\n'
    write(tmp_path, FILES | {f"{number}.go": f"package p{number}\n" for number in range(9)})
    write(tmp_path, {"separator.go": separator, os.fsdecode(b"caf\xe9_test.go"): TEST})
    paths = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.go"))
    jobs = [(f"{tmp_path}/{path}", "") for path in [*paths, "gone.go"]]
    alone = parse(look_at(tmp_path, execute=False), "sha1", jobs)
    assert alone[-1] is None
    assert parse(look_at(tmp_path), "sha1", jobs) == alone


def test_a_process_that_fails_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    jobs = [(f"{write(tmp_path, FILES)}/{path}", "") for path in FILES]
    expected = [parse_file(*job) for job in jobs]
    for broken in ("/nowhere/python", "/bin/false", "/bin/echo"):
        monkeypatch.setattr(sources.sys, "executable", broken)
        assert parse(look_at(tmp_path), "sha1", jobs) == expected


TEXT = st.text(max_size=8)
NUMBER = st.integers(0, 9)
IMPORTS = st.lists(st.builds(Import, TEXT, NUMBER, TEXT), max_size=3).map(tuple)


@given(st.builds(Source, TEXT, IMPORTS, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, TEXT))
def test_a_record_tells_all_of_its_source_or_is_none(source: Source) -> None:
    record = encode(source)
    assert decode(record) == (source if record else None)
    assert record or any(mark in repr(source) for mark in ("\\x1e", "\\x1f", "\\x00"))


@pytest.mark.parametrize("record", [b"", b"a", b"a\x1eb\x1ec\x1e1 2", b"a\x1eb\x1ec\x1e\x1ex", b"\xff"])
def test_what_is_no_record_is_none(record: bytes) -> None:
    assert decode(record) is None
