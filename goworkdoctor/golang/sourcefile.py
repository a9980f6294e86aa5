"""The head of a Go source file, and the test functions in its body, without a full parse."""

from __future__ import annotations

from collections import Counter

from goworkdoctor.golang.ginkgo import count_specs, spec_prefixes
from goworkdoctor.golang.header import Header, read_header
from goworkdoctor.golang.lexical import code_only
from goworkdoctor.golang.source import Source, is_test
from goworkdoctor.golang.testfuncs import count_functions


def read_source(name: str, data: bytes) -> Source:
    """One file's Source. `name` is the file's base name: only `_test.go` files have test functions."""
    return with_body(read_header(data), name, data)


def read_head(name: str, start: bytes) -> Source | None:
    """The Source of a longer file, if its first bytes tell all of it: None says that more must be read.

    All is told where the imports end in them, and there are neither test functions nor specs to count.
    """
    header = read_header(start)
    if not header.complete or is_test(name) or spec_prefixes(header.imports):
        return None
    return with_body(header, name, b"")


def with_body(header: Header, name: str, data: bytes) -> Source:
    """The Source of a file with that head, its test functions and specs counted."""
    prefixes = spec_prefixes(header.imports)
    functions: Counter[bytes] = Counter()
    specs = 0
    if header.package and (is_test(name) or prefixes):
        body = data[header.end :]
        code = code_only(body)
        specs = count_specs(code, prefixes)
        if is_test(name):
            functions = count_functions(code, body)
    return Source(
        header.package,
        header.imports,
        header.constraint,
        functions[b"Test"],
        functions[b"Benchmark"],
        functions[b"Fuzz"],
        functions[b"Example"],
        specs,
        header.broken,
    )
