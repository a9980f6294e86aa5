"""Which directories wildcards enter, and which names they match."""

from __future__ import annotations

import pytest

from goworkdoctor.golang.pruning import entered, ignored, matcher


def test_a_directory_belongs_to_the_nearest_module_above() -> None:
    assert entered([".", "a", "a/b", "a/b/c"], {".": (), "a/b": ()}) == {
        ".": ".",
        "a": ".",
        "a/b": "a/b",
        "a/b/c": "a/b",
    }


def test_without_a_module_above_nothing_is_entered() -> None:
    assert entered([".", "a", "b"], {"b": ()}) == {"b": "b"}


@pytest.mark.parametrize("dir", ["testdata", "a/testdata/b", "_x", ".x/y", "vendor/a", "a/vendor/b/c"])
def test_a_walk_passes_these_by(dir: str) -> None:
    assert entered([dir], {".": ()}) == {}


@pytest.mark.parametrize("dir", ["vendor", "a/vendor", "Godeps/a", "x.y", "a_", "-a", "testdatas"])
def test_a_walk_enters_these(dir: str) -> None:
    assert entered([dir], {".": ()}) == {dir: "."}


def test_a_module_in_a_passed_by_folder_has_packages_of_its_own() -> None:
    modules = {".": (), "testdata/m": (), "vendor": ()}
    dirs = ["testdata/m/a", "vendor/b", "testdata/n"]
    assert entered(dirs, modules) == {"testdata/m/a": "testdata/m", "vendor/b": "vendor"}


def test_a_path_of_two_thousand_elements_is_no_trouble() -> None:
    deep = "/".join(["d"] * 2000)
    assert entered([deep], {".": ()}) == {deep: "."}


@pytest.mark.parametrize(
    ("dir", "ignores", "expected"),
    [
        ("x", ["./x"], True),
        ("x/y", ["./x"], True),
        ("a/x", ["./x"], False),
        ("xy", ["./x"], False),
        ("a/x/y", ["x"], True),
        ("a/b/c", ["a/b"], True),
        ("c/a/b", ["./a/b"], False),
        ("a", [], False),
        ("a", ["./b", "c"], False),
    ],
)
def test_ignore_lines_name_a_folder_at_the_top_or_anywhere(
    dir: str, ignores: list[str], expected: bool
) -> None:
    assert ignored(dir, ignores) is expected


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("./...", ["./a", "./a/b", "./a/vendor", "./vendor"], ["./vendor/a", "./a/vendor/b", "../a"]),
        ("x.com/a/...", ["x.com/a", "x.com/a/b"], ["x.com/ab", "xycom/a"]),
        ("x.com/a...", ["x.com/a", "x.com/ab", "x.com/a/b"], ["x.com/b"]),
        ("./.../b", ["./a/b", "./a/c/b"], ["./b", "./a/vendor/b"]),
        ("./vendor/...", ["./vendor", "./vendor/a"], ["./a"]),
        ("./a/vendor/...", ["./a/vendor", "./a/vendor/b"], ["./a/b"]),
        ("./a+b", ["./a+b"], ["./aab"]),
    ],
)
def test_dots_match_any_string_but_a_vendor_folder(
    pattern: str, matching: list[str], others: list[str]
) -> None:
    matches = matcher(pattern)
    assert [name for name in [*matching, *others] if matches(name)] == matching
