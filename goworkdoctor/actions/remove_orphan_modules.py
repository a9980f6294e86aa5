"""Remove orphan modules: versions in the module cache that no checkout names which the doctor knows of."""

from __future__ import annotations

import time

from goworkdoctor.actions.cleaning import days
from goworkdoctor.actions.modules import count, module_cache, removal
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.modulecache import ModuleCache
from goworkdoctor.model.plan import Choice, Draft, NothingToDo, Treatment

COST = "a checkout that needs one after all downloads it from the network again"
OFFERED = ("0", "30", "90")
DAY = 86400.0


def offers(facts: Facts) -> tuple[Choice, ...]:
    """All first; or only those that nobody has read for some time, as far as the disk notes that."""
    return tuple(Choice(id, f"unused for {id} days" if id != "0" else "all") for id in OFFERED)


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Trees and zips go; each go.mod stays, so that module graphs load as before, without the network too."""
    cache, limit = module_cache(facts), days(choice)
    now = time.time()
    orphans = [one for one in cache.orphans if now - (one.used or 0) >= limit * DAY]
    if not orphans:
        raise NothingToDo("every module version in the cache is named by a checkout, or was used since")
    return removal(
        facts,
        f"move {count(len(orphans), 'module version')} that no known checkout names out of the module cache",
        (name for one in orphans for name in one.content),
        sum(one.bytes for one in orphans),
        COST,
        (_considered(cache), "their go.mod files stay, so that module graphs load as before"),
    )


def _considered(cache: ModuleCache) -> str:
    dirs = ", ".join(f"{root.dir} ({root.how})" for root in cache.considered)
    return (
        f"checkouts that were asked what they need: {dirs}; name more in goworkdoctor.toml, "
        'roots = ["../other"]; what `go install path@version` fetched stands in none'
    )


REMOVE_ORPHAN_MODULES = Treatment(
    id="remove-orphan-modules",
    title="Remove module versions that no known checkout names",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC603", "GC604"),
    needs=frozenset({"module_cache", "processes"}),
    alone=True,
    offers=offers,
)
