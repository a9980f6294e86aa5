"""The checkout: where HEAD is, what is dirty, and which other work trees share the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from goworkdoctor.model.facts import Checkout, Facts, Worktree
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.status import STATUS, parse_status
from goworkdoctor.system.git import GitError, open_git


def gather(look: Look, facts: Facts) -> Checkout:
    """Ask the hardened git, both questions side by side; skipped without a repository, or where git refuses.

    Not through GitPython: to import it takes as long as all that is asked here.
    """
    try:
        git = open_git(look.root, look.environ, look.cancelled)
        with ThreadPoolExecutor(1) as pool:
            listed = pool.submit(git.run, "worktree", "list", "--porcelain")
            status = parse_status(git.records("status", *STATUS, "--untracked-files=all"))
        shared = os.fsdecode(git.run("rev-parse", "--git-common-dir")).removesuffix("\n")
        return Checkout(
            head=status.head,
            branch=status.branch,
            dirty=tuple(sorted(status.dirty)),
            worktrees=tuple(worktrees(os.fsdecode(listed.result()), look.root)),
            shallow=(look.root / shared / "shallow").is_file(),
        )
    except GitError as error:
        raise Skipped(str(error)) from error


def worktrees(listed: str, root: Path) -> Iterator[Worktree]:
    """The blocks of `git worktree list --porcelain` whose directory is there, this one included."""
    for block in listed.rstrip("\n").split("\n\n"):
        told = dict(line.partition(" ")[::2] for line in block.splitlines())
        where, head = told.get("worktree", ""), told.get("HEAD", "")
        if "bare" not in told and Path(where).is_dir():
            yield Worktree(
                dir=os.path.relpath(Path(where).resolve(), root),
                head=head if head.strip("0") else "",
                branch=told.get("branch", "").removeprefix("refs/heads/"),
            )


CHECKOUT = Gatherer("checkout", gather)
