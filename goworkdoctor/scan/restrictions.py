"""What packages may import: `.import-restrictions` and import-restrictions.yaml, as Kubernetes has them."""

from __future__ import annotations

import posixpath
from typing import Any

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.publishing import ImportRule, Restrictions, RestrictionsFile, Subtree, Subtrees
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.marked_yaml import at, items, line, load_marked, word, words
from goworkdoctor.system.files import read

NAME = ".import-restrictions"
BIGGEST = 1 << 20
TRUE = frozenset({"true", "yes", "on", "y"})


def gather(look: Look, facts: Facts) -> Restrictions:
    """All that git knows, outside vendor and testdata; files of the same content are read as YAML once.

    Keys are those of Kubernetes' cmd/importverifier, and of cmd/import-boss, which takes any letter case.
    """
    if facts.tree is None:
        raise Skipped("the tree must be known")
    files = sorted(filter(_is_one, [path for path in facts.tree.tracked if path.endswith(NAME)]))
    known: dict[bytes, Any] = {}
    return Restrictions(
        {posixpath.dirname(file) or ".": _file(look, file, known) for file in files},
        tuple(
            _subtrees(look, file) for file in map(_beside, look.staging_roots) if file in facts.tree.tracked
        ),
    )


def _is_one(path: str) -> bool:
    *folders, name = path.split("/")
    return name == NAME and not {"vendor", "testdata"}.intersection(folders)


def _beside(staging_root: str) -> str:
    return posixpath.join(posixpath.dirname(staging_root), "publishing", "import-restrictions.yaml")


def _file(look: Look, file: str, known: dict[bytes, Any]) -> RestrictionsFile:
    try:
        content = read(look.root / file, BIGGEST)
        if content not in known:
            known[content] = load_marked(content)
    except (OSError, ValueError) as error:
        return RestrictionsFile(file, error=str(error))
    loaded = _folded(known[content])
    rules, inverse = (tuple(map(_rule, items(at(loaded, key)))) for key in ("rules", "inverserules"))
    return RestrictionsFile(file, rules, inverse)


def _rule(given: Any) -> ImportRule:
    rule = _folded(given)
    return ImportRule(
        selector=word(at(rule, "selectorregexp")),
        allowed=words(at(rule, "allowedprefixes")),
        forbidden=words(at(rule, "forbiddenprefixes")),
        transitive=_is_true(at(rule, "transitive")),
        line=line(given),
    )


def _folded(given: Any) -> Any:
    return {key.lower(): value for key, value in given.items()} if isinstance(given, dict) else None


def _is_true(given: Any) -> bool:
    return word(given).lower() in TRUE


def _subtrees(look: Look, file: str) -> Subtrees:
    try:
        loaded = load_marked(read(look.root / file, BIGGEST))
    except (OSError, ValueError) as error:
        return Subtrees(file, error=str(error))
    return Subtrees(file, tuple(_subtree(each) for each in items(loaded) if word(at(each, "baseImportPath"))))


def _subtree(entry: Any) -> Subtree:
    return Subtree(
        base=posixpath.normpath(word(at(entry, "baseImportPath"))),
        allowed=words(at(entry, "allowedImports")),
        ignored=tuple(map(posixpath.normpath, words(at(entry, "ignoredSubTrees")))),
        exclude_tests=_is_true(at(entry, "excludeTests")),
        line=line(entry),
    )


RESTRICTIONS = Gatherer("restrictions", gather, needs=frozenset({"tree"}), family="GS")
