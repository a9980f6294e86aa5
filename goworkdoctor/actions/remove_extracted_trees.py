"""Remove extracted trees: what the module cache also has as a zip, from which go makes it anew."""

from __future__ import annotations

from goworkdoctor.actions.modules import count, module_cache, removal
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, NothingToDo, Treatment

COST = "nothing is downloaded: go extracts what it needs from the zip again, in moments"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Every tree whose zip and .ziphash are there; toolchains stay, for they may be running."""
    bad = {one.key for one in facts.module_health.bad} if facts.module_health else set()
    trees = [one for one in module_cache(facts).modules if one.remakeable and one.key not in bad]
    if not trees:
        raise NothingToDo("no extracted tree in the module cache has its zip beside it")
    checked = "" if facts.module_health else "; whether the zips are sound, `goworkdoctor fix GC606` tells"
    return removal(
        facts,
        f"move {count(len(trees), 'extracted tree')} out of the module cache",
        (one.tree for one in trees),
        sum(one.tree_bytes for one in trees),
        COST + checked,
        ("editors cannot show the sources of dependencies until go has extracted them again",),
    )


REMOVE_EXTRACTED_TREES = Treatment(
    id="remove-extracted-trees",
    title="Remove extracted modules whose zip is there",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC604",),
    needs=frozenset({"module_cache", "processes"}),
    alone=True,
)
