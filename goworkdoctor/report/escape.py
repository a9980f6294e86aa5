"""Names and messages made harmless: a repository decides its file names, but not what a terminal does.

A byte of a name that is not UTF-8 (a lone surrogate in Python) is written `\\xff`, in text and in JSON.
"""

from __future__ import annotations

import re

# Control characters, and those that reorder or break a line without being one.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def valid(text: str) -> str:
    """The text as valid Unicode: what could not be decoded is written as an escape."""
    return _SURROGATE.sub(_escape, text)


def visible(text: str) -> str:
    """One line that a terminal shows and does not obey."""
    return _UNSEEN.sub(_escape, valid(text))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
