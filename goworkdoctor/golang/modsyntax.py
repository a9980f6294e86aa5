"""The grammar that go.mod and go.work share: words, lines, blocks in parentheses and comments.

As golang.org/x/mod/modfile/read.go does it for the go command, down to which fault is seen first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from goworkdoctor.golang.quoting import quoted_rune

_TOKEN = re.compile(
    r"""[ \t\r]*+(?:
      (?P<comment> //[^\n]* )
    | (?P<newline> \n )
    | (?P<word>    "(?:[^"\\\n]|\\[\s\S])*+"
                 | `[^`\n]*+`
                 | [()\[\]{},]
                 | (?!["`]) (?:[^ \t\r\n()\[\]{},/]|/(?![/*]))++ (?!/\*) )
    | (?P<fault>   [^ \t\r] )
    | \Z )""",
    re.VERBOSE,
)
_OPEN_STRING = re.compile(r'"(?:[^"\\\n]|\\[\s\S])*+\\?|`[^`\n]*')
_OPEN_WORD = re.compile(r"(?:[^ \t\r\n()\[\]{},/]|/(?![/*]))*")


class Fault(ValueError):
    """Where (1-based line) and in what words Go refuses the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Entry(NamedTuple):
    """One directive, on a line of its own or in a block.

    `suffix` is the comment at its end, or ""; `before` are the whole-line comments right above it, with ""
    for a blank line within a block; `around` are the comments above its block.
    """

    verb: str
    args: list[str]
    line: int
    suffix: str = ""
    before: Sequence[str] = ()
    around: Sequence[str] = ()


class Block(NamedTuple):
    verb: str
    line: int
    entries: list[Entry]


_Line = tuple[int, int, list[str], str]
"""A line's number, the column of its first word, its words (none if it has no directive) and comment."""


def parse(text: str, file: str) -> list[Entry | Block]:
    """The directives and blocks of a go.mod or go.work, in order; raises Fault. One message names `file`."""
    statements: list[Entry | Block] = []
    before: list[str] = []
    lines = _lines(text)
    for number, column, words, comment in lines:
        if comment and not words:
            before.append(comment)
            continue
        if words and not (parentheses := _opening(words)):
            statements.append(Entry(words[0], words[1:], number, comment, before))
        elif words:
            block = Block(" ".join(words[:-parentheses]), number, [])
            if parentheses == 1:
                _fill(block, before, lines, f"{file}:{number}:{column}")
            statements.append(block)
        before = []
    return statements


def _opening(words: list[str]) -> int:
    """How many words at the line's end open a block: 1 for `(`, 2 for the empty block's `( )`, else 0."""
    if words[-1] == "(":
        return int(len(words) > 1)
    return 2 if len(words) > 2 and words[-2:] == ["(", ")"] else 0


def _fill(block: Block, around: list[str], lines: Iterator[_Line], where: str) -> None:
    """Read a block's entries up to its `)`."""
    before: list[str] = []
    number = block.line
    for number, _, words, comment in lines:
        if not words:
            # Blank lines count as comments (a run of them as one), but not at the block's top.
            if comment or (before[-1] if before else block.entries):
                before.append(comment)
        elif words[0] != ")":
            block.entries.append(Entry(block.verb, words, number, comment, before, around))
            before = []
        elif len(words) > 1:
            below = words[1].count("\n")
            raise Fault(number + below, "syntax error (expected newline after closing paren)")
        else:
            return
    raise Fault(number, f"syntax error (unterminated block started at {where})")


def _lines(text: str) -> Iterator[_Line]:
    """Every line, and an empty one at the end; a fault comes only after the words before it."""
    number, last, column, line_start = 1, 1, 1, 0
    words: list[str] = []
    comment = ""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word" and ((word := match["word"]).isprintable() or word[0] in '"`'):
            if not words:
                column = match.start("word") - line_start + 1
            if "\n" in word:  # only in a string, behind a backslash
                last += word.count("\n")
            words.append(word)
        elif kind == "comment":
            comment = match["comment"].removesuffix("\r")
        elif kind in ("word", "fault"):
            sound, message, below = _fault(text, match.start(kind))
            yield number, column, words + sound, ""
            raise Fault(last + below, message)
        else:
            yield number, column, words, comment
            if kind is None:
                yield last, 1, [], ""
                return
            number = last = last + 1
            words, comment, line_start = [], "", match.end()


def _fault(text: str, start: int) -> tuple[list[str], str, int]:
    """What Go says of the text at `start`: after which sound word, and how many lines below."""
    if text[start] in '"`':
        opened = _OPEN_STRING.match(text, start)
        assert opened
        if opened.end() == len(text):
            return [], "unexpected EOF in string", 0
        return [], "unexpected newline in string", opened[0].count("\n")
    run = _OPEN_WORD.match(text, start)
    assert run
    sound = "".join(takewhile(str.isprintable, run[0]))
    if sound == run[0]:
        return [], "mod files must use // comments (not /* */ comments)", 0
    return [sound] if sound else [], f"unexpected input character {quoted_rune(run[0][len(sound)])}", 0
