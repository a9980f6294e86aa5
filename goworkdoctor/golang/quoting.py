"""Go's quoted strings: strconv.Unquote for what is read, strconv.Quote for what is said about it."""

from __future__ import annotations

import re

_NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
_ESCAPES = {ord(char): f"\\{name}" for name, char in _NAMED.items()}
_HEX = rb"[0-9a-fA-F]"
_ESCAPE = re.compile(
    rb'\\(?:([abfnrtv\\"])|x(%b{2})|([0-3][0-7]{2})|u(%b{4})|U(%b{8}))?' % (_HEX, _HEX, _HEX)
)


def decoded(data: bytes) -> str:
    """UTF-8 text in which each invalid byte is one U+FFFD, as Go prints it."""
    text = data.decode("utf-8", "surrogateescape")
    return text if data.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def unquoted(token: str) -> str:
    """What a double-quoted token says; raises ValueError with Go's words."""
    body = token[1:-1]
    return decoded(_ESCAPE.sub(_meant, body.encode())) if "\\" in body else body


def _meant(match: re.Match[bytes]) -> bytes:
    """The bytes that one backslash escape stands for."""
    named, byte, octal, *runes = match.groups()
    if named:
        return _NAMED[named.decode()].encode()
    if byte or octal:
        return bytes([int(byte, 16) if byte else int(octal, 8)])
    code = int(runes[0] or runes[1] or b"ffffffff", 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise ValueError("invalid syntax")
    return chr(code).encode()


def quoted(text: str) -> str:
    """The text as Go's %q shows it."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_shown, text)) + '"'


def quoted_rune(char: str) -> str:
    """One character as Go's %q shows a rune; neither of the two quotes nor a backslash is asked for."""
    return f"'{_shown(char)}'"


def _shown(char: str) -> str:
    code = ord(char)
    if code in _ESCAPES:
        return _ESCAPES[code]
    if char.isprintable():
        return char
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
