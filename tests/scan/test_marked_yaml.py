"""YAML with lines: what is loaded, where it stands, and what is refused."""

from __future__ import annotations

import pytest

from goworkdoctor.scan.marked_yaml import at, items, line, load_marked, word, words

TEXT = b"""# a comment
rules:
- name: one
  on: [yes, 3]
- {name: "two"}
"""


def test_words_stay_as_they_are_written() -> None:
    assert load_marked(TEXT) == {"rules": [{"name": "one", "on": ["yes", "3"]}, {"name": "two"}]}


def test_everything_knows_its_line() -> None:
    first, second = at(load_marked(TEXT), "rules")
    assert [line(first), line(at(first, "name")), line(at(first, "on")), line(second)] == [3, 3, 4, 5]


def test_only_what_has_the_shape_gives_anything() -> None:
    assert (at([], "a"), items("a"), word([]), words({"a": "b"}), line(None)) == (None, [], "", (), 0)
    assert words(load_marked(b"[a, [b], c]")) == ("a", "c")


def test_an_alias_is_what_its_anchor_is() -> None:
    assert load_marked(b"a: &x [1, &y 2]\nb: *x\nc: *y") == {"a": ["1", "2"], "b": ["1", "2"], "c": "2"}
    assert load_marked(b"&a [*a]") == [None]


def test_the_first_document_counts() -> None:
    assert load_marked(b"a: 1\n---\nb: 2\n") == {"a": "1"}
    assert load_marked(b"") is None


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b"- " * 100_000, b"a: {", b"\0", b"&a b: [" + b"*a," * 51 + b"]", b"\xff\xfe\xff"],
)
def test_garbage_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not YAML|beyond reason"):
        load_marked(content)


def test_an_alias_of_nothing_is_nothing() -> None:
    assert load_marked(b"a: *b") == {"a": None}
