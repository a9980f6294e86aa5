"""The checkout: where HEAD is, what is dirty, and which other work trees share the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.model.facts import Checkout, Facts, Worktree
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.git import GitError


def gather(look: Look, facts: Facts) -> Checkout:
    """Ask the hardened git for what the tree's status does not tell; skipped where there is no repository.

    Not through GitPython: to import it takes as long as all that is asked here.
    """
    try:
        git = look.git()
        listed = git.run("worktree", "list", "--porcelain")
    except GitError as error:
        raise Skipped(str(error)) from error
    if facts.tree is None or not facts.tree.git:
        raise Skipped(facts.tree.note if facts.tree else "the tree must be known")
    status = facts.tree.status
    return Checkout(
        head=status.head,
        branch=status.branch,
        dirty=tuple(sorted(status.dirty)),
        worktrees=tuple(worktrees(os.fsdecode(listed), look.root)),
        shallow=(git.shared / "shallow").is_file(),
    )


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


CHECKOUT = Gatherer("checkout", gather, needs=frozenset({"tree"}))
