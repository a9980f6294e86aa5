"""What is in Go's build cache: index entries (`-a`), outputs (`-d`), and what an output is.

Source: cmd/go/internal/cache/cache.go. An output's name is the SHA-256 of its content; an index entry says
which output an action had.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

INDEX_SIZE = 175
"""Bytes of every index entry: `v1 <action> <output> <size %20d> <unix nanoseconds %20d>` and a line end."""
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The output of an action that has none: SHA-256 of nothing, in every cache."""
VERIFYING = "gocacheverify=1"
"""In GODEBUG it lets go take everything for a miss, and compare what it makes with what the entry says."""
_MISPOINTED = re.compile(r"cache verify failed: id=([0-9a-f]{64})")
HEAD = 64
"""Bytes from the beginning of an output that tell its kind."""
_INDEX = re.compile(
    rb"v1 ([0-9a-fA-F]{64}) ([0-9a-fA-F]{64}) ( *[+-]?[0-9]+) ( *[+-]?[0-9]+)\n",
)
_ID = re.compile(r"[0-9a-f]{64}")


class IndexEntry(Struct, frozen=True):
    """That the action `action` had the output `output`, of `size` bytes, at `nanoseconds` of the epoch."""

    action: str
    output: str
    size: int
    nanoseconds: int


def parse_index_entry(action: str, data: bytes) -> IndexEntry | None:
    """The index entry in a file `<action>-a`; None where go takes it for a miss (DiskCache.get)."""
    found = _INDEX.fullmatch(data) if len(data) == INDEX_SIZE else None
    if not found or len(found[3]) != 20 or len(found[4]) != 20 or found[1].decode().lower() != action:
        return None
    size, nanoseconds = int(found[3]), int(found[4])
    if not (0 <= size < 1 << 63 and 0 <= nanoseconds < 1 << 63):
        return None
    return IndexEntry(action, found[2].decode().lower(), size, nanoseconds)


def entry_name(id: str, key: str) -> str:
    """An entry's path in the cache: `entry_name("e3b0…", "d")` is `e3/e3b0…-d`."""
    return f"{id[:2]}/{id}-{key}"


def entry_id(shard: str, name: str) -> str:
    """The id in a file's name, "" where a file of that name in that shard is no entry of go's."""
    id, dash, key = name.partition("-")
    whole = dash and key in ("a", "d") and id.startswith(shard) and _ID.fullmatch(id)
    return id if whole else ""


def mispointed(said: str) -> str:
    """The index entry that a verifying go found to lead elsewhere, by its last words; "" for none."""
    found = _MISPOINTED.search(said)
    return entry_name(found[1], "a") if found else ""


class Kind(StrEnum):
    """What an entry is; the values are what people read."""

    INDEX_ENTRY = "index entries"
    ARCHIVE = "archives"
    PACKAGE_INDEX = "package index"
    VET = "vet facts"
    TEST = "test results"
    SOURCES = "lists of sources"
    EXECUTABLE = "executables"
    OTHER = "other outputs"
    FOREIGN = "not of go"


_BEGINNINGS: Iterable[tuple[tuple[bytes, ...], Kind]] = (
    ((b"!<arch>\n", b"go object "), Kind.ARCHIVE),
    ((b"go index v",), Kind.PACKAGE_INDEX),
    ((b"# test log\n", b"ok  \t", b"?   \t", b"=== RUN", b"--- ", b"PASS\n", b"mode: "), Kind.TEST),
    ((b"./",), Kind.SOURCES),
    ((b"\x7fELF", b"\xcf\xfa\xed\xfe", b"MZ"), Kind.EXECUTABLE),
)


def kind_of(head: bytes) -> Kind:
    """The kind of an output by its first HEAD bytes; vet facts are a gob of `[]gobFact`."""
    for beginnings, kind in _BEGINNINGS:
        if head.startswith(tuple(beginnings)):
            return kind
    return Kind.VET if b"gobFact" in head else Kind.OTHER
