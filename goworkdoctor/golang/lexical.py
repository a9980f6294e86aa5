"""What is code in a Go source file and what is not: patterns for space, comments, strings and identifiers.

All patterns are over bytes and possessive, so that no input takes more than linear time.
"""

from __future__ import annotations

import re

BOM = b"\xef\xbb\xbf"
IDENTIFIER = rb"[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*+"
WORD_END = rb"(?![A-Za-z0-9_\x80-\xff])"
LINE_COMMENT = rb"//[^\n]*+"
BLOCK_COMMENT = rb"/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
SPACE = rb"[ \t\r\n]*+(?:(?:" + LINE_COMMENT + rb"|" + BLOCK_COMMENT + rb")[ \t\r\n]*+)*+"
# Go ends a statement at `;`, or at a line's end where the last word may be the end of one.
SAME_LINE = rb"(?:[ \t\r]++|/\*[^*\n]*+(?:\*(?!/)[^*\n]*+)*+\*/)*+"
STATEMENT_END = SAME_LINE + rb"(?:[;\n]|" + LINE_COMMENT + rb"|" + BLOCK_COMMENT + rb"|\Z)" + SPACE
STRING = rb'"(?:[^"\\\n]|\\.)*+"|`[^`]*+`'

# In the body what is not closed reaches to the end of the line or file: nothing is looked at twice.
COMMENT = re.compile(LINE_COMMENT + rb"|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
LITERAL = (
    rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|'
    rb"`[^`]*+(?:`|\Z)|"
    rb"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?"
)
NOT_CODE = re.compile(COMMENT.pattern + rb"|" + LITERAL)


def code_only(data: bytes) -> bytes:
    """The source with a space for every comment, string and rune: what it names is code."""
    return NOT_CODE.sub(b" ", data)


def without_comments(data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """The source, as long as before, and where its comments were.

    Comments are blank, strings and runes a row of `x`, and the comments' places are (start, end) in bytes.
    """
    comments: list[tuple[int, int]] = []

    def mask(found: re.Match[bytes]) -> bytes:
        if not found[0].startswith((b"//", b"/*")):
            return b"x" * len(found[0])
        comments.append(found.span())
        return b" " * len(found[0])

    return NOT_CODE.sub(mask, data), comments
