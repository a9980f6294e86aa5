"""Go files parsed, on several cores where there are many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from operator import itemgetter
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack

from goworkdoctor.golang.source import Source
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.system.runner import RunError, run

WORTH_A_PROCESS = 1500
MOST_PROCESSES = 4
SEPARATOR = "\0"
FIRST = itemgetter(0)

Job = tuple[str, str]
"""An absolute path, and the blob id that the file there should have, "" where unknown."""


class Parsed(Struct, frozen=True, array_like=True, gc=False):
    """A file's Source; `blob` is the git blob id of the very bytes that were parsed, "" where unknown."""

    blob: str
    source: Source


def parse(look: Look, algorithm: str, jobs: Sequence[Job]) -> list[Parsed | None]:
    """Parse files, in the order of `jobs`, many of them on several cores; None where there is no file.

    The parser is not even loaded where there is nothing to parse, which is the rule.
    """
    if not jobs:
        return []
    cores = min(os.cpu_count() or 1, MOST_PROCESSES) if look.execute else 1
    shares = max(1, min(cores, len(jobs) // WORTH_A_PROCESS))
    own, *others = ([jobs[at] for at in places] for places in deal(len(jobs), shares))
    with ThreadPoolExecutor(shares) as pool:
        running = [pool.submit(_parse_elsewhere, look, algorithm, share) for share in others]
        parts = [_parse_here(look, algorithm, own), *(each.result() for each in running)]
    places = chain.from_iterable(deal(len(jobs), shares))
    return [each for _, each in sorted(zip(places, chain.from_iterable(parts), strict=True), key=FIRST)]


def deal(jobs: int, shares: int) -> list[list[int]]:
    """Which jobs are whose: the first share is half as big as the others, for this process has more to do."""
    rounds = 2 * shares - 1
    return [[at for at in range(jobs) if (at % rounds + 1) // 2 == share] for share in range(shares)]


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
