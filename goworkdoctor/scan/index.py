"""What git's index holds, entry by entry, from one `git ls-files`."""

from __future__ import annotations

from msgspec import Struct, field

from goworkdoctor.model.facts import Status

LIST_INDEX = ("ls-files", "-z", "-v", "-s", "-c")
SYMLINK, GITLINK = "120000", "160000"


class Index(Struct):
    """Paths in the index: `blobs` are those that equal the disk; `doubtful` are to be looked at there.

    A path is doubtful where git says conflicted, and where git was told not to look (assume-unchanged,
    skip-worktree: absent in a sparse checkout unless somebody put it there).
    """

    blobs: dict[str, str] = field(default_factory=dict)
    symlinks: set[str] = field(default_factory=set)
    gitlinks: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)


def parse_index(records: list[str]) -> Index:
    """The records of LIST_INDEX: `tag mode id stage<TAB>path`.

    Tags: H cached, M conflicted, S skip-worktree; a lower-case one: assume-unchanged.
    """
    index = Index()
    tab = records[0].index("\t") if records else 0  # all fields before it are as wide everywhere
    for record in records:
        mode, blob, path = record[2:8], record[9 : tab - 2], record[tab + 1 :]
        if mode == GITLINK:
            index.gitlinks[path] = blob
        elif record[0] != "H":
            index.doubtful.add(path)
        elif mode == SYMLINK:
            index.symlinks.add(path)
        else:
            index.blobs[path] = blob
    return index


def doubt(index: Index, status: Status, said: str = "") -> None:
    """Take back what is not so on the disk: what git calls changed is doubtful, what is gone is gone.

    So is what git may not look at: to git it is unchanged, with the complaint `path: Permission denied`.
    """
    for path in status.changed - index.gitlinks.keys():
        index.blobs.pop(path, None)
        index.symlinks.discard(path)
        index.doubtful.add(path)
    index.doubtful -= status.removed
    for path in (line.rpartition(": ")[0] for line in said.splitlines()):
        index.blobs.pop(path, None)
        index.symlinks.discard(path)
