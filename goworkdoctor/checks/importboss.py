"""Every import that the rules of `.import-restrictions` files refuse, there or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from goworkdoctor.checks.imports import Importer, Violation, import_place
from goworkdoctor.checks.layers import Layers, Refusal, Restricted
from goworkdoctor.model.facts import Facts, GoFile


def refused_imports(facts: Facts, importers: Iterable[Importer]) -> Iterator[Violation]:
    """By rules for what a package imports, and by inverse rules for who imports it."""
    restricted = Restricted(facts.restrictions.files if facts.restrictions else {})
    if not restricted.files:
        return
    known = {one.name: one for one in importers}
    under: defaultdict[Layers, list[Importer]] = defaultdict(list)
    private: dict[str, Layers] = {}
    for name, one in known.items():
        above = restricted.above(one.package.dir, one.package.module)
        if above.rules:
            under[above.rules].append(one)
        if above.inverse:
            private[name] = above.inverse
    for layers, group in under.items():
        yield from _direct(group, layers)
        if layers.transitive:
            yield from (each for one in group for each in _indirect(one, layers, known))
    yield from _inverse(known, private)


def _direct(group: Iterable[Importer], layers: Layers) -> Iterator[Violation]:
    """Of packages under the same rules: each path is tried once."""
    paths = frozenset().union(*(one.paths for one in group))
    refused = {path: refusal for path in paths if (refusal := layers.refuse(path))}
    for one in group if refused else ():
        for path in one.paths & refused.keys() - {one.name}:
            yield _violation(one, path, path, refused[path], str(refused[path]))


def _indirect(one: Importer, layers: Layers, known: Mapping[str, Importer]) -> Iterator[Violation]:
    """What is imported through packages of the repository; of others nothing is known."""
    through = {path: path for path in one.paths}
    pending = sorted(one.paths)
    while pending:
        via = pending.pop()
        for path in sorted(known[via].without_tests()) if via in known else ():
            if path not in through:
                through[path] = through[via]
                pending.append(path)
    for path, first in through.items():
        if path not in one.paths and path != one.name and (refusal := layers.refuse(path, direct=False)):
            yield _violation(one, first, path, refusal, f"through {first}, and {refusal}")


class _User(Struct, frozen=True):
    """A package, or its tests, by what import-boss calls them, and the files that are built in it."""

    name: str
    one: Importer
    files: tuple[GoFile, ...]


def _inverse(known: Mapping[str, Importer], private: Mapping[str, Layers]) -> Iterator[Violation]:
    far = any(layers.transitive for layers in private.values())
    users = _users(known.values(), known if far else private) if private else {}
    for path, layers in private.items():
        for user, via in _all_users(path, users, layers.transitive):
            direct = via == path
            if user.one.name != path and (refusal := layers.refuse(user.name, direct)):
                how = str(refusal) if direct else f"through {via}, and {refusal}"
                yield _violation(user.one, via, path, refusal, how, user.files)


def _users(importers: Iterable[Importer], wanted: Iterable[str]) -> dict[str, list[_User]]:
    """Who imports each of these paths."""
    users: defaultdict[str, list[_User]] = defaultdict(list)
    interesting = frozenset(wanted)
    for one in importers:
        if paths := one.paths & interesting:
            for user in _variants(one):
                for path in paths.intersection(
                    each.path for file in user.files for each in file.source.imports
                ):
                    users[path].append(user)
    return users


def _variants(one: Importer) -> Iterator[_User]:
    """A package, and its tests: those of the same package are built with all its files."""
    proper = tuple(file for file in one.files if not file.is_test)
    tests = {file.source.package for file in one.files if file.is_test}
    names = {file.source.package for file in proper}
    if proper:
        yield _User(one.name, one, proper)
    for name in sorted(tests):
        own = tuple(file for file in one.files if file.is_test and file.source.package == name)
        yield _User(f"{one.name} ((tests:{name}))", one, own + proper if name in names else own)


def _all_users(path: str, users: Mapping[str, list[_User]], transitive: bool) -> Iterator[tuple[_User, str]]:
    """Each importer once, with what it imports of the way; with the importers of importers if asked for."""
    done: set[str] = set()
    pending = [(user, path) for user in users.get(path, ())]
    for user, via in pending:
        if user.name not in done:
            done.add(user.name)
            yield user, via
            if transitive:
                pending += [(more, user.name) for more in users.get(user.name, ())]


def _violation(
    one: Importer,
    imported: str,
    what: str,
    refusal: Refusal,
    why: str,
    files: Iterable[GoFile] | None = None,
) -> Violation:
    file, line = import_place(one.package, imported, files)
    return Violation(one.package, file, line, what, refusal.file, refusal.rule.line, why)
