"""One Go file read, parsed and named by its content, and the compact record that is kept of it.

Run as a program, it parses the files that standard input names: see `main`.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from goworkdoctor import __version__
from goworkdoctor.golang import source as parser
from goworkdoctor.golang.source import Import, Source, is_test, read_head, read_source
from goworkdoctor.system.files import TooBig, read

FIELDS, WORDS, RECORDS = "\x1e", "\x1f", "\0"
NO_FILE = b"-"
BEGINNING = 1 << 20


class Parsed(Struct, frozen=True):
    """A file's Source; `blob` is the git blob id of the very bytes that were parsed, "" where unknown."""

    blob: str
    source: Source


def parse_file(file: str, expected: str = "", algorithm: str = "sha1") -> Parsed | None:
    """Read and parse a file; None where there is no regular file at that path.

    `expected` is the blob id that git tells; a file that differs from it only in line endings has it.
    A file that may not be read is a broken one.
    """
    name = file.rpartition("/")[2]
    try:
        data = read(Path(file))
    except TooBig:
        return Parsed("", read_beginning(file, name))
    except PermissionError:
        return Parsed("", Source("", broken="permission denied"))
    except OSError:
        return None
    blob = blob_id(data, algorithm)
    if blob != expected and b"\r\n" in data and blob_id(data.replace(b"\r\n", b"\n"), algorithm) == expected:
        blob = expected
    return Parsed(blob, read_source(name, data))


def read_beginning(file: str, name: str) -> Source:
    """The Source of a file that is too big to be read whole: its head tells all, or it is a broken one."""
    with Path(file).open("rb") as opened:
        return read_head(name, opened.read(BEGINNING)) or Source("", broken="too big to be read")


def blob_id(data: bytes, algorithm: str) -> str:
    """The id that git gives a file of that content; `algorithm` is the repository's, sha1 or sha256."""
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def key_of(blob: str, path: str) -> bytes:
    """What a record depends on: the parser, the content, and whether the name is a test file's."""
    return parser_version() + bytes.fromhex(blob) + (b"t" if is_test(path) else b"")


@lru_cache(maxsize=1)
def parser_version() -> bytes:
    """Four bytes that change with the parser's own text, and with what a record looks like."""
    digest = hashlib.sha256(__version__.encode())
    for file in (*sorted(Path(parser.__file__).parent.glob("*.py")), Path(__file__)):
        digest.update(file.read_bytes())
    return digest.digest()[:4]


def encode(source: Source) -> bytes:
    """The record of a Source, b"" for one that cannot be recorded."""
    numbers = (source.tests, source.benchmarks, source.fuzzes, source.examples, source.specs)
    counts = " ".join(map(str, numbers)) if any(numbers) else ""
    imports = [f"{each.line}{WORDS}{each.name}{WORDS}{each.path}" for each in source.imports]
    record = FIELDS.join((source.package, source.constraint, source.broken, counts, *imports))
    separators = record.count(FIELDS) - 3, record.count(WORDS) / 2, record.count(RECORDS)
    return record.encode() if separators == (len(imports), len(imports), 0) else b""


def decode(record: bytes) -> Source | None:
    """The Source of a record, None where it is none."""
    try:
        package, constraint, broken, counts, *imports = record.decode().split(FIELDS)
        tests, benchmarks, fuzzes, examples, specs = map(int, counts.split()) if counts else (0, 0, 0, 0, 0)
        read = tuple([_import(words) for words in imports])
        return Source(package, read, constraint, tests, benchmarks, fuzzes, examples, specs, broken)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 17)
def _import(words: str) -> Import:
    line, name, path = words.split(WORDS)
    return Import(path, int(line), name)


def main() -> None:
    """Parse for another process: in come an algorithm, paths and expected ids, out go ids and records.

    Words are separated by NUL bytes; NO_FILE stands for an id, an empty record for a
    source that cannot be recorded.
    """
    algorithm, *words = os.fsdecode(sys.stdin.buffer.read()).split(RECORDS)
    out = []
    for file, expected in zip(words[::2], words[1::2], strict=True):
        parsed = parse_file(file, expected, algorithm)
        out += [parsed.blob.encode(), encode(parsed.source)] if parsed else [NO_FILE, b""]
    sys.stdout.buffer.write(b"\0".join(out))


if __name__ == "__main__":
    main()
