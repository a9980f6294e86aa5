"""What treatments of the module cache share: the cache, and parts of it moved to its trash in one step."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from goworkdoctor.actions.cleaning import notes
from goworkdoctor.golang.cacheusers import MODULE
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.modulecache import ModuleCache
from goworkdoctor.model.plan import DiscardMany, Draft, Refused


def module_cache(facts: Facts) -> ModuleCache:
    """The module cache; raises Refused where there is none."""
    if facts.module_cache is None or not facts.module_cache.exists:
        raise Refused("there is no module cache")
    return facts.module_cache


def removal(
    facts: Facts, title: str, names: Iterable[str], bytes: int | None, cost: str, more: tuple[str, ...] = ()
) -> Draft:
    """The draft that moves these paths of the cache to its trash; `cost` is that of having them back."""
    folder = module_cache(facts).dir
    return Draft(
        title=title,
        steps=(DiscardMany("module", Path(folder), tuple(names), bytes, MODULE),),
        notes=(*more, *notes(facts, Cache("module", folder), cost)),
    )


def count(number: int, noun: str) -> str:
    """`1 module version`, `1,024 module versions`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"
