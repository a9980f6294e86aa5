"""Restore modules: take out the parts of the module cache that are not what their hash says."""

from __future__ import annotations

from goworkdoctor.actions.modules import count, removal
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.modulecache import BadModule
from goworkdoctor.model.plan import Draft, NothingToDo, Treatment


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Only the bad parts of the findings' modules, or of all: a good zip stays, and a good tree."""
    chosen = {finding.subject for finding in findings}
    health = facts.module_health
    bad = [one for one in (health.bad if health else ()) if not chosen or str(one.key) in chosen]
    bad = [one for one in bad if one.parts]
    if not bad:
        raise NothingToDo("no part of the module cache must go")
    return removal(
        facts,
        f"take the bad parts of {count(len(bad), 'module version')} out of the module cache",
        (name for one in bad for name in one.names),
        None,
        _cost(bad),
        ("changes that somebody made to the files of a module, to try something, go with them",),
    )


def _cost(bad: list[BadModule]) -> str:
    fetched = [str(one.key) for one in bad if not one.heals_offline]
    if not fetched:
        return "nothing is downloaded: go makes the parts anew from the zips that stay"
    more = f" and {len(fetched) - 3} more" if len(fetched) > 3 else ""
    return f"go downloads {', '.join(fetched[:3])}{more} again when it needs the zip; all else it makes anew"


RESTORE_MODULES = Treatment(
    id="restore-modules",
    title="Take modified trees and bad zips out of the module cache",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC606",),
    needs=frozenset({"module_cache", "module_health", "processes"}),
)
