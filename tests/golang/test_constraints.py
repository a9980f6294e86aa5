from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goworkdoctor.golang.constraints import (
    KNOWN_ARCH,
    KNOWN_OS,
    Platform,
    constraint_holds,
    file_name_matches,
)
from goworkdoctor.golang.sourcefile import read_source
from tests.golang.source_oracle import SourceOracle
from tests.oracle import Go, write

PLATFORMS = (
    Platform("linux", "amd64", minor=27),
    Platform("android", "arm64", cgo=False, minor=21),
    Platform("illumos", "amd64", minor=24, tags=frozenset({"e2e"})),
    Platform("ios", "arm64", minor=26, tags=frozenset({"goexperiment.boringcrypto"})),
    Platform("windows", "386", minor=25, tags=frozenset({"e2e", "x.y_z"})),
    Platform("wasip1", "wasm", cgo=False, minor=22),
)
TAGS = (
    *(
        "linux",
        "darwin",
        "solaris",
        "windows",
        "android",
        "ios",
        "illumos",
        "js",
        "unix",
        "amd64",
        "arm64",
        "386",
    ),
    *(
        "wasm",
        "cgo",
        "gc",
        "gccgo",
        "e2e",
        "x.y_z",
        "go1.1",
        "go1.21",
        "go1.25",
        "go1.99",
        "go1.0",
        "go1.021",
    ),
    *("go1", "go2.1", "boringcrypto", "goexperiment.rangefunc", "ignore", "é", "²"),
)
patient = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def expressions() -> st.SearchStrategy[str]:
    """Expressions that mostly parse."""
    return st.recursive(
        st.sampled_from(TAGS),
        lambda inner: st.one_of(
            inner.map(lambda x: f"!{x}"),
            inner.map(lambda x: f"({x})"),
            inner.map(lambda x: f"! ( {x} )"),
            st.tuples(inner, st.sampled_from(["&&", " && ", "||", " ||\t"]), inner).map("".join),
        ),
        max_leaves=12,
    )


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("", True),
        ("linux && amd64", True),
        ("linux || windows && darwin", True),
        ("(linux || windows) && darwin", False),
        ("!windows", True),
        ("unix && gc && cgo", True),
        ("go1.27 && !go1.28", True),
        ("e2e", False),
        ("goexperiment.synctest || boringcrypto || gccgo", False),
    ],
)
def test_an_expression_holds_on_linux_or_not(expression: str, holds: bool) -> None:
    assert constraint_holds(expression, PLATFORMS[0]) is holds


def test_every_release_tag_holds_where_the_toolchain_is_unknown() -> None:
    assert constraint_holds("go1.99", Platform())
    assert not constraint_holds("go1.99", Platform(minor=27))


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("a b", "unexpected token b"),
        ("a &&", "unexpected end of expression"),
        ("(a", "missing close paren"),
        ("(a b)", "missing close paren"),
        ("(", "missing close paren"),
        ("a)", "unexpected token )"),
        ("!!a", "double negation not allowed"),
        ("a & b", "invalid syntax at &"),
        ("a, b", "invalid syntax at ,"),
        ("()", "unexpected token )"),
        ("!", "unexpected end of expression"),
        ("||".join("a" * 1001), "build expression too large"),
        ("(" * 1000 + "a" + ")" * 1000, "build expression too large"),
    ],
)
def test_what_does_not_parse_is_refused_in_gos_words(
    expression: str, words: str, source_oracle: SourceOracle
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        constraint_holds(expression, Platform())
    assert source_oracle.expression(expression).error == words


def test_a_thousand_operands_are_no_trouble(source_oracle: SourceOracle) -> None:
    deep = "(" * 999 + "linux" + ")" * 999
    assert constraint_holds(deep, Platform(minor=27))
    assert source_oracle.expression(deep, PLATFORMS[0]).holds == [True]


@patient
@given(expression=expressions())
def test_an_expression_holds_as_go_says(expression: str, source_oracle: SourceOracle) -> None:
    agrees_with_go(expression, source_oracle)


@patient
@given(
    tokens=st.lists(
        st.sampled_from([*"()!!", "&&", "||", "linux", "a", " ", "&", "é"]), min_size=1, max_size=8
    )
)
def test_any_tokens_are_taken_as_go_takes_them(tokens: list[str], source_oracle: SourceOracle) -> None:
    agrees_with_go("a" + " ".join(tokens), source_oracle)


def agrees_with_go(expression: str, oracle: SourceOracle) -> None:
    truth = oracle.expression(expression, *PLATFORMS)
    if truth.error:
        with pytest.raises(ValueError, match=re.escape(truth.error)):
            constraint_holds(expression, PLATFORMS[0])
    else:
        assert [constraint_holds(expression, platform) for platform in PLATFORMS] == truth.holds


@patient
@given(
    name=st.lists(
        st.sampled_from(["", "x", "linux", "android", "windows", "amd64", "arm64", "test", "unix", "e2e"])
    )
    .map("_".join)
    .map(lambda stem: f"{stem}.go"),
)
def test_a_file_name_matches_as_go_says(name: str, source_oracle: SourceOracle) -> None:
    truth = source_oracle.source(name, b"package p\n", *PLATFORMS)
    assert [file_name_matches(name, platform) for platform in PLATFORMS] == truth.built


@pytest.mark.parametrize(("goos", "goarch"), [("linux", "amd64"), ("android", "arm64"), ("windows", "386")])
def test_go_list_takes_the_files_that_match(any_go: Go, goos: str, goarch: str, tmp_path: Path) -> None:
    systems, machines = sorted(KNOWN_OS), sorted(KNOWN_ARCH)
    stems = [
        *systems,
        *(f"x_{each}" for each in systems + machines),
        "_x",
        ".x",
        "x_unix",
        "x_linux.pb",
        "x_test",
    ]
    stems += [f"x_{system}_amd64_test" for system in systems] + [f"x_linux_{machine}" for machine in machines]
    names = [f"{stem}.go" for stem in stems]
    root = write(tmp_path, {"go.mod": "module m\n\ngo 1.21\n", **dict.fromkeys(names, "package p\n")})
    listed = any_go.json("list", "-json", cwd=root, GOOS=goos, GOARCH=goarch, CGO_ENABLED="0")
    platform = Platform(goos, goarch, cgo=False)
    assert {name for name in names if file_name_matches(name, platform)} == {
        *listed["GoFiles"],
        *listed["TestGoFiles"],
    }


@patient
@given(
    lines=st.lists(
        st.lists(
            st.sampled_from(
                [*TAGS, "!linux", "!!linux", "!", "a-b", "!a-b", "linux,cgo", "e2e,!unix", ",", "\t"]
            )
        )
        .map(" ".join)
        .map("// +build {}\n".format),
        max_size=3,
    )
)
def test_plus_build_lines_hold_as_go_says(lines: list[str], source_oracle: SourceOracle) -> None:
    data = ("".join(lines) + "\npackage p\n").encode()
    expression = read_source("x.go", data).constraint
    truth = source_oracle.source("x.go", data, *PLATFORMS)
    assert [constraint_holds(expression, platform) for platform in PLATFORMS] == truth.built


@pytest.mark.parametrize("words", [101, 102])
def test_a_plus_build_line_that_is_too_long_is_left_out(words: int, source_oracle: SourceOracle) -> None:
    data = f"// +build {' '.join(['nowhere'] * words)}\n\npackage p\n".encode()
    holds = constraint_holds(read_source("x.go", data).constraint, PLATFORMS[0])
    assert [holds] == source_oracle.source("x.go", data, PLATFORMS[0]).built == [words > 101]
