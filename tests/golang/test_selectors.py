"""Selectors: Go's regular expressions, read alike or not at all, and never for ever."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.golang.selectors import selector

PATHS = ("k8s.io/kubernetes/pkg/apis/core", "k8s.io/kubernetes/pkg/api", "fmt", "github.com/a/b")


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("", PATHS),
        ("k8s[.]io/kubernetes/pkg/(api$|apis/)", PATHS[:2]),
        ("^[a-z]+(/|$)", ("fmt",)),
        ("^github.com/|^fmt$", ("fmt", "github.com/a/b")),
        (r"\.com/\w/", ("github.com/a/b",)),
        ("^k8s[.]io/(?:kubernetes|api)/.*/core$", PATHS[:1]),
        ("^k8s.io/(api|apimachinery|client-go|component-base|klog|pod-security-admission|utils)", ()),
        ("kubernetes/pkg/apis?$", PATHS[1:2]),
    ],
)
def test_what_repositories_write_selects_what_go_would(expression: str, selected: tuple[str, ...]) -> None:
    pattern = selector(expression)
    assert pattern
    assert tuple(path for path in PATHS if pattern.search(path)) == selected


@pytest.mark.parametrize(
    "expression",
    [
        r"\pL",
        r"\Qa.b\E",
        "[[:alpha:]]",
        "(?i)a",
        "(?P<n>a)",
        "a**",
        "(a",
        "a)",
        "*a",
        "[z-a]",
        "a{2,1}",
        "[a&&b]",
        "x" * 501,
    ],
)
def test_what_python_reads_otherwise_or_go_refuses_is_not_understood(expression: str) -> None:
    assert selector(expression) is None


@pytest.mark.parametrize(
    "expression",
    ["(a+)+$", "(a|a)*$", "(a|aa)+$", "a*a*a*b", "(a?){50}", "a?" * 50 + "a" * 50, "(a|a)" * 30 + "b"],
)
def test_what_could_take_for_ever_is_not_tried(expression: str) -> None:
    assert selector(expression) is None


@given(st.text(alphabet="ab./(|)[]?*+{}1,^$\\-", max_size=40))
def test_whatever_is_understood_is_soon_decided(expression: str) -> None:
    if pattern := selector(expression):
        began = perf_counter()
        pattern.search("a" * 199 + "/")
        assert perf_counter() - began < 5
