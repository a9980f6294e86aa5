"""Where a build constraint may stand in a file's head: `//go:build` and the older `// +build` lines.

Go 1.21 to 1.27 all honour `+build` lines in a file without a `//go:build` line, whatever the module's
go line is (go/build parseFileHeader and shouldBuild).
"""

from __future__ import annotations

import re

from goworkdoctor.golang.constraints import leading_tag, postfix

GO_BUILD = re.compile(rb"//go:build(?:\s+(.*))?", re.DOTALL)
PLUS_BUILD = re.compile(rb"//\s*\+build(?:\s+(.*))?", re.DOTALL)
MAX_PLUS_OPERATORS = 100


def find_constraint(head: bytes) -> str:
    """The constraint of a file, as one `//go:build` expression, "" without one.

    `head` is all up to and including the word `package`. Raises ValueError with Go's words for a
    second `//go:build` line and for one that does not parse.
    """
    if b"build" not in head:
        return ""
    lines, leading = comment_lines(head)
    marked = [found[1] or b"" for line in lines if (found := GO_BUILD.fullmatch(line))]
    if len(marked) > 1:
        raise ValueError("multiple //go:build comments")
    if marked:
        return checked(marked[0].decode("utf-8", "replace"))
    old = [found[1] or b"" for line in lines[:leading] if (found := PLUS_BUILD.fullmatch(line))]
    return conjunction(list(filter(None, (from_plus_build(line.decode("utf-8", "replace")) for line in old))))


def checked(expression: str) -> str:
    try:
        postfix(expression)
    except ValueError as error:
        raise ValueError(f"parsing //go:build line: {error}") from None
    return expression


def comment_lines(head: bytes) -> tuple[list[bytes], int]:
    """The lines before the package clause that begin outside `/* */`, without surrounding space.

    The number tells how many of them stand before the last blank line of the leading run of `//`
    comments: only there `+build` counts.
    """
    lines: list[bytes] = []
    leading = 0
    only_line_comments = True
    in_block = False
    for line in map(bytes.strip, head.split(b"\n")):
        if not line and only_line_comments:
            leading = len(lines)
            continue
        only_line_comments = only_line_comments and line.startswith(b"//")
        if not in_block:
            lines.append(line)
        in_block, code = after_comments(line, in_block)
        if code:
            break
    return lines, leading


def after_comments(line: bytes, in_block: bool) -> tuple[bool, bool]:
    """Whether a `/*` is open at the line's end, and whether there is more on it than comments."""
    while line:
        if in_block:
            _, closed, line = line.partition(b"*/")
            if not closed:
                return True, False
            in_block, line = False, line.strip()
        elif line.startswith(b"//"):
            return False, False
        elif line.startswith(b"/*"):
            in_block, line = True, line[2:].strip()
        else:
            return False, True
    return in_block, False


def from_plus_build(text: str) -> str:
    """A `+build` line's text as a `//go:build` expression: spaces are "or", commas "and".

    "" where it is too complex: Go leaves such a line out. What is no tag is the tag `ignore`.
    """
    clauses = [[plus_tag(word) for word in clause.split(",")] for clause in text.split()]
    if sum(map(len, clauses)) - 1 > MAX_PLUS_OPERATORS:
        return ""
    return " || ".join(" && ".join(words) for words in clauses) or "ignore"


def plus_tag(word: str) -> str:
    if word == "!" or word.startswith("!!"):
        return "ignore"
    negation, tag = ("!", word[1:]) if word.startswith("!") else ("", word)
    return negation + (tag if tag and leading_tag(tag) == tag else "ignore")


def conjunction(expressions: list[str]) -> str:
    if len(expressions) < 2:
        return "".join(expressions)
    return " && ".join(f"({each})" for each in expressions)
