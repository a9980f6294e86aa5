"""A sibling that a staging module needs, and its publishing rule does not name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from goworkdoctor.checks.staged import Judged, is_placeholder, judged, staged
from goworkdoctor.checks.words import listed
from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.versions import compare_go
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity
from goworkdoctor.model.publishing import Entry

PRUNING = "1.17"
"""The go line from which a module names all that it builds (https://go.dev/ref/mod#graph-pruning)."""


class Needed(Struct, frozen=True):
    """A sibling in the module graph; `by` requires it: the module itself, or a sibling that it requires."""

    sibling: Module
    by: Module
    line: Require


def check(facts: Facts) -> Iterator[Observation]:
    """Every staging module that an entry for this branch publishes."""
    siblings = {module.path: module for _, module in staged(facts)}
    by_dir = {module.dir: module for module in siblings.values()}
    for one in judged(facts):
        published = {dir: rule.destination for rule, entry in one.entries for dir in entry.dirs}
        for _, entry in one.entries:
            for module in filter(None, map(by_dir.get, entry.dirs)):
                named = {each.repository for each in entry.dependencies}
                lacking = [
                    each
                    for each in needed(module, siblings)
                    if published.get(each.sibling.dir, "") not in {"", *named}
                ]
                if lacking:
                    yield _observation(one, entry, module, lacking, published)


def needed(module: Module, siblings: Mapping[str, Module]) -> list[Needed]:
    """The siblings in a module's graph: what it requires, what these require, and no more where go prunes."""
    found: dict[str, Needed] = {}
    pending = [(module, module)]
    while pending:
        by, _ = pending.pop(0)
        for line in by.mod.requires if by.mod else ():
            sibling = siblings.get(line.path)
            if sibling and sibling is not module and line.path not in found:
                found[line.path] = Needed(sibling, by, line)
                if by is module or compare_go(by.go, PRUNING) < 0:
                    pending.append((sibling, by))
    return list(found.values())


def _observation(
    one: Judged, entry: Entry, module: Module, lacking: list[Needed], published: Mapping[str, str]
) -> Observation:
    own = [each for each in lacking if each.by is module]
    shown = own or lacking
    names = sorted(published[each.sibling.dir] for each in shown)
    how = "needs" if own else f"needs, through {shown[0].by.path},"
    fails = any(is_placeholder(each.line.version) for each in own)
    return Observation(
        module.dir,
        f"{module.dir} {how} {listed([each.sibling.path for each in shown])}, but {one.rules.file} does not "
        f"name {listed(names)} among its dependencies",
        one.rules.file,
        entry.line,
        tuple(
            Evidence(f"{each.line.path} {each.line.version}", each.by.file, each.line.line)
            for each in lacking
        ),
        severity=None if fails else Severity.INFO,
        confidence=one.confidence if own else Confidence.LIKELY,
    )


RULE = Rule(
    code="GS504",
    title="Publishing rule lacks a sibling that the module needs",
    severity=Severity.WARNING,
    why=(
        "The publishing bot writes the published commit of each dependency that the rule names into go.mod, "
        "drops all local replace lines, and runs `go mod download` and `go mod tidy`. A sibling that it does "
        "not name keeps its placeholder version, which nobody publishes: the bot fails, or the published "
        "module is of no use to anybody. Indirect requirements count as well. What only a sibling requires "
        "is told as a note: the bot trusts unpublished commits of the repositories named, and of no others. "
        "Judged are the entries for the branch that is checked out, or else for master or main."
    ),
    example=(
        "$ go get example.com/cli@main\n"
        "go: example.com/cli@v0.0.0-20251106120000-0123456789ab requires example.com/api@v0.0.0: unknown "
        "revision v0.0.0"
    ),
    cure="Name it under `dependencies` in the rule's entry, with the same branch.",
    needs=frozenset({"modules", "staging", "publishing", "checkout"}),
    check=check,
    sources=(
        ("kcp-dev/kcp#3702", "https://github.com/kcp-dev/kcp/pull/3702"),
        ("kubernetes/kubernetes#79330", "https://github.com/kubernetes/kubernetes/pull/79330"),
    ),
)
