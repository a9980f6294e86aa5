"""Empty the trash: what treatments moved out of the caches is deleted, and its room is free."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, EmptyTrash, NothingToDo, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Every folder of every cache's trash."""
    trashed = [one for cache in facts.caches or () for one in cache.trash]
    if not trashed:
        raise NothingToDo("the trash of every cache is empty")
    return Draft(
        title="empty the trash of the caches",
        steps=(EmptyTrash(tuple(Path(one.path) for one in trashed), sum(one.bytes for one in trashed)),),
        notes=("treatments whose things are deleted cannot be undone any more",),
    )


EMPTY_TRASH = Treatment(
    id="empty-trash",
    title="Empty the trash of the caches",
    applicability=Applicability.DESTRUCTIVE,
    draft=draft,
    codes=("GC604",),
    needs=frozenset({"caches"}),
    alone=True,
)
