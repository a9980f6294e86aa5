"""Who requires whom among a repository's modules, as a tree: each module's own branches are shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

Graph = Mapping[str, frozenset[str]]


class Branch(Struct, frozen=True):
    """A line of the tree; `again` where what is below it was shown further up."""

    lead: str
    dir: str
    again: bool = False


def tree(graph: Graph) -> tuple[Branch, ...]:
    """The modules that nobody requires first, each with what it requires below it; then what cycles hide."""
    below = reduced(graph)
    required = {dir for under in below.values() for dir in under}
    heads = sorted(graph, key=lambda dir: (dir in required, dir != ".", dir))
    shown: set[str] = set()
    return tuple(line for head in heads if head not in shown for line in _grown(below, head, shown))


def _grown(below: Graph, head: str, shown: set[str]) -> Iterator[Branch]:
    pending = [(head, "", "")]
    while pending:
        dir, lead, rest = pending.pop()
        again = dir in shown and bool(below.get(dir))
        yield Branch(lead, dir, again)
        if dir in shown:
            continue
        shown.add(dir)
        under = sorted(below.get(dir, ()))
        for number, each in reversed(list(enumerate(under, start=1))):
            last = number == len(under)
            pending.append((each, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ ")))


def reduced(graph: Graph) -> Graph:
    """The graph without what follows from the rest: `a → c` where `a → b → c`. Cycles stay whole."""
    reach = {dir: _reached(graph, dir) for dir in graph}

    def between(dir: str, end: str) -> bool:
        return any(
            end in reach.get(mid, ()) and mid not in reach.get(end, ()) and dir not in reach.get(mid, ())
            for mid in graph[dir] - {end}
        )

    return {dir: frozenset(end for end in under if not between(dir, end)) for dir, under in graph.items()}


def _reached(graph: Graph, dir: str) -> frozenset[str]:
    found: set[str] = set()
    pending = [*graph.get(dir, ())]
    while pending:
        if (one := pending.pop()) not in found:
            found.add(one)
            pending += graph.get(one, ())
    return frozenset(found)
