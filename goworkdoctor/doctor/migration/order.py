"""In which order modules enter the workspace: dependencies first, independent ones together, cycles as one.

A module depends on a sibling that its go.mod requires directly, or that one of its packages imports. Indirect
requires do not count: they follow from the direct ones, and would tie what is loosely coupled into cycles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from goworkdoctor.model.facts import Facts, Module

Graph = Mapping[str, frozenset[str]]


class Group(Struct, frozen=True):
    """Module directories that are one step; `cycle` where they depend on each other."""

    dirs: tuple[str, ...]
    cycle: bool = False


def module_graph(facts: Facts) -> Graph:
    """For each module that counts, the directories of the siblings it depends on."""
    by_path: dict[str, str] = {}
    for module in facts.counted_modules:
        by_path.setdefault(module.path, module.dir)
    imports = _imports(facts, by_path)
    return {module.dir: _required(module, by_path) | imports[module.dir] for module in facts.counted_modules}


def _required(module: Module, by_path: Mapping[str, str]) -> frozenset[str]:
    requires = module.mod.requires if module.mod else ()
    found = {by_path[line.path] for line in requires if line.path in by_path and not line.indirect}
    return frozenset(found - {module.dir})


def _imports(facts: Facts, by_path: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {module.dir: set() for module in facts.counted_modules}
    homes: dict[str, str] = {}
    for package in facts.packages or ():
        if package.module not in found:
            continue
        for path in package.imports:
            if path not in homes:
                homes[path] = _home(path, by_path)
            found[package.module].add(homes[path])
    return {dir: frozenset(dirs - {dir, ""}) for dir, dirs in found.items()}


def _home(path: str, by_path: Mapping[str, str]) -> str:
    """The directory of the module with the longest path that is a prefix of an import path; "" for none."""
    while path:
        if path in by_path:
            return by_path[path]
        path = path.rpartition("/")[0]
    return ""


def groups(dirs: Iterable[str], graph: Graph) -> tuple[Group, ...]:
    """The steps for these modules: layer after layer, each cycle of a layer for itself, the rest together.

    Dependencies on modules that are not among `dirs` do not count: they are in already, or stay out.
    """
    wanted = frozenset(dirs)
    below = {dir: graph.get(dir, frozenset()) & wanted for dir in sorted(wanted)}
    found: list[Group] = []
    layers = _layers(_components(below), below)
    for layer in layers:
        single = sorted(part[0] for part in layer if len(part) == 1)
        if single:
            found.append(Group(tuple(single)))
        found += sorted((Group(part, True) for part in layer if len(part) > 1), key=lambda each: each.dirs)
    return tuple(found)


def _layers(parts: list[tuple[str, ...]], below: Graph) -> list[list[tuple[str, ...]]]:
    """Components by the length of their longest way down; `parts` has dependencies first."""
    height: dict[str, int] = {}
    layers: list[list[tuple[str, ...]]] = []
    for part in parts:
        under = (height[dir] for member in part for dir in below[member] if dir not in part)
        own = 1 + max(under, default=-1)
        height |= dict.fromkeys(part, own)
        layers += [[] for _ in range(own + 1 - len(layers))]
        layers[own].append(part)
    return layers


def _components(below: Graph) -> list[tuple[str, ...]]:
    """Strongly connected components, dependencies first (Tarjan), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for start in below:
        if start in number:
            continue
        path = [(start, iter(sorted(below[start])))]
        number[start] = low[start] = len(number)
        stack.append(start)
        while path:
            dir, rest = path[-1]
            if (under := next(rest, None)) is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[dir])
                if low[dir] == number[dir]:
                    found.append(_cut(stack, dir))
                    for member in found[-1]:
                        low[member] = len(below)
            elif under not in number:
                number[under] = low[under] = len(number)
                stack.append(under)
                path.append((under, iter(sorted(below[under]))))
            else:
                low[dir] = min(low[dir], low[under])
    return found


def _cut(stack: list[str], dir: str) -> tuple[str, ...]:
    at = stack.index(dir)
    part = tuple(sorted(stack[at:]))
    del stack[at:]
    return part
