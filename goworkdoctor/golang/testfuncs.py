"""The functions of a test file that `go test -list .` prints.

The rules are those of cmd/go/internal/load/test.go and go/doc/example.go.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from goworkdoctor.golang.lexical import IDENTIFIER, without_comments

FUNCTION = re.compile(
    rb"func(?<![A-Za-z0-9_\x80-\xff]func)\s+(Test|Benchmark|Fuzz|Example)([A-Za-z0-9_\x80-\xff]*+)[ \t\r]*"
    rb"\(([^()]*+)\)[ \t\r]*(?:\(\s*\)[ \t\r]*)?([{;\n]|\Z)"
)
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
    for found in FUNCTION.finditer(masked):
        kind, rest, parameters, opening = found.groups()
        if kind != b"Example" or opening != b"{" or parameters.strip() or not is_test_name(rest):
            continue
        start = found.end() - 1
        end = closing_brace(masked, start)
        inside = [(first, last) for first, last in comments if start < first and last <= end]
        if OUTPUT.match(comment_text(data, last_group(masked, data, inside))):
            yield kind + rest


def closing_brace(masked: bytes, start: int) -> int:
    """The offset of the brace that closes the one at `start`, or of the end of the file."""
    depth = 0
    for found in re.compile(rb"[{}]").finditer(masked, start):
        depth += 1 if found[0] == b"{" else -1
        if depth == 0:
            return found.start()
    return len(masked)


def last_group(masked: bytes, data: bytes, comments: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last of the comment groups, as go/parser makes them.

    Comments on neighbouring lines are one group; a comment behind code on its line is one by itself.
    """
    group: list[tuple[int, int]] = []
    behind_code = False
    for start, end in comments:
        before = group[-1][1] if group else 0
        between = masked[before:start]
        lines = data.count(b"\n", before, start)
        if group and not between.strip() and lines <= (0 if behind_code else 1):
            group.append((start, end))
            continue
        behind_code = bool(between.strip()) and b"\n" not in between[len(between.rstrip()) :]
        group = [(start, end)]
    return group


def comment_text(data: bytes, group: list[tuple[int, int]]) -> bytes:
    """A comment group's text without its markers and directives (go/ast CommentGroup.Text), roughly.

    Only its beginning matters here: leading blank lines stay.
    """
    lines = []
    for start, end in group:
        text = data[start + 2 : end]
        if data[start : start + 2] == b"/*":
            lines.append(text.removesuffix(b"*/"))
        elif text.startswith(b" ") or not DIRECTIVE.match(text):
            lines.append(text)
    return b"\n".join(lines)
