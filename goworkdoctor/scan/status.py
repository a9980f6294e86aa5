"""What `git status` says: the commit, the branch, and every file that is not as committed."""

from __future__ import annotations

from msgspec import Struct

# Submodules count by their commit alone: to look into one, git would start a git under that one's settings.
STATUS = ("--porcelain=v2", "--branch", "-z", "--no-renames", "--ignore-submodules=dirty")
FIELDS_BEFORE_PATH = {"1": 8, "u": 10, "?": 1}


class Status(Struct, frozen=True):
    """`head` is "" before the first commit, `branch` on a detached HEAD; `dirty` in git's order."""

    head: str = ""
    branch: str = ""
    dirty: tuple[str, ...] = ()


def parse_status(records: list[str]) -> Status:
    """The records of `git status` with STATUS: headers `# branch.oid …`, then one for each dirty path."""
    headers = dict(record[2:].split(" ", 1) for record in records if record.startswith("# branch."))
    head, branch = headers.get("branch.oid", ""), headers.get("branch.head", "")
    return Status(
        head="" if head == "(initial)" else head,
        branch="" if branch == "(detached)" else branch,
        dirty=tuple(
            record.split(" ", FIELDS_BEFORE_PATH[record[0]])[-1]
            for record in records
            if record[0] in FIELDS_BEFORE_PATH
        ),
    )
