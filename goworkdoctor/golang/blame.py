"""Which package an output in the build cache belongs to, as far as it tells itself.

An archive is asked for its symbols (cmd/internal/goobj), a package index for its files
(cmd/go/internal/modindex). The bytes may be damaged, as they are read to find out where the damage is:
whatever does not fit is no answer, never an error.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from urllib.parse import unquote

from goworkdoctor.golang.buildcache import HEAD, Kind, kind_of

OBJECT = b"\x00go120ld"
"""The beginning of an object file since Go 1.20."""
_OFFSETS = struct.Struct("<8s8sI8I")
_SYMBOL = struct.Struct("<II13x")
UNIT = b"go:cuinfo.packagename."
"""A symbol of this name and the import path is in every archive with debug information."""
_PATH = re.compile(rb"[!-~]{1,1000}")


def blame(data: bytes) -> str:
    """The import path that an archive is of, or the package that an index is of; "" for unknown."""
    kind = kind_of(data[:HEAD])
    if kind is Kind.PACKAGE_INDEX:
        return _indexed(data)
    return _compiled(data)


def _compiled(data: bytes) -> str:
    start = data.find(OBJECT)
    while start >= 0:
        for name in _defined(memoryview(data)[start:]):
            if name.startswith(UNIT) and _PATH.fullmatch(name):
                return unquote(name.removeprefix(UNIT).decode("ascii"))
        start = data.find(OBJECT, start + 1)
    return ""


def _defined(object: memoryview) -> Iterator[bytes]:
    """Names of the symbols that an object file defines: blocks 3 to 6 of it, as goobj.BlkSymdef and so on."""
    if len(object) < _OFFSETS.size:
        return
    offsets = _OFFSETS.unpack_from(object)[3:]
    begin, end = offsets[3], min(offsets[7], len(object))
    # The blocks that follow one another hold records of one shape.
    count = max(0, end - begin) // _SYMBOL.size
    for length, at in _SYMBOL.iter_unpack(object[begin : begin + count * _SYMBOL.size]):
        if length < 2000:
            yield bytes(object[at : at + length])


def _indexed(data: bytes) -> str:
    try:
        return _Index(data).package()
    except (struct.error, IndexError, UnicodeDecodeError):
        return ""


class _Index:
    """A reader of encodeModuleBytes: little-endian integers, and strings in a table at the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.table = self.number(12)

    def number(self, at: int) -> int:
        return int(struct.unpack_from("<I", self.data, at)[0])

    def text(self, at: int) -> str:
        """The string whose offset in the table is at `at`; its length goes before it, as a uvarint."""
        start, length, shift = self.table + self.number(at), 0, 0
        while True:
            byte = self.data[start]
            length |= (byte & 127) << shift
            start, shift = start + 1, shift + 7
            if byte < 128:
                break
        if start + length > len(self.data):
            raise IndexError("a string beyond the end")
        return self.data[start : start + length].decode()

    def package(self) -> str:
        """`fmt (doc.go, errors.go, …)` of a package's index, `N packages` of a module's."""
        count = self.number(16)
        if count != 1:
            return f"{count} packages" if count < 100_000 else ""
        package = self.number(24)
        sources = self.number(package + 8)
        if not 0 < sources < 100_000:
            return ""
        # A file begins with: error, parse error, synopsis, name, package name.
        files = [self.number(package + 12 + 4 * index) for index in range(sources)]
        names = [self.text(file + 12) for file in files]
        own = next((file for file, name in zip(files, names, strict=True) if _counts(name)), files[0])
        shown = ", ".join(names[:2]) + (", …" if len(names) > 2 else "")
        whole = f"{self.text(own + 16)} ({shown})"
        return whole if whole.isprintable() else ""


def _counts(name: str) -> bool:
    """Whether a file is in its package itself, and not in the external test package beside it."""
    return name.endswith(".go") and not name.endswith("_test.go")
