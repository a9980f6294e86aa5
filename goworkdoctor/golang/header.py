"""The head of a Go source file: all up to the end of its imports, which is as far as `go list` reads.

Go's own reader is go/build/read.go; like it, this one does not look at what follows the imports.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from goworkdoctor.golang.buildlines import find_constraint
from goworkdoctor.golang.lexical import (
    BLOCK_COMMENT,
    BOM,
    IDENTIFIER,
    LINE_COMMENT,
    SAME_LINE,
    SPACE,
    STATEMENT_END,
    STRING,
    WORD_END,
)
from goworkdoctor.golang.source import Import


class Header(Struct, frozen=True):
    """`end` is the offset of the first byte after the imports and the space and comments that follow them.

    `complete` is whether all of the head is there, even if the data is only a file's first bytes.
    """

    package: str = ""
    imports: tuple[Import, ...] = ()
    constraint: str = ""
    end: int = 0
    complete: bool = False
    broken: str = ""


ALIAS = rb"(?:\.%b|%b%b)" % (SPACE, IDENTIFIER, SAME_LINE)
SPEC = rb"(?:%b)?+(?:%b)" % (ALIAS, STRING)
GROUP = rb"\(%b(?:%b%b)*+(?:%b%b)?+\)" % (SPACE, SPEC, STATEMENT_END, SPEC, SPACE)
IMPORT = rb"import%b%b(?:%b|%b)" % (WORD_END, SPACE, GROUP, SPEC)
IMPORTS = rb"(?:%b%b)*+(?:%b)?+" % (IMPORT, STATEMENT_END, IMPORT)
IMPORT_KEYWORD = re.compile(rb"import" + WORD_END)
PACKAGE = re.compile(SPACE + rb"package" + WORD_END)
NAME_AND_IMPORTS = re.compile(rb"%b(%b)(?:%b(%b))?+%b" % (SPACE, IDENTIFIER, STATEMENT_END, IMPORTS, SPACE))
# The keyword is here so that it is not taken for the alias of the string behind it.
NO_SPEC = rb"%b|%b|import%b" % (LINE_COMMENT, BLOCK_COMMENT, WORD_END)
ONE_SPEC = re.compile(rb"%b|(?:(\.|%b)%b)?(%b)" % (NO_SPEC, IDENTIFIER, SPACE, STRING))
ONLY_SPACE = re.compile(SPACE)
TOKEN = re.compile(SPACE + rb"(" + IDENTIFIER + rb"|[0-9][0-9A-Za-z_.]*+|" + STRING + rb"|(?s:.))?")
OPEN_COMMENT = "comment not terminated"
KEYWORDS = frozenset(
    b"break case chan const continue default defer else fallthrough for func go goto if import interface map "
    b"package range return select struct switch type var".split()
)
# go/build's isValidImport, for ASCII.
ILLEGAL_IN_PATH = re.compile(rb"[\x00-\x20!\"#$%&'()*,:;<=>?\[\\\]^{|}`\x7f]")


def read_header(data: bytes) -> Header:
    """The head of the file that is, or begins with, `data`."""
    start = len(BOM) if data.startswith(BOM) else 0
    package = PACKAGE.match(data, start)
    if not package:
        leading = ONLY_SPACE.match(data, start)
        constraint, fault = constraint_of(data[start : leading.end() if leading else start] + b"package")
        return Header(constraint=constraint, broken=fault or missing("'package'", data, start))
    constraint, fault = constraint_of(data[start : package.end()])
    rest = NAME_AND_IMPORTS.match(data, package.end())
    if not rest or rest[1] in KEYWORDS:
        return Header(constraint=constraint, broken=fault or missing("'IDENT'", data, package.end()))
    end = rest.end()
    imports, broken = read_imports(data, *rest.span(2))
    broken = fault or broken
    unread = IMPORT_KEYWORD.match(data, end) is not None
    if data.find(b"\0", 0, end + 1) >= 0:
        # Go gives up before it asks whether the file is for this platform.
        constraint, broken = "", "unexpected NUL in input"
    elif data.startswith(b"/*", end):
        broken = broken or OPEN_COMMENT
    elif unread:
        broken = broken or f"line {line_of(data, end)}: the import declaration does not parse"
    complete = not unread and not data.startswith(b"/", end) and not b"import".startswith(data[end : end + 6])
    return Header(rest[1].decode("utf-8", "replace"), imports, constraint, end, complete, broken)


def constraint_of(head: bytes) -> tuple[str, str]:
    """The constraint in a head, and why Go refuses it, or ""."""
    try:
        return find_constraint(head), ""
    except ValueError as error:
        return "", str(error)


def read_imports(data: bytes, start: int, end: int) -> tuple[tuple[Import, ...], str]:
    """The imports between two offsets, and what is wrong with one of their paths, or ""."""
    declarations = data[start:end]
    over_lines = b"/*" in declarations or b"`" in declarations
    pieces = [declarations] if over_lines else declarations.split(b"\n")
    imports = []
    broken = ""
    for first, piece in enumerate(pieces, line_of(data, start)):
        for spec in specs(piece) if piece else ():
            line = first + spec.below
            imports.append(Import(spec.path, line, spec.name))
            if spec.bad is not None and not broken:
                broken = f"line {line}: invalid import path: {spec.bad}"
    return tuple(imports), broken


class Spec(Struct, frozen=True):
    """An import in a piece of a file, `below` that piece's first line; `bad` is a path that Go refuses."""

    path: str
    name: str
    below: int
    bad: str | None


@lru_cache(maxsize=1 << 16)
def specs(piece: bytes) -> tuple[Spec, ...]:
    """The imports in a piece of a file.

    Files of a repository import alike: most lines stand in the same words elsewhere.
    """
    return tuple(
        read_spec(found[1] or b"", found[2], piece.count(b"\n", 0, found.start()))
        for found in ONE_SPEC.finditer(piece)
        if found[2] is not None
    )


def read_spec(name: bytes, literal: bytes, below: int) -> Spec:
    """One import, from the bytes of its alias and of its path's literal."""
    path = unquote(literal)
    bad = shown(path) if not path or ILLEGAL_IN_PATH.search(path) else None
    return Spec(path.decode("utf-8", "replace"), name.decode("utf-8", "replace"), below, bad)


def unquote(literal: bytes) -> bytes:
    """What a string literal stands for; escapes are read where they are ASCII, which paths are."""
    text = literal[1:-1]
    if literal.startswith(b"`"):
        return text.replace(b"\r", b"")
    if b"\\" not in text:
        return text
    try:
        return text.decode("unicode_escape").encode()
    except ValueError:
        return text


def line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def missing(expected: str, data: bytes, at: int) -> str:
    """What Go's parser says of the token at an offset where another is expected."""
    found = TOKEN.match(data, at)
    token = found[1] if found else None
    if token is None:
        return f"expected {expected}, found 'EOF'"
    if found and data.startswith(b"/*", found.start(1)):
        return OPEN_COMMENT
    text = shown(token)
    literal = token not in KEYWORDS and re.match(rb"[\w\"`\x80-\xff]", token)
    return f"expected {expected}, found {text}" if literal else f"expected {expected}, found '{text}'"


def shown(text: bytes) -> str:
    """A piece of the file in a message: one line, not endless, and without control characters."""
    start = text[:80].decode("utf-8", "replace")
    return start if start.isprintable() else repr(start)[1:-1]
