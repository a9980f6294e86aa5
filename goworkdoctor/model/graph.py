"""The import graph between the modules of a repository, from what its files import.

An import path belongs to the module with the longest path before it whose directory holds that package
(https://go.dev/ref/mod#resolve-pkg-mod); the standard library and other people's modules are none of these.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import is_

from msgspec import Struct

from goworkdoctor.golang.replacements import Member, Placed, applies, place
from goworkdoctor.golang.standard import may_be_standard
from goworkdoctor.model.facts import Facts, Module


class Crossing(Struct, frozen=True):
    """An import of a package in another module of the repository, in a file that is built here."""

    importer: Module
    provider: Module
    import_path: str
    file: str
    line: int
    test: bool


class Missing(Struct, frozen=True):
    """A module that another one imports and does not require; `maybe` is what else may provide the package.

    That is a module, required at a published version, which may have held the package at that version.
    """

    importer: Module
    provider: Module
    uses: tuple[Crossing, ...]
    maybe: str = ""

    @property
    def replaced(self) -> bool:
        """Whether the importer's go.mod already says where the module lies."""
        replaces = self.importer.mod.replaces if self.importer.mod else ()
        return any(line.old_path == self.provider.path for line in replaces)


Siblings = Mapping[str, Mapping[str, Module]]
_latest: list[tuple[tuple[object, ...], Siblings]] = []


def siblings(facts: Facts) -> Siblings:
    """By package directory: those of its imports that lead into other modules of the repository.

    The latest answer is kept for as long as it is asked of the same packages: facts grow while rules ask.
    """
    about = (facts.modules, facts.packages, facts.tree)
    for known, answer in _latest:
        if all(map(is_, known, about)):
            return answer
    answer = _siblings(facts)
    _latest[:] = [(about, answer)]
    return answer


def _siblings(facts: Facts) -> Siblings:
    modules = {module.dir for module in facts.modules or ()}
    providers = _Providers(facts)
    found = {
        package.dir: {
            path: provider
            for path in package.imports
            if (provider := providers[path]) and provider.dir != package.module
        }
        for package in facts.packages or ()
        if package.module in modules
    }
    return {dir: led for dir, led in found.items() if led}


def crossings(facts: Facts, wanted: Callable[[str, Module], bool] | None = None) -> Iterator[Crossing]:
    """Every import that leads from one module of the repository into another, by file.

    Only those from a module's directory into a module that are `wanted`, where that is asked for.
    """
    modules = {module.dir: module for module in facts.modules or ()}
    led = siblings(facts)
    for package in facts.packages or ():
        providers = led.get(package.dir, {})
        if wanted:
            providers = {path: to for path, to in providers.items() if wanted(package.module, to)}
        for file in package.files if providers else ():
            for each in file.source.imports if file.built else ():
                if each.path in providers:
                    place = _join(package.dir, file.name)
                    importer, provider = modules[package.module], providers[each.path]
                    yield Crossing(importer, provider, each.path, place, each.line, file.is_test)


class _Providers(dict[str, Module | None]):
    """Which module of the repository holds the package of an import path; each path is looked up once."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.roots = {module.dir for module in facts.modules or ()}
        self.dirs = {package.dir for package in facts.packages or ()} | _go_dirs(facts)
        self.by_path: defaultdict[str, list[Module]] = defaultdict(list)
        for module in facts.counted_modules:
            if module.path:
                self.by_path[module.path].append(module)
        self.beginnings = {path.partition("/")[0] for path in self.by_path}

    def __missing__(self, import_path: str) -> Module | None:
        strange = import_path.partition("/")[0] not in self.beginnings or may_be_standard(import_path)
        self[import_path] = None if strange else next(self._holding(import_path), None)
        return self[import_path]

    def _holding(self, import_path: str) -> Iterator[Module]:
        for prefix in upward(import_path):
            for module in self.by_path.get(prefix, ()):
                dir = posixpath.normpath(posixpath.join(module.dir, import_path[len(prefix) + 1 :]))
                if dir in self.dirs and self._owner(dir) == module.dir:
                    yield module

    def _owner(self, dir: str) -> str:
        return next((each for each in (*upward(dir), ".") if each in self.roots), "")


def _go_dirs(facts: Facts) -> set[str]:
    files = facts.tree.files if facts.tree else frozenset()
    return {file.rpartition("/")[0] or "." for file in files if file.endswith(".go")}


def upward(path: str) -> Iterator[str]:
    """A slashed path and each of its parents: `a/b`, `a`."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _join(dir: str, name: str) -> str:
    return name if dir == "." else f"{dir}/{name}"


def dependencies(facts: Facts) -> dict[str, frozenset[str]]:
    """The directories of the modules that each module needs of the repository: imported, or required."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    led = siblings(facts)
    for package in facts.packages or ():
        found[package.module].update(provider.dir for provider in led.get(package.dir, {}).values())
    by_path = {module.path: module.dir for module in facts.counted_modules if module.path}
    for module in facts.counted_modules:
        for line in module.mod.requires if module.mod else ():
            if (dir := by_path.get(line.path)) and dir != module.dir:
                found[module.dir].add(dir)
    return {module.dir: frozenset(found[module.dir]) for module in facts.counted_modules}


def missing_requires(facts: Facts) -> Iterator[Missing]:
    """Every sibling that a module imports and its go.mod does not require.

    Outside a workspace go then fails: a package that a module imports itself must come from a module that
    its go.mod names (cmd/go/internal/modload, DirectImportFromImplicitDependencyError).
    """
    groups: defaultdict[tuple[str, str], list[Crossing]] = defaultdict(list)
    required = {
        module.dir: frozenset(line.path for line in module.mod.requires)
        for module in facts.modules or ()
        if module.mod
    }
    for each in crossings(facts, lambda dir, provider: provider.path not in required.get(dir, ())):
        groups[each.importer.dir, each.provider.dir].append(each)
    for (_, _), uses in sorted(groups.items()):
        importer, provider = uses[0].importer, uses[0].provider
        if importer.path != provider.path:
            yield Missing(importer, provider, tuple(uses), _maybe(facts, importer, uses))


def _maybe(facts: Facts, importer: Module, uses: Iterable[Crossing]) -> str:
    """A required module of a shorter path, in a version whose content is not known here."""
    if importer.mod is None:
        return ""
    paths = {path for use in uses for path in upward(use.import_path)}
    replaces = Member(importer.dir, importer.mod).replaces
    for line in importer.mod.requires:
        if line.path in paths and not _lies_here(applies(replaces, line.path, line.version), facts):
            return f"{line.path} {line.version}"
    return ""


def _lies_here(by: Placed | None, facts: Facts) -> bool:
    """Whether a replacement leads to a directory of the repository."""
    if by is None or not by.replace.local:
        return False
    target = place(by.dir, by.replace.new_path, str(facts.root))
    return not target.startswith(("../", "/")) and target != ".."


def dependencies_first(graph: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The modules in an order in which each comes after what it depends on, where no cycle forbids it."""
    order: dict[str, None] = {}
    entered: set[str] = set()

    def enter(dir: str) -> None:
        if dir in entered:
            return
        entered.add(dir)
        for needed in sorted(graph.get(dir, ())):
            enter(needed)
        order[dir] = None

    for dir in sorted(graph):
        enter(dir)
    return tuple(order)


def dependents(graph: Mapping[str, frozenset[str]], dirs: Iterable[str]) -> frozenset[str]:
    """These modules and all that depend on them, directly or not."""
    found = frozenset(dirs)
    more = {dir for dir, needed in graph.items() if needed & found} - found
    return dependents(graph, found | more) if more else found
