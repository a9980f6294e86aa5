"""Go makes the edit, on a copy; what it did is what was meant, or there is no plan."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goworkdoctor.doctor.effect import entries
from goworkdoctor.doctor.goedit import LONGEST, edited, in_one_line
from goworkdoctor.golang.modfile import parse_mod, parse_work
from goworkdoctor.model.plan import GoEdit, Refused
from tests.oracle import Go

spellings = st.sampled_from(["./a", "./b", "./a/", "c", "../w/a", "/abs/d", '"./odd dir"', "."])
uses = st.lists(spellings, max_size=5, unique=True)
replaces = st.lists(
    st.sampled_from(["example.com/x", "example.com/x v1.0.0", "example.com/y v1.2.3"]), unique=True
)
endings = st.sampled_from(["\n", "\r\n"])


@st.composite
def works(draw: st.DrawFn) -> bytes:
    """A go.work with comments, blocks or single lines, LF or CRLF."""
    lines = ["// Ours.", "go 1.21", "", "toolchain go1.22.3", ""]
    listed = draw(uses)
    lines += ["use (", *(f"\t{use} // why" for use in listed), ")"] if draw(st.booleans()) else [
        f"use {use}" for use in listed
    ]  # fmt: skip
    lines += ["", *(f"replace {old} => ../{number}" for number, old in enumerate(draw(replaces)))]
    ending = draw(endings)
    return (ending.join(lines) + ending).encode()


flags = st.lists(
    st.sampled_from(
        [
            "-use=./new",
            "-use=./a",
            "-use=../up",
            "-use=./odd dir",
            "-dropuse=./a",
            "-dropuse=./a/",
            "-dropuse=/abs/d",
            "-dropuse=./odd dir",
            "-go=1.23.4",
            "-toolchain=none",
            "-toolchain=go1.24.0",
            "-replace=example.com/x=./two",
            "-replace=example.com/x@v1.0.0=example.com/z@v1.1.1",
            "-dropreplace=example.com/y@v1.2.3",
            "-dropreplace=example.com/x",
        ]
    ),
    min_size=1,
    max_size=1,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works(), flags, st.data())
def test_what_go_did_is_what_was_meant(
    go: Go, before: bytes, arguments: list[str], data: st.DataObject
) -> None:
    """`edited` compares go's result with its own idea of the edit, and would refuse a difference."""
    work = parse_work(before)
    lines = [use.line for use in work.uses]
    removed = data.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    after = edited(go.path, GoEdit("work", "go.work", tuple(arguments), tuple(removed)), before)
    kept = [use.path for use in work.uses if use.line not in removed]
    if not arguments[0].startswith(("-use", "-dropuse")):
        assert sorted(use.path for use in parse_work(after).uses) == sorted(kept)
    if before.count(b"\n") == before.count(b"\r\n"):
        assert after.count(b"\n") == after.count(b"\r\n")
    assert b"// Ours." in after


@pytest.mark.parametrize(
    ("arguments", "what_go_does"),
    [
        (("-dropuse=a",), "keeps ./a/, which is spelled otherwise"),
        (("-use=c",), "writes ./c"),
        (("-dropuse=/abs/a",), "keeps ./a/"),
    ],
)
def test_an_edit_that_go_takes_otherwise_is_refused(
    go: Go, arguments: tuple[str, ...], what_go_does: str
) -> None:
    before = b"go 1.21\n\nuse ./a/\n"
    if arguments[0].startswith("-drop"):
        # Nothing was there to be dropped: the file says what it said.
        assert edited(go.path, GoEdit("work", "go.work", arguments), before) == before
    else:
        with pytest.raises(Refused, match="does not do to"):
            edited(go.path, GoEdit("work", "go.work", arguments), before)


def test_a_line_that_is_cut_takes_nothing_else_with_it(go: Go) -> None:
    before = b"go 1.21\n\nuse (\n\t// about a\n\t./a\n\t./a // twice\n\t./b\n)\n"
    after = edited(go.path, GoEdit("work", "go.work", remove_lines=(6,)), before)
    assert after == b"go 1.21\n\nuse (\n\t// about a\n\t./a\n\t./b\n)\n"


def test_a_file_that_does_not_parse_is_refused_with_its_line(go: Go) -> None:
    with pytest.raises(Refused, match=r"go work edit: .*go\.work:2: unknown directive: bogus"):
        edited(go.path, GoEdit("work", "go.work", ("-go=1.22",)), b"go 1.21\nbogus\n")


def test_what_a_file_says_is_free_of_its_layout() -> None:
    one = parse_mod(b"module m\ngo 1.21\nrequire (\n\tx.com/a v1.0.0 // indirect\n\tx.com/b v1.0.0\n)\n")
    two = parse_mod(b"module m\n\n\nrequire x.com/b v1.0.0\nrequire x.com/a v1.0.0 // indirect\ngo 1.21\n")
    assert entries(one) == entries(two)
    assert entries(one) != entries(parse_mod(b"module m\ngo 1.21\nrequire x.com/b v1.0.0\n"))


def test_several_complaints_of_go_are_told_apart_and_cut_at_a_word() -> None:
    stderr = b"go: module /tmp/x/a is\n\ttoo new\ngo: cannot load module b\n" + b"go: and more words\n" * 30
    said = in_one_line(stderr, "/tmp/x", "/repo")
    assert said.startswith("module /repo/a is too new; cannot load module b; and more words; ")
    assert said.endswith(" more…")
    assert len(said) <= LONGEST
