"""What git's index holds, entry by entry, from one `git ls-files`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

LIST_INDEX = ("ls-files", "-z", "-v", "-s", "-c", "-m", "-d")
SYMLINK, GITLINK = "120000", "160000"


class Index(Struct):
    """Paths in the index: `blobs` are those that equal the disk; `doubtful` are to be looked at there.

    A path is doubtful where git says modified or conflicted, and where git was told not to look
    (assume-unchanged, skip-worktree: absent in a sparse checkout unless somebody put it there).
    """

    blobs: dict[str, str] = field(default_factory=dict)
    symlinks: set[str] = field(default_factory=set)
    gitlinks: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)


def parse_index(records: list[str]) -> Index:
    """The records of LIST_INDEX: `tag mode id stage<TAB>path`.

    Tags: H cached, C modified, R removed, M conflicted, S skip-worktree; a lower-case one: assume-unchanged.
    """
    index = Index()
    changed = set(_changed(records, index))
    for record in records:
        if record[0] in "CR":
            continue
        meta, _, path = record.partition("\t")
        mode, blob = meta[2:8], meta[9:-2]
        if mode == GITLINK:
            index.gitlinks[path] = blob
        elif path in index.removed:
            continue
        elif path in changed or record[0] != "H":
            index.doubtful.add(path)
        elif mode == SYMLINK:
            index.symlinks.add(path)
        else:
            index.blobs[path] = blob
    return index


def _changed(records: list[str], index: Index) -> Iterator[str]:
    """Paths that git calls modified; removed ones, which it calls both, go into the index."""
    for record in records:
        if record[0] in "cCrR":
            path = record.partition("\t")[2]
            yield path
            if record[0] in "rR":
                index.removed.add(path)
