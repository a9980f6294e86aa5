"""The functions of a test file that `go test -list .` prints.

The rules are those of cmd/go/internal/load/test.go and go/doc/example.go.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from goworkdoctor.golang.lexical import IDENTIFIER, without_comments

FUNCTION = re.compile(
    rb"func(?<![A-Za-z0-9_\x80-\xff]func)\s+(Test|Benchmark|Fuzz|Example)([A-Za-z0-9_\x80-\xff]*+)[ \t\r]*"
    rb"\(([^()]*+)\)[ \t\r]*(?:\(\s*\)[ \t\r]*)?([{;\n]|\Z)"
)
FUNCTION_OR_BRACE = re.compile(FUNCTION.pattern + rb"|[{}]")
# One parameter, *T or *testing.T, with a name or without; `chan *T` is another type.
POINTER = rb"\s*(?:(?!chan\b)" + IDENTIFIER + rb"\s*)?+\*\s*(?:" + IDENTIFIER + rb"\s*\.\s*)?%b\s*,?\s*"
PARAMETER = {
    b"Test": re.compile(POINTER % b"T"),
    b"Benchmark": re.compile(POINTER % b"B"),
    b"Fuzz": re.compile(POINTER % b"F"),
}
OUTPUT = re.compile(rb"[\t\n\v\f\r ]*(unordered )?output:", re.IGNORECASE)
DIRECTIVE = re.compile(rb"(?:line |extern |export |[a-z0-9]+:[a-z0-9])")


def count_functions(code: bytes, data: bytes) -> Counter[bytes]:
    """How many functions of each kind: b"Test", b"Benchmark", b"Fuzz", b"Example".

    `code` is `data` without comments and strings. `go test` itself fails in a package with a test
    function of a wrong signature; here it only does not count.
    """
    counts: Counter[bytes] = Counter()
    for kind, rest, parameters, _ in FUNCTION.findall(code):
        if not is_test_name(rest):
            continue
        if kind == b"Example":
            counts[kind] += not parameters.strip()
        else:
            counts[kind] += PARAMETER[kind].fullmatch(parameters) is not None
    if counts[b"Example"]:
        counts[b"Example"] = sum(1 for _ in examples_with_output(data))
    return counts


def is_test_name(rest: bytes) -> bool:
    """Whether what follows Test, Benchmark, Fuzz or Example does not begin with a lower-case letter."""
    if not rest or rest[0] < 0x80:
        return not rest[:1].islower()
    return unicodedata.category(rest.decode("utf-8", "replace")[0]) != "Ll"


def examples_with_output(data: bytes) -> Iterator[bytes]:
    """The names of the examples that go test runs: the last comment in them tells their output."""
    masked, comments = without_comments(data)
    for name, start, end in example_bodies(masked):
        inside = comments[bisect_left(comments, (start,)) : bisect_left(comments, (end,))]
        if OUTPUT.match(comment_text(data, last_group(masked, start, inside))):
            yield name


def example_bodies(masked: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each example, and the offsets of its braces."""
    depth = 0
    name, start = b"", 0
    for found in FUNCTION_OR_BRACE.finditer(masked):
        if depth == 0 and is_example(found):
            name, start = b"Example" + found[2], found.end() - 1
        depth += found[0].endswith(b"{") - (found[0] == b"}")
        if name and depth == 0:
            yield name, start, found.start()
            name = b""


def is_example(found: re.Match[bytes]) -> bool:
    kind, rest, parameters, opening = found.groups()
    return kind == b"Example" and opening == b"{" and not parameters.strip() and is_test_name(rest)


def last_group(masked: bytes, start: int, comments: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last group of the comments in the body that begins at `start`, grouped as go/parser does.

    Comments on neighbouring lines are one group; a comment behind code on its line is one by itself.
    """
    group: list[tuple[int, int]] = []
    behind_code = False
    for first, last in comments:
        between = masked[group[-1][1] if group else start : first]
        code = between.rstrip()
        newlines = between.count(b"\n", len(code))
        if group and not code and newlines <= (0 if behind_code else 1):
            group.append((first, last))
        else:
            behind_code = bool(code) and newlines == 0
            group = [(first, last)]
    return group


def comment_text(data: bytes, group: list[tuple[int, int]]) -> bytes:
    """A comment group's text without its markers and directives (go/ast CommentGroup.Text).

    Blank lines stay, for only the first words matter here.
    """
    lines = []
    for start, end in group:
        text = data[start + 2 : end]
        if data[start : start + 2] == b"/*":
            lines.append(text.removesuffix(b"*/"))
        elif text.startswith(b" ") or not DIRECTIVE.match(text):
            lines.append(text)
    return b"\n".join(lines)
