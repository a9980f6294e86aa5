"""Names in the module cache, and the hash of a module's files."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.golang.modcache import (
    Hashes,
    Key,
    Sdk,
    bad_parts,
    download_name,
    escape,
    hash1,
    is_hash,
    sdk,
    tree_key,
    tree_name,
    unescape,
)
from goworkdoctor.golang.sumfile import EMPTY_GO_MOD, read_sums

A, B, C = (f"h1:{letter * 43}=" for letter in "ABC")


def test_capitals_are_escaped() -> None:
    key = Key("github.com/Azure/azure-SDK", "v1.0.0-RC1")
    assert tree_name(key) == "github.com/!azure/azure-!s!d!k@v1.0.0-!r!c1"
    assert download_name(key, "zip") == "cache/download/github.com/!azure/azure-!s!d!k/@v/v1.0.0-!r!c1.zip"
    assert tree_key(tree_name(key)) == key


@given(st.from_regex(r"[A-Za-z0-9._~/+-]+", fullmatch=True))
def test_every_name_comes_back(name: str) -> None:
    assert unescape(escape(name)) == name
    assert escape(name) == escape(name).lower()


@pytest.mark.parametrize("name", ["Azure", "a!", "!A", "!!a", "a!1", "", "a\nb", "a b", "ä"])
def test_what_go_never_writes_is_no_name(name: str) -> None:
    assert unescape(name) == ""


@pytest.mark.parametrize("name", ["ex.com/x", "ex.com/x@", "@v1.0.0", "a@b@v1.0.0", "X@v1.0.0"])
def test_a_folder_with_another_name_is_no_version(name: str) -> None:
    assert tree_key(name) is None


def test_toolchains_say_their_release() -> None:
    assert sdk(Key("golang.org/toolchain", "v0.0.1-go1.23.4.linux-amd64")) == Sdk("1.23.4", "linux-amd64")
    assert sdk(Key("golang.org/toolchain", "v0.0.1-go1.24rc1.darwin-arm64")) == Sdk("1.24rc1", "darwin-arm64")
    assert sdk(Key("golang.org/x/tools", "v0.0.1-go1.23.4.linux-amd64")) is None


def test_the_hash_is_that_of_go() -> None:
    """EMPTY_GO_MOD stands in Go's own source: one file, go.mod, with nothing in it."""
    assert hash1([(b"go.mod", hashlib.sha256(b"").hexdigest())]) == EMPTY_GO_MOD


def test_the_order_of_files_does_not_count() -> None:
    files = [(name, hashlib.sha256(name).hexdigest()) for name in (b"b", b"a/c", b"a", b"\xc3\xa4")]
    assert hash1(files) == hash1(reversed(files))


def test_sums_of_files_are_told_from_those_of_a_go_mod() -> None:
    text = f"x.com/a v1.0.0 {A}\nx.com/a v1.0.0/go.mod {B}\n\nx.com/b v1.0.0\nx.com/c v1.0.0 {EMPTY_GO_MOD}\n"
    assert list(read_sums(text)) == [("x.com/a", "v1.0.0", A)]


def test_go_knows_a_hash_by_its_length() -> None:
    assert is_hash(A)
    assert not is_hash("h1:AAAA")
    assert not is_hash("")
    assert not is_hash("\0".join((A[:20], A[21:])))


@pytest.mark.parametrize(
    ("zip", "tree", "written", "sums", "bad"),
    [
        (A, A, A, (), ()),
        (A, None, A, (), ()),
        (None, A, A, (), ()),
        (A, A, None, (), ()),
        (None, None, A, (), ()),
        (A, B, A, (), ("tree",)),
        (None, B, A, (), ("tree",)),
        (B, A, A, (), ("zip",)),
        ("", A, A, (), ("zip",)),
        ("", None, A, (), ("zip", "ziphash")),
        ("", B, A, (), ("tree", "zip", "ziphash")),
        (A, A, B, (A,), ("ziphash",)),
        (A, C, B, (A,), ("tree", "ziphash")),
        (A, A, "h1:AAAA", (), ("ziphash",)),
        (A, B, None, (), ("tree",)),
        (B, A, None, (A,), ("zip",)),
        # Nothing but the .ziphash vouches: better all anew than a lie believed.
        (A, A, B, (), ("tree", "zip", "ziphash")),
        (A, A, A, (B,), ("tree", "zip", "ziphash")),
        (A, A, A, (B, A), ()),
    ],
)
def test_what_must_go_is_what_nothing_vouches_for(
    zip: str | None, tree: str | None, written: str | None, sums: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    assert bad_parts(Hashes(zip, tree, written, frozenset(sums))) == bad
