"""Tags and versions of modules that share a repository."""

from __future__ import annotations

import pytest

from goworkdoctor.golang.releases import fits, latest, pseudo, released, split_major, tag_prefix


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("ex.com/a", ("ex.com/a", "")),
        ("ex.com/a/v2", ("ex.com/a", "v2")),
        ("ex.com/a/v1", ("ex.com/a/v1", "")),
        ("ex.com/a/v02", ("ex.com/a/v02", "")),
        ("ex.com/a/v10", ("ex.com/a", "v10")),
        ("gopkg.in/yaml.v3", ("gopkg.in/yaml.v3", "v3")),
    ],
)
def test_a_path_tells_its_major_version(path: str, parts: tuple[str, str]) -> None:
    assert split_major(path) == parts


@pytest.mark.parametrize(
    ("dir", "path", "prefix"),
    [
        (".", "ex.com/r", ""),
        (".", "ex.com/r/v3", ""),
        ("v3", "ex.com/r/v3", ""),
        ("a/b", "ex.com/r/a/b", "a/b/"),
        ("a/b", "ex.com/r/a/b/v2", "a/b/"),
        ("a/b/v2", "ex.com/r/a/b/v2", "a/b/"),
        ("api/v2", "ex.com/r/api/v2/x", "api/v2/"),
    ],
)
def test_tags_of_a_nested_module_begin_with_its_folder(dir: str, path: str, prefix: str) -> None:
    assert tag_prefix(dir, path) == prefix


def test_only_versions_that_the_path_allows_are_its_releases() -> None:
    names = ("a/v1.0.0", "a/v1.10.0", "a/v1.9.0", "a/v2.0.0", "v1.11.0", "a/b/v1.12.0", "a/v1.13", "a/next")
    assert released(names, "a", "ex.com/r/a") == ["v1.0.0", "v1.9.0", "v1.10.0"]
    assert released(names, "a/v2", "ex.com/r/a/v2") == ["v2.0.0"]


def test_the_latest_is_a_release_before_any_prerelease() -> None:
    assert latest(["v1.2.0", "v1.3.0-rc.1", "v1.10.0-beta"]) == "v1.2.0"
    assert latest(["v1.3.0-rc.1", "v1.3.0-rc.10"]) == "v1.3.0-rc.10"
    assert latest([]) == ""


def test_a_version_fits_its_path() -> None:
    assert fits("ex.com/a", "v0.1.0")
    assert fits("ex.com/a/v2", "v2.0.0-rc.1")
    assert not fits("ex.com/a", "v2.0.0")
    assert not fits("ex.com/a/v2", "v1.0.0")
    assert pseudo("ex.com/a/v2", "20260102030405", "abcdefabcdefabc") == "v2.0.0-20260102030405-abcdefabcdef"
