"""Files are parsed the same here and in other processes, and named by the content that was really parsed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.golang.source import Source
from goworkdoctor.golang.sourcefile import read_source
from goworkdoctor.model.facts import Facts, Tree
from goworkdoctor.scan import sources
from goworkdoctor.scan.blobs import blob_id, content_id
from goworkdoctor.scan.parsed import parse_file
from goworkdoctor.scan.sources import parse
from goworkdoctor.scan.tree import TREE
from tests.oracle import commit, write
from tests.repositories import git
from tests.scan.examined import look_at

TEST = 'package a\n\nimport (\n\t"testing"\n\tx "fmt"\n)\n\nfunc TestA(t *testing.T) {}\n'
FILES: dict[str, str | bytes] = {
    "a/a.go": "//go:build linux || e2e\n\npackage a\n",
    "a/a_test.go": TEST,
    "broken.go": "pakcage",
    "crlf.go": b'package a\r\n\r\nimport "fmt"\r\n',
}


def tree_of(root: Path) -> Tree:
    look = look_at(root)
    found = TREE.gather(look, Facts(look.root))
    assert isinstance(found, Tree)
    return found


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_computed_id_is_the_one_that_git_computes(tmp_path: Path, algorithm: str) -> None:
    git(tmp_path, "init", "-q", f"--object-format={algorithm}")
    commit(write(tmp_path, FILES))
    tree = tree_of(write(tmp_path, {"b.go": TEST}))
    assert tree.blobs["a/a.go"] == blob_id((tmp_path / "a/a.go").read_bytes(), algorithm)
    assert content_id(look_at(tmp_path), tree, "b.go") == git(tmp_path, "hash-object", "b.go")
    assert content_id(look_at(tmp_path), tree, "gone.go") == ""


def test_a_source_is_named_by_the_content_that_was_parsed(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    found = parse_file(f"{tmp_path}/a/a_test.go", "00" * 20)
    assert found
    assert found.blob == blob_id(TEST.encode(), "sha1")
    assert found.source == read_source("a_test.go", TEST.encode())


def test_line_endings_of_the_checkout_leave_a_file_its_name(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    stored = blob_id(b'package a\n\nimport "fmt"\n', "sha1")
    found = parse_file(f"{tmp_path}/crlf.go", stored)
    assert found
    assert found.blob == stored


def test_of_a_file_that_is_too_big_the_head_is_read(tmp_path: Path) -> None:
    for name in ("a.go", "a_test.go"):
        with (tmp_path / name).open("wb") as file:
            file.write(b"package a\n\nfunc init() {}\n")
            file.truncate(65 << 20)
    jobs = [(f"{tmp_path}/{name}", "") for name in ("a.go", "a_test.go")]
    found = [(each.blob, each.source) for each in parse(look_at(tmp_path), "sha1", jobs) if each]
    assert found == [("", Source("a")), ("", Source("", broken="too big to be read"))]


def test_other_processes_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WORTH_A_PROCESS", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    write(tmp_path, FILES | {f"{number}.go": f"package p{number}\n" for number in range(9)})
    odd = 'package a\n\nimport "a\\x1eb"\nimport "caf\xe9"\n'.encode("latin-1")
    write(tmp_path, {"odd.go": odd, os.fsdecode(b"caf\xe9_test.go"): TEST})
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
