from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goworkdoctor.golang.build import is_built
from goworkdoctor.golang.constraints import Platform
from goworkdoctor.golang.source import Import, Source
from goworkdoctor.golang.sourcefile import read_head, read_source
from tests.golang.source_oracle import SourceOracle
from tests.golang.sources import heads, soup, sources
from tests.oracle import Go, write

PLATFORMS = (
    Platform(minor=27),
    Platform("darwin", "arm64", cgo=False, minor=21),
    Platform("windows", "amd64", minor=24, tags=frozenset({"e2e"})),
)
patient = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def imports(text: str) -> list[tuple[str, int, str]]:
    source = read_source("x.go", text.encode())
    assert not source.broken
    return [(each.path, each.line, each.name) for each in source.imports]


def test_package_and_imports_have_their_lines() -> None:
    source = read_source("x.go", b'// Doc.\npackage p // a comment\n\nimport (\n\t"fmt"\n\n\tm "math"\n)\n')
    assert source == Source("p", (Import("fmt", 5), Import("math", 7, "m")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('package p\nimport "a"; import . "b"\nimport _ `c`', [("a", 2, ""), ("b", 2, "."), ("c", 3, "_")]),
        ('package p;import("a";"b")', [("a", 1, ""), ("b", 1, "")]),
        ('package p\r\nimport (\r\n\t"a"\r\n)\r\n', [("a", 3, "")]),
        ('\ufeffpackage p\nimport "a"', [("a", 2, "")]),
        ('/*\npackage no\n*/ package p\n// import "no"\nimport "a" /* import "no" */', [("a", 5, "")]),
        ('package p\nfunc f() {\nx := `\nimport "no"\n`\n}\n', []),
        ('package p\n\n// #include "x.h"\n/*\nimport "no"\n*/\nimport "C"', [("C", 7, "")]),
        ('package p\nimport importer "a"\nvar x = "b"', [("a", 2, "importer")]),
        ('package p\nimport "\\x61\\142\\u0063"', [("abc", 2, "")]),
        ("package p\nimport (\n)\nimport ()", []),
        ('package p\n\nimport\n\t(\n\n"a"\n)', [("a", 6, "")]),
    ],
)
def test_imports_are_found_however_they_are_written(text: str, found: list[tuple[str, int, str]]) -> None:
    assert imports(text) == found


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("//go:build linux\n\npackage p", "linux"),
        ("//go:build linux\npackage p", "linux"),
        ("/* words */\n//go:build linux && !cgo\npackage p", "linux && !cgo"),
        ("// +build a,!b c\n// +build d\n\npackage p", "(a && !b || c) && (d)"),
        ("// +build a\n//go:build b\n\npackage p", "b"),
        ("// +build a\npackage p", ""),
        ("/* words */\n// +build a\n\npackage p", ""),
        ("/*\n//go:build a\n*/\npackage p", ""),
        ("package p\n//go:build a\n", ""),
        ("//go:builda\n// build\n\npackage p", ""),
    ],
)
def test_the_constraint_is_read_where_go_reads_it(text: str, expression: str) -> None:
    assert read_source("x.go", text.encode()).constraint == expression


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected 'package', found 'EOF'"),
        ("// only words\n", "expected 'package', found 'EOF'"),
        ("func main() {}", "expected 'package', found 'func'"),
        ("hello", "expected 'package', found hello"),
        ("{{ .Template }}", "expected 'package', found '{'"),
        ('"text"', "expected 'package', found \"text\""),
        ("package func", "expected 'IDENT', found 'func'"),
        ("package", "expected 'IDENT', found 'EOF'"),
        ("package 1", "expected 'IDENT', found 1"),
        ("//go:build a\n//go:build b\n\npackage p", "multiple //go:build comments"),
        ("//go:build a &&\n\npackage p", "parsing //go:build line: unexpected end of expression"),
        ("//go:build\n\npackage p", "parsing //go:build line: unexpected end of expression"),
        ('package p\nimport "a b"', "invalid import path: a b"),
        ('package p\nimport ""', "invalid import path: "),
        ("package p\n\x00import 1", "unexpected NUL in input"),
        ("/* words\npackage p", "comment not terminated"),
        ("package /* words", "comment not terminated"),
        ("package p\n/* words", "comment not terminated"),
        ('package p\nimport "a" /* words', "comment not terminated"),
    ],
)
def test_a_broken_head_is_told_in_gos_words(text: str, reason: str, source_oracle: SourceOracle) -> None:
    data = text.encode()
    assert read_source("x.go", data).broken.endswith(reason)
    said = source_oracle.source("x.go", data).error.partition(" (and ")[0]
    assert said.endswith(reason)


@pytest.mark.parametrize(
    "text", ["package p\nimport x", 'package p\nimport (\n"a"', "package p\nimport ( x )", "#!"]
)
def test_what_go_refuses_in_the_head_is_broken(text: str, source_oracle: SourceOracle) -> None:
    assert read_source("x.go", text.encode()).broken
    assert source_oracle.source("x.go", text.encode()).error


@pytest.mark.parametrize("text", ["`\n\x1b[31m`", "\x1b", 'package p\nimport "\x1b]"', "a" * 1000, "\udcff"])
def test_a_reason_is_one_short_line_of_plain_text(text: str) -> None:
    reason = read_source("x.go", text.encode("utf-8", "surrogateescape")).broken
    assert reason.isprintable()
    assert 0 < len(reason) < 150


@patient
@given(data=sources(), name=st.sampled_from(["x.go", "x_test.go", "x_linux_test.go"]))
def test_a_file_is_read_as_go_reads_it(data: bytes, name: str, source_oracle: SourceOracle) -> None:
    agrees_with_go(name, data, source_oracle)


@patient
@given(data=soup())
def test_nonsense_is_read_as_go_reads_it(data: bytes, source_oracle: SourceOracle) -> None:
    agrees_with_go("x_test.go", data, source_oracle)


def agrees_with_go(name: str, data: bytes, oracle: SourceOracle) -> None:
    """What Go accepts is read as Go reads it; where it refuses the head, nothing is expected but calm."""
    source, truth = read_source(name, data), oracle.source(name, data, *PLATFORMS)
    if truth.error:
        return
    assert not source.broken
    found = [{"Path": each.path, "Line": each.line, "Name": each.name} for each in source.imports]
    if truth.package:
        assert (source.package, found) == (truth.package, truth.imports or [])
    assert [is_built(name, source, platform) for platform in PLATFORMS] == truth.built
    if not truth.bodyerror:
        counts = (source.tests, source.benchmarks, source.fuzzes, source.examples, source.specs)
        assert counts == (truth.tests, truth.benchmarks, truth.fuzzes, truth.examples, truth.specs)


@given(head=heads(), cut=st.integers(0, 400))
def test_a_prefix_tells_all_or_asks_for_more(head: str, cut: int) -> None:
    data = (head + "func f() {}\n").encode()
    told = read_head("x.go", data[:cut])
    assert told in (None, read_source("x.go", data))


def test_the_first_bytes_tell_all_of_a_plain_file() -> None:
    start = b'package p\n\nimport "fmt"\n\nfunc f() {\n'
    assert read_head("x.go", start) == Source("p", (Import("fmt", 3),))
    assert read_head("x_test.go", start) is None
    assert read_head("x.go", start.replace(b"fmt", b"github.com/onsi/ginkgo/v2")) is None
    assert read_head("x.go", b'package p\n\nimport "fmt"\n\nimp') is None


@pytest.mark.parametrize(
    "piece",
    [
        b"/*",
        b"`",
        b'"',
        b"'",
        b"\\",
        b'"\\',
        b"//",
        b"* ",
        b"func TestX(",
        b"func ",
        b"func ExampleX() {",
        b"(",
        b"\n",
    ],
)
def test_time_grows_with_the_size_of_a_file_and_no_faster(piece: bytes) -> None:
    start = time.process_time()
    for head in (b"", b"package p\n", b'package p\nimport (\n"a"\n'):
        read_source("x_test.go", head + piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 3


def test_go_lists_what_is_built(any_go: Go, tmp_path: Path) -> None:
    files = {
        "a.go": 'package p\n\nimport "fmt"\n\nvar _ = fmt.Sprint\n',
        "cgo.go": 'package p\n\n// int x;\nimport "C"\n',
        "doc.go": "package documentation\n",
        "old.go": "// +build windows\n\npackage p\n",
        "odd.go": "// +build windows\npackage p\n",
        "both.go": "// +build windows\n\n//go:build linux\n\npackage p\n",
        "x_windows.go": "package p\n",
        "linux.go": "package p\n",
        "_no.go": "package p\n",
        ".no.go": "package p\n",
        "a_test.go": 'package p_test\n\nimport . "testing"\n\nvar _ T\n',
        "tag_test.go": "//go:build e2e\n\npackage p\n",
    }
    root = write(tmp_path, {"go.mod": "module m\n\ngo 1.21\n", **files})
    for cgo in (True, False):
        listed = any_go.json(
            "list", "-json", cwd=root, GOOS="linux", GOARCH="amd64", CGO_ENABLED=str(int(cgo))
        )
        kinds = ("GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles")
        truth = {name for kind in kinds for name in listed.get(kind, ())}
        platform = Platform(cgo=cgo)
        read = {name: read_source(name, text.encode()) for name, text in files.items()}
        assert {name for name, source in read.items() if is_built(name, source, platform)} == truth
        built = [each.path for name in truth - {"a_test.go"} for each in read[name].imports]
        assert sorted(built) == listed["Imports"]
