"""go.sum and go.work.sum: which module versions they vouch for (https://go.dev/ref/mod#go-sum-files)."""

from __future__ import annotations

Vouched = frozenset[tuple[str, str]]
"""Path and version of modules whose content, not just whose go.mod, has a sum."""


def parse_sums(text: str) -> Vouched:
    """The modules whose zip file has a sum; lines that are not `path version hash` mean nothing here.

    Go refuses a file with such a line, but reads no other version's lines for that.
    """
    lines = (line.split() for line in text.split("\n"))
    return frozenset((words[0], words[1]) for words in lines if len(words) == 3 and not _of_mod(words[1]))


def _of_mod(version: str) -> bool:
    return version.endswith("/go.mod")
