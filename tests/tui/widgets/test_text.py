"""Names made harmless and cut to a width."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from goworkdoctor.tui.widgets.bar import bar, magnitude
from goworkdoctor.tui.widgets.lines import flowed
from goworkdoctor.tui.widgets.text import columns, place, plain, shorten, visible


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert visible("a\x1b[31m\n\t\x7f\u202e\u2028\udcff") == "a\\x1b[31m\\n\\t\\x7f\\u202e\\u2028\\xff"


def test_letters_of_every_script_stay() -> None:
    assert visible("модуль/模块 ✓") == "модуль/模块 ✓"


@given(st.text(alphabet=st.characters(codec=None)))
def test_whatever_comes_nothing_unseen_is_left(name: str) -> None:
    assert not {unicodedata.category(char) for char in visible(name)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    visible(name).encode()


def test_markup_is_only_text() -> None:
    assert plain("[/red] [b]x").plain == "[/red] [b]x"
    assert plain("[b]x", "bold").spans[0].style == "bold"


@given(st.text(), st.integers(0, 30), st.booleans())
def test_what_is_shortened_fits_and_what_fits_is_whole(text: str, width: int, keep_end: bool) -> None:
    text = visible(text)
    short = shorten(text, width, keep_end=keep_end)
    assert cell_len(short) <= width
    assert (short == text) == (cell_len(text) <= width)


def test_a_path_keeps_its_end() -> None:
    assert place("staging/src/k8s.io/api", 10).plain == "…8s.io/api"


def test_the_left_gives_way_to_the_right() -> None:
    assert columns(12, Content("a long name"), Content("42")).plain == "a long n… 42"


def test_a_bar_is_full_only_for_all_and_empty_only_for_nothing() -> None:
    drawn = [bar(share, 10).plain for share in (0, 0.001, 0.5, 0.999, 1)]
    assert drawn == ["──────────", "━─────────", "━━━━━─────", "━━━━━━━━━─", "━━━━━━━━━━"]
    assert magnitude(0.001, 4).plain == "━   "


def test_parts_flow_into_lines_and_none_is_broken() -> None:
    parts = [Content("one"), Content("two"), Content("three")]
    assert [line.plain for line in flowed(parts, 9)] == ["one · two", "three"]
