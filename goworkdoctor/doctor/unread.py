"""What of a checkout is closed to this user: what lies there counts for nothing, and the report says so."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.report import Probe, ProbeStatus

NAME = "unreadable"
CLOSED = "permission denied"
"""How a Go file's Source says that it was not read."""


def unread(facts: Facts) -> Probe | None:
    """A skipped probe that names folders and Go files that could not be read; None where all could be."""
    names = list(_closed(facts))
    if not names:
        return None
    return Probe(NAME, ProbeStatus.SKIPPED, f"{CLOSED}: {listed(names)}; what lies there is not counted")


def _closed(facts: Facts) -> Iterator[str]:
    for folder in facts.tree.unreadable if facts.tree else ():
        yield f"{folder.rstrip('/')}/"
    for package in facts.packages or ():
        for file in package.files:
            if file.source.broken == CLOSED:
                yield file.name if package.dir == "." else f"{package.dir}/{file.name}"
