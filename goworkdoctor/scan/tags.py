"""The tags of the repository, by which modules are released, and the commit that is checked out."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from goworkdoctor.model.facts import Facts, Tags
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.git import Git, GitError

STAMP = "%Y%m%d%H%M%S"
"""How a pseudo-version writes a time (https://go.dev/ref/mod#pseudo-versions)."""


def gather(look: Look, facts: Facts) -> Tags:
    """All tags by name; skipped where there is no repository, or git refuses it."""
    try:
        git = look.git()
        listed = os.fsdecode(git.run("for-each-ref", "--format=%(refname:strip=2)", "refs/tags"))
        return Tags(frozenset(listed.splitlines()), *_head(git))
    except GitError as error:
        raise Skipped(str(error)) from error


def _head(git: Git) -> tuple[str, str]:
    """The commit and its time; nothing before the first commit."""
    done = git.complete("log", "-1", "--no-show-signature", "--format=%H %ct", "HEAD")
    if done.code:
        return "", ""
    commit, seconds = done.stdout.decode().split()
    return commit, datetime.fromtimestamp(int(seconds), UTC).strftime(STAMP)


TAGS = Gatherer("tags", gather, family="GM")
