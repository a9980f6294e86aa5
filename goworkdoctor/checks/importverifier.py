"""What import-restrictions.yaml says of an import, as Kubernetes' importverifier decides it.

Of the project's own paths, the packages of a subtree may import only those that it allows.
(Kubernetes, cmd/importverifier/importverifier.go; the project is what its root module's path lies in.)
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator

from goworkdoctor.checks.imports import Importer, Violation, import_place
from goworkdoctor.checks.place import under
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.publishing import Subtree


def outside_subtrees(facts: Facts, importers: Iterable[Importer]) -> Iterator[Violation]:
    """Imports that a subtree does not allow; it ends, like `./base/...`, where another module begins."""
    root = next((module.path for module in facts.modules or () if module.dir == "."), "")
    given = facts.restrictions.subtrees if facts.restrictions else ()
    project = posixpath.dirname(root)
    if not given or not project:
        return
    modules: defaultdict[str, list[Importer]] = defaultdict(list)
    for one in importers:
        modules[one.package.module].append(one)
    for file in given:
        for tree in file.entries:
            owner = max((dir for dir in modules if under(tree.base, dir)), key=len, default="")
            yield from _outside(tree, file.file, modules.get(owner, ()), f"{project}/")


def _outside(tree: Subtree, rules: str, module: Iterable[Importer], project: str) -> Iterator[Violation]:
    """Of the packages in a subtree: each path is tried once."""
    inside = {
        one: one.without_tests() if tree.exclude_tests else one.paths
        for one in module
        if under(one.package.dir, tree.base) and not any(under(one.package.dir, dir) for dir in tree.ignored)
    }
    paths = frozenset().union(*inside.values())
    refused = {path for path in paths if path.startswith(project) and not _allowed(tree, path)}
    for one, own in inside.items() if refused else ():
        for path in own & refused:
            yield _violation(one, path, tree, rules)


def _allowed(tree: Subtree, path: str) -> bool:
    return any(path == allowed or path.startswith(f"{allowed}/") for allowed in tree.allowed)


def _violation(one: Importer, path: str, tree: Subtree, rules: str) -> Violation:
    files = [file for file in one.files if not (tree.exclude_tests and file.is_test)]
    why = f"{rules} does not allow it in {tree.base}"
    return Violation(one.package, *import_place(one.package, path, files), path, rules, tree.line, why)
