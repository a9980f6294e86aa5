"""Go files parsed, on several cores where there are many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack

from goworkdoctor.golang.source import Source
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.system.runner import RunError, run

WORTH_A_PROCESS = 1500
MOST_PROCESSES = 4
SEPARATOR = "\0"

Job = tuple[str, str]
"""An absolute path, and the blob id that the file there should have, "" where unknown."""


class Parsed(Struct, frozen=True, array_like=True, gc=False):
    """A file's Source; `blob` is the git blob id of the very bytes that were parsed, "" where unknown."""

    blob: str
    source: Source


def parse(look: Look, algorithm: str, jobs: Sequence[Job]) -> list[Parsed | None]:
    """Parse files, in the order of `jobs`; None where there is no file.

    Many are parsed by processes of their own, one for each core: this one has other things to do, and the app
    to keep awake. The parser is not even loaded where there is nothing to parse, which is the rule.
    """
    cores = min(os.cpu_count() or 1, MOST_PROCESSES) if look.execute else 1
    shares = max(1, min(cores, len(jobs) // WORTH_A_PROCESS))
    if shares == 1:
        return _parse_here(look, algorithm, jobs) if jobs else []
    with ThreadPoolExecutor(shares) as pool:
        parts = pool.map(lambda share: _parse_elsewhere(look, algorithm, jobs[share::shares]), range(shares))
    result: list[Parsed | None] = [None] * len(jobs)
    for share, part in enumerate(parts):
        result[share::shares] = part
    return result


def _parse_here(look: Look, algorithm: str, jobs: Iterable[Job]) -> list[Parsed | None]:
    from goworkdoctor.scan.parsed import parse_file

    found = []
    for file, expected in jobs:
        if look.cancelled.is_set():
            raise Skipped("cancelled")
        found.append(parse_file(file, expected, algorithm))
    return found


def _parse_elsewhere(look: Look, algorithm: str, jobs: Sequence[Job]) -> list[Parsed | None]:
    """The same in a process of our own program; here after all where that does not go well."""
    argv = [sys.executable, "-P", "-m", "goworkdoctor.scan.parsed"]
    words = SEPARATOR.join(chain([algorithm], *jobs))
    try:
        done = run(argv, Path("/"), look.environ, cancelled=look.cancelled, stdin=os.fsencode(words))
        answers = msgpack.decode(done.stdout, type=list[Parsed | None])
    except (RunError, MsgspecError):
        return _parse_here(look, algorithm, jobs)
    return answers if len(answers) == len(jobs) else _parse_here(look, algorithm, jobs)
