"""go.sum and go.work.sum: which module versions they vouch for (https://go.dev/ref/mod#go-sum-files)."""

from __future__ import annotations

from collections.abc import Iterator

Vouched = frozenset[tuple[str, str]]
"""Path and version of modules whose content, not just whose go.mod, has a sum."""
EMPTY_GO_MOD = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY="
"""The sum that a Go of 2018 wrote for a go.mod it had not read; go passes over it (modfetch, readGoSum)."""


def parse_sums(text: str) -> Vouched:
    """The modules whose zip file has a sum; lines that are not `path version hash` mean nothing here.

    Go refuses a file with such a line, but reads no other version's lines for that.
    """
    return frozenset((path, version) for path, version, _ in read_sums(text))


def read_sums(text: str) -> Iterator[tuple[str, str, str]]:
    """(path, version, hash) of each line that is about a module's zip file."""
    for words in (line.split() for line in text.split("\n")):
        if len(words) == 3 and not words[1].endswith("/go.mod") and words[2] != EMPTY_GO_MOD:
            yield words[0], words[1], words[2]
