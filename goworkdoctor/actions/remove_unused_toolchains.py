"""Remove unused toolchains: whole Go SDKs in the module cache that no known checkout asks for."""

from __future__ import annotations

from goworkdoctor.actions.modules import count, module_cache, removal
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Draft, NothingToDo, Treatment

COST = "a checkout whose go or toolchain line asks for one after all downloads it from the network again"


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """Those of the findings, or all that are unused."""
    chosen = {finding.subject for finding in findings if finding.code == "GC605"}
    toolchains = module_cache(facts).toolchains
    if not toolchains:
        raise NothingToDo("there is no toolchain in the module cache")
    unused = [one for one in toolchains if not one.needed_by]
    unused = [one for one in unused if not chosen or one.name in chosen]
    if not unused:
        raise NothingToDo("every toolchain in the module cache is in use")
    names = ", ".join(one.name for one in unused)
    return removal(
        facts,
        f"move {count(len(unused), 'toolchain')} out of the module cache: {names}",
        (name for one in unused for name in one.content),
        sum(one.bytes for one in unused),
        COST,
    )


REMOVE_UNUSED_TOOLCHAINS = Treatment(
    id="remove-unused-toolchains",
    title="Remove Go toolchains that no known checkout asks for",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GC605", "GC604"),
    needs=frozenset({"module_cache", "processes"}),
    alone=True,
)
