"""What `git status` says: the commit, the branch, and every file that is not as committed."""

from __future__ import annotations

from goworkdoctor.model.facts import Status

# Submodules count by their commit alone: to look into one, git would start a git under that one's settings.
STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--ignore-submodules=dirty")
STATUS_OF_ALL = (*STATUS, "--untracked-files=all", "--ignored=matching")
FIELDS_BEFORE_PATH = {"1": 8, "u": 10, "?": 1, "!": 1}
ON_DISK = 3
"""Where in `1 XY …` git tells how the disk differs from the index: `.` says that it does not."""


def parse_status(records: list[str]) -> Status:
    """The records of STATUS: headers `# branch.oid …`, then one for each path that is dirty or ignored."""
    headers = dict(record[2:].split(" ", 1) for record in records if record.startswith("# branch."))
    head, branch = headers.get("branch.oid", ""), headers.get("branch.head", "")
    told = [(record, _path(record)) for record in records if record[0] in FIELDS_BEFORE_PATH]
    return Status(
        head="" if head == "(initial)" else head,
        branch="" if branch == "(detached)" else branch,
        dirty=tuple(path for record, path in told if record[0] != "!"),
        changed=frozenset(path for record, path in told if record[0] in "1u" and record[ON_DISK] != "."),
        removed=frozenset(path for record, path in told if record[0] == "1" and record[ON_DISK] == "D"),
        untracked=frozenset(path for record, path in told if record[0] == "?"),
        ignored=frozenset(path for record, path in told if record[0] == "!"),
    )


def _path(record: str) -> str:
    return record.split(" ", FIELDS_BEFORE_PATH[record[0]])[-1]
