"""Every Go file's Source: kept from an earlier examination, or parsed now, on several cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from goworkdoctor.golang.source import Source
from goworkdoctor.model.facts import Tree
from goworkdoctor.scan.environment import user_folder
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.scan.parse_cache import ParseCache
from goworkdoctor.scan.parsed import NO_FILE, RECORDS, Parsed, blob_id, decode, encode, key_of, parse_file
from goworkdoctor.system.files import read
from goworkdoctor.system.runner import RunError, run

WORTH_A_PROCESS = 1500
MOST_PROCESSES = 4

Job = tuple[str, str]
"""An absolute path, and the blob id that the file there should have, "" where unknown."""


def read_sources(look: Look, tree: Tree, paths: Sequence[str]) -> dict[str, Source]:
    """The Source of each of the paths, relative to the root; what is no regular file is left out."""
    algorithm = "sha256" if len(next(iter(tree.blobs.values()), "")) == 64 else "sha1"
    ids = {path: content_id(look, tree, path, algorithm) for path in paths}
    cache = parse_cache(look.environ)
    sources = recall(cache, ids)
    missing = [path for path in paths if path not in sources]
    parsed = parse(look, algorithm, [(f"{look.root}/{path}", ids[path]) for path in missing])
    fresh = {path: each for path, each in zip(missing, parsed, strict=True) if each}
    if cache:
        cache.put({key_of(each.blob, path): encode(each.source) for path, each in fresh.items() if each.blob})
    return sources | {path: each.source for path, each in fresh.items()}


def content_id(look: Look, tree: Tree, path: str, algorithm: str) -> str:
    """A file's git blob id: as git tells it, else computed; "" where the file cannot be read whole."""
    if path in tree.blobs and path not in tree.symlinks:
        return tree.blobs[path]
    _stop_if_cancelled(look)
    try:
        return blob_id(read(look.root / path), algorithm)
    except OSError:
        return ""


def parse_cache(environ: Mapping[str, str]) -> ParseCache | None:
    """The cache in the user's cache folder, None where the user has none."""
    folder = user_folder(environ, "XDG_CACHE_HOME", ".cache", ".cache")
    return ParseCache(folder / "goworkdoctor" / "parsed.sqlite") if folder else None


def recall(cache: ParseCache | None, ids: Mapping[str, str]) -> dict[str, Source]:
    """The sources that were parsed before, for paths with these content ids."""
    if not cache:
        return {}
    keys = {path: key_of(id, path) for path, id in ids.items() if id}
    records = cache.get(keys.values())
    found = ((path, decode(records[key])) for path, key in keys.items() if key in records)
    return {path: source for path, source in found if source}


def parse(look: Look, algorithm: str, jobs: Sequence[Job]) -> list[Parsed | None]:
    """Parse files, in the order of `jobs`; many of them on several cores."""
    cores = min(os.cpu_count() or 1, MOST_PROCESSES) if look.execute else 1
    shares = max(1, min(cores, len(jobs) // WORTH_A_PROCESS))
    own, *others = (jobs[share::shares] for share in range(shares))
    with ThreadPoolExecutor(shares) as pool:
        running = [pool.submit(_parse_elsewhere, look, algorithm, share) for share in others]
        parts = [_parse_here(look, algorithm, own), *(each.result() for each in running)]
    result: list[Parsed | None] = [None] * len(jobs)
    for share, part in enumerate(parts):
        result[share::shares] = part
    return result


def _parse_here(look: Look, algorithm: str, jobs: Iterable[Job]) -> list[Parsed | None]:
    found = []
    for file, expected in jobs:
        _stop_if_cancelled(look)
        found.append(parse_file(file, expected, algorithm))
    return found


def _parse_elsewhere(look: Look, algorithm: str, jobs: Sequence[Job]) -> list[Parsed | None]:
    """The same in a process of our own program; here after all where that does not go well."""
    argv = [sys.executable, "-P", "-m", "goworkdoctor.scan.parsed"]
    words = RECORDS.join(chain([algorithm], *jobs))
    try:
        done = run(argv, Path("/"), look.environ, cancelled=look.cancelled, stdin=os.fsencode(words))
    except RunError:
        return _parse_here(look, algorithm, jobs)
    answers = done.stdout.split(RECORDS.encode())
    if done.code or len(answers) != 2 * len(jobs):
        return _parse_here(look, algorithm, jobs)
    pairs = zip(jobs, answers[::2], answers[1::2], strict=True)
    return [_understood(job, algorithm, id, record) for job, id, record in pairs]


def _understood(job: Job, algorithm: str, id: bytes, record: bytes) -> Parsed | None:
    if id == NO_FILE:
        return None
    source = decode(record)
    return Parsed(id.decode(), source) if source else parse_file(*job, algorithm)


def _stop_if_cancelled(look: Look) -> None:
    if look.cancelled.is_set():
        raise Skipped("cancelled")
