"""goworkdoctor.toml: what it may say, and the one line that tells what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.config import ConfigError, Settings, find_config, read_config

CODES = ("GW101", "GW102", "GC604")


def config(folder: Path, text: str | bytes) -> Path:
    file = folder / "goworkdoctor.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_every_key_is_taken_over(tmp_path: Path) -> None:
    file = config(
        tmp_path,
        'select = ["GW"]\nignore = ["gw101"]\nfail-on = "warning"\n'
        'staging-roots = ["staging/src", "kept/apart/"]\nmin-free = "2.5GB"\n'
        'roots = ["../other", "~/third"]\n',
    )
    settings = read_config(file, CODES)
    assert (settings.select, settings.ignore, settings.fail_on) == (("GW",), ("GW101",), "warning")
    assert settings.staging_roots == ("staging/src", "kept/apart")
    assert settings.min_free == 2_500_000_000
    assert settings.roots == ("../other", "~/third")


@pytest.mark.parametrize(
    ("written", "bytes"),
    [('"5GB"', 5_000_000_000), ('"5 GiB"', 5 * 1024**3), ('"10MB"', 10_000_000), ('"7"', 7), ("42", 42)],
)
def test_a_size_is_a_number_or_has_a_unit(tmp_path: Path, written: str, bytes: int) -> None:
    assert read_config(config(tmp_path, f"min-free = {written}")).min_free == bytes


def test_an_empty_file_changes_nothing_but_is_named(tmp_path: Path) -> None:
    assert read_config(config(tmp_path, "")) == Settings(config="goworkdoctor.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\nselekt = []\n", ":2: unknown key 'selekt'"),
        ("[tool]\nx = 1\n", ":1: unknown key 'tool'"),
        ("min-free = 1\n\nselect = 'GW101'\n", ":3: select: must be a list"),
        ("ignore = [1]", ":1: ignore: must be a list"),
        ("ignore = ['GX9']", ":1: ignore: no rule's code is or begins with 'GX9'"),
        ("fail-on = 'fatal'", ":1: fail-on: must be one of error, warning, info, never"),
        ("min-free = '5 potatoes'", ":1: min-free: must be a size"),
        ("min-free = true", ":1: min-free: must be a size"),
        ("min-free = -1", ":1: min-free: must be a size"),
        ("staging-roots = ['../elsewhere']", ":1: staging-roots: must be folders inside"),
        ("staging-roots = ['/etc']", ":1: staging-roots: must be folders inside"),
        ("roots = '../other'", ":1: roots: must be a list of folders"),
        ("roots = ['']", ":1: roots: must be a list of folders"),
        ('roots = ["a\\u0000b"]', ":1: roots: no folder has a NUL"),
        ("staging-roots = ['']", ":1: staging-roots: must be folders inside"),
        ("ignore = ['GW101'\n\nselect", ":3: not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
        (b"# \xff\n", ":1: not UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_cannot_be_followed_is_told_with_file_and_line(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    file = config(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(file, CODES)
    assert str(file) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_config(tmp_path / "none.toml")


def test_the_file_is_looked_for_at_the_root_of_the_checkout(tmp_path: Path) -> None:
    (tmp_path / "checkout/.git").mkdir(parents=True)
    (tmp_path / "checkout/a/b").mkdir(parents=True)
    config(tmp_path, "")
    config(tmp_path / "checkout/a", "")
    assert find_config(tmp_path / "checkout/a/b") is None
    file = config(tmp_path / "checkout", "")
    assert find_config(tmp_path / "checkout/a/b") == file


def test_without_git_the_file_is_looked_for_where_the_examination_starts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = config(tmp_path / "a", "")
    assert find_config(tmp_path / "a") == file


def test_what_the_file_silences_is_known_as_such(tmp_path: Path) -> None:
    settings = read_config(config(tmp_path, "select = ['GW']\nignore = ['GW101']"), CODES)
    assert [settings.left_out_by_file(code) for code in CODES] == [True, False, True]
    assert [settings.selects(code) for code in CODES] == [False, True, False]


def test_a_user_who_silences_a_rule_is_not_the_file() -> None:
    assert not Settings(ignore=("GW101",)).left_out_by_file("GW101")
