"""One Go file read, parsed and named by its content.

Run as a program, it parses the files that standard input names: see `main`.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from msgspec import msgpack

from goworkdoctor.golang.source import Source
from goworkdoctor.golang.sourcefile import read_head, read_source
from goworkdoctor.scan.blobs import blob_id
from goworkdoctor.scan.sources import SEPARATOR, Parsed
from goworkdoctor.system.files import TooBig, read

BEGINNING = 1 << 20


def parse_file(file: str, expected: str = "", algorithm: str = "sha1") -> Parsed | None:
    """Read and parse a file; None where there is no regular file at that path.

    `expected` is the blob id that git tells; a file that differs from it only in line endings has it.
    A file that may not be read is a broken one.
    """
    name = file.rpartition("/")[2]
    try:
        data = read(file)
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


def main() -> None:
    """Parse for another process: in come an algorithm, paths and expected ids; out goes a Parsed for each."""
    gc.disable()
    algorithm, *words = os.fsdecode(sys.stdin.buffer.read()).split(SEPARATOR)
    jobs = zip(words[::2], words[1::2], strict=True)
    sys.stdout.buffer.write(msgpack.encode([parse_file(*job, algorithm) for job in jobs]))


if __name__ == "__main__":
    main()
