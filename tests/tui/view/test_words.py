"""Numbers as people read them."""

from __future__ import annotations

import pytest

from goworkdoctor.tui.view.words import age, percent, plural, size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (999_500, "1.0 MB"),
        (12_400_000_000, "12.4 GB"),
    ],
)
def test_sizes_are_decimal_with_three_digits(count: int, said: str) -> None:
    assert size(count) == said


def test_only_nothing_is_0_percent_and_only_all_is_100() -> None:
    assert [percent(part, 10_000) for part in (0, 1, 5_000, 9_999, 10_000)] == [
        "0 %",
        "1 %",
        "50 %",
        "99 %",
        "100 %",
    ]
    assert percent(0, 0) == "–"


def test_one_of_a_thing_is_singular() -> None:
    assert (plural(1, "error"), plural(2, "error"), plural(0, "error")) == ("1 error", "2 errors", "0 errors")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 min"),
        (120, "2 min"),
        (7200, "2 h"),
        (90_000, "1 day"),
        (864_000, "10 days"),
        (70_000_000, "2 years"),
    ],
)
def test_ages_are_in_the_largest_unit_that_tells(seconds: float, said: str) -> None:
    assert age(seconds) == said
