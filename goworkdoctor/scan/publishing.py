"""Kubernetes' publishing-bot rules: which staging folders are published where, and what they depend on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from goworkdoctor.model.facts import Facts, ModuleKind
from goworkdoctor.model.publishing import Dependency, Entry, PublishingRule, PublishingRules
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.marked_yaml import at, items, line, load_marked, word, words
from goworkdoctor.system.files import read

BIGGEST = 8 << 20


def gather(look: Look, facts: Facts) -> tuple[PublishingRules, ...]:
    """The rules beside each staging root that holds modules (`staging/publishing/rules.yaml`).

    Keys are those of https://github.com/kubernetes/publishing-bot, cmd/publishing-bot/config/rules.go.
    """
    staged = [module.dir for module in facts.modules or () if module.kind is ModuleKind.STAGING]
    roots = [root for root in look.staging_roots if any(dir.startswith(f"{root}/") for dir in staged)]
    return tuple(_rules(look, root) for root in roots if (look.root / rules_file(root)).is_file())


def rules_file(staging_root: str) -> str:
    """Where the rules of a staging root lie: beside it."""
    return posixpath.join(posixpath.dirname(staging_root), "publishing", "rules.yaml")


def _rules(look: Look, staging_root: str) -> PublishingRules:
    file = rules_file(staging_root)
    try:
        rules = at(load_marked(read(look.root / file, BIGGEST)), "rules")
    except (OSError, ValueError) as error:
        return PublishingRules(file, staging_root, error=str(error))
    if not isinstance(rules, list):
        return PublishingRules(file, staging_root, error="no list of rules in it")
    return PublishingRules(file, staging_root, tuple(map(_rule, rules)))


def _rule(rule: Any) -> PublishingRule:
    entries = tuple(map(_entry, items(at(rule, "branches"))))
    return PublishingRule(word(at(rule, "destination")), entries, line(rule))


def _entry(entry: Any) -> Entry:
    source = at(entry, "source")
    name = word(at(entry, "name"))
    return Entry(
        name=name,
        source=word(at(source, "branch")) or name,
        dirs=tuple(_folders(source)),
        dependencies=tuple(map(_dependency, items(at(entry, "dependencies")))),
        line=line(entry),
    )


def _dependency(given: Any) -> Dependency:
    return Dependency(word(at(given, "repository")), word(at(given, "branch")), line(given))


def _folders(source: Any) -> Iterator[str]:
    """`dirs` is a list; older rules have one `dir`."""
    for folder in (*words(at(source, "dirs")), word(at(source, "dir"))):
        if folder:
            yield posixpath.normpath(folder)


PUBLISHING = Gatherer("publishing", gather, needs=frozenset({"modules"}))
