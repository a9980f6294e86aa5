"""The checkout: where HEAD is, what is dirty, and which other work trees share the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.model.facts import Checkout, Facts, Worktree
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.status import STATUS, parse_status
from goworkdoctor.system.git import GitError, open_git, records


def gather(look: Look, facts: Facts) -> Checkout:
    """Ask git, through GitPython; skipped where there is no repository, or git refuses it."""
    try:
        repo = open_git(look.root, look.environ, look.cancelled).repo()
        status = parse_status(
            records(repo.git.status(*STATUS, "--untracked-files=all", stdout_as_string=False))
        )
        listed = repo.git.worktree("list", "--porcelain")
        return Checkout(
            head=status.head,
            branch=status.branch,
            dirty=tuple(sorted(status.dirty)),
            worktrees=tuple(worktrees(listed, look.root)),
            shallow=Path(repo.common_dir, "shallow").is_file(),
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
