"""Zips are read as Go reads them; that they are judged alike is tested with real go in test_module_health."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.golang.modzip import NotAZip, contents


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    return {name.decode(): content for name, content in contents(memoryview(data))}


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.binary(max_size=300)), st.booleans())
def test_what_was_packed_comes_out(files: dict[str, bytes], deflated: bool) -> None:
    assert read(packed(files, zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)) == files


def test_a_zip_that_was_streamed_has_its_checksums_behind_the_data() -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"x" * 1000)
    assert read(stream.getvalue()) == {"a": b"x" * 1000}


def test_a_comment_and_something_in_front_do_no_harm() -> None:
    assert read(b"#!/bin/sh\n" + packed({"a": b"x"}, comment=b"hello")) == {"a": b"x"}


@given(st.binary(max_size=400))
def test_what_is_no_zip_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAZip):
        list(contents(memoryview(data)))


@given(st.data())
def test_no_changed_byte_makes_anything_but_an_answer(data: st.DataObject) -> None:
    spoiled = bytearray(packed({"a": b"x" * 500, "b/c": bytes(range(256))}))
    for _ in range(data.draw(st.integers(1, 4))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(spoiled).replace(b"\xff\xfe", b"ab"))
    except (NotAZip, UnicodeDecodeError):
        return
