"""The files in a module's zip, as Go's archive/zip reads them, and as strict as it.

Python's zipfile refuses what Go does not look at, and so would accuse zips that `go mod verify` accepts.
Module zips are at most 500 MB (https://go.dev/ref/mod#zip-path-size-constraints): no zip64 is needed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_END = struct.Struct("<4s4HIIH")
_ENTRY = struct.Struct("<4s6HIII5HII")
_LOCAL = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_DESCRIBED_BEHIND = 0x8
"""The flag of an entry whose checksum stands, once more, behind its data."""


class NotAZip(ValueError):
    """The zip cannot be read; the text is what Go says."""


FORMAT = "zip: not a valid zip file"
ALGORITHM = "zip: unsupported compression algorithm"
CHECKSUM = "zip: checksum error"
CORRUPT = "flate: corrupt input"
CUT = "unexpected EOF"


class Packed(NamedTuple):
    """An entry of the zip's directory; `name` is as written, sizes are in bytes."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def contents(data: memoryview) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of every entry; raises NotAZip. Of entries with one name the last counts, as in Go."""
    found = directory(data)
    last = {entry.name: entry for entry in found}
    return ((entry.name, unpack(data, last[entry.name])) for entry in found)


def directory(data: memoryview) -> list[Packed]:
    """The zip's directory; raises NotAZip."""
    at, total, base = _end(data)
    found = []
    while (entry := _entry(data, at, base)) is not None:
        found.append(entry[0])
        at = entry[1]
    if len(found) & 0xFFFF != total:
        raise NotAZip(FORMAT)
    return found


def _end(data: memoryview) -> tuple[int, int, int]:
    """Where the directory begins, how many entries it has, and where the zip itself begins."""
    tail_from = max(0, len(data) - 65 * 1024)
    tail = bytes(data[tail_from:])
    at = tail.rfind(b"PK\5\6", 0, len(tail) - _END.size + 4)
    if at < 0:
        raise NotAZip(FORMAT)
    _, _, _, _, total, size, offset, comment = _END.unpack_from(tail, at)
    base = tail_from + at - size - offset
    if at + _END.size + comment > len(tail) or not 0 <= base + offset < len(data):
        raise NotAZip(FORMAT)
    # Some zips say wrongly that something stands before them.
    if base > 0 and bytes(data[offset : offset + 4]) == b"PK\1\2":
        base = 0
    return base + offset, total, base


def _entry(data: memoryview, at: int, base: int) -> tuple[Packed, int] | None:
    """The entry at a place in the directory and the place behind it, None where there is none."""
    if at + _ENTRY.size > len(data) or bytes(data[at : at + 4]) != b"PK\1\2":
        return None
    fields = _ENTRY.unpack_from(data, at)
    flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
    name, extra, comment = fields[10:13]
    start = at + _ENTRY.size
    end = start + name + extra + comment
    if end > len(data):
        return None
    entry = Packed(bytes(data[start : start + name]), flags, method, crc, packed, size, base + fields[16])
    return entry, end


def unpack(data: memoryview, entry: Packed) -> bytes:
    """An entry's content; raises NotAZip."""
    if not 0 <= entry.offset <= len(data) - _LOCAL.size:
        raise NotAZip("EOF")
    signature, name, extra = _LOCAL.unpack_from(data, entry.offset)
    if signature != b"PK\3\4":
        raise NotAZip(FORMAT)
    if entry.name.endswith(b"/"):
        if entry.size:
            raise NotAZip(FORMAT)
        return b""
    start = entry.offset + _LOCAL.size + name + extra
    content = _inflate(data[start : start + entry.packed], entry)
    described = entry.flags & _DESCRIBED_BEHIND
    if (described or entry.crc) and zlib.crc32(content) != entry.crc:
        raise NotAZip(CHECKSUM)
    if described:
        _descriptor(data, start + entry.packed, entry)
    return content


def _inflate(packed: memoryview, entry: Packed) -> bytes:
    if entry.method == _STORED:
        content = bytes(packed)
    elif entry.method == _DEFLATED:
        stream = zlib.decompressobj(-15)
        try:
            content = stream.decompress(packed, entry.size + 1)
        except zlib.error:
            raise NotAZip(CORRUPT) from None
        if not stream.eof:
            raise NotAZip(CUT)
    else:
        raise NotAZip(ALGORITHM)
    if len(content) != entry.size:
        raise NotAZip(CUT if len(content) < entry.size else FORMAT)
    return content


def _descriptor(data: memoryview, at: int, entry: Packed) -> None:
    """The checksum behind the data; only that is held against the directory's."""
    at += 4 if bytes(data[at : at + 4]) == b"PK\x07\x08" else 0
    if at + 12 > len(data):
        raise NotAZip(CUT)
    if int.from_bytes(data[at : at + 4], "little") != entry.crc:
        raise NotAZip(CHECKSUM)
