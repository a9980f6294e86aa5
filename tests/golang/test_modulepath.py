"""Module paths that go refuses; tests/checks/test_gm301_… holds them against real go."""

from __future__ import annotations

import pytest

from goworkdoctor.golang.modulepath import malformed


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("ex.com/a@b", "invalid char '@'"),
        ("{{.Module}}", "invalid char '{'"),
        ("/abs", "empty path element"),
        ("ex.com/LPT1.x", '"LPT1" disallowed as path element component on Windows'),
        ("ex.com/a~12.b", "trailing tilde and digits in path element"),
    ],
)
def test_go_s_words_say_why(path: str, why: str) -> None:
    assert malformed(path) == f'malformed module path "{path}": {why}'


@pytest.mark.parametrize(
    "path", ["example.com/a", "k8s.io/api", "main", "gopkg.in/yaml.v3", "a~b", ".x/_y", "A+"]
)
def test_no_word_about_paths_that_go_takes(path: str) -> None:
    assert malformed(path) == ""
