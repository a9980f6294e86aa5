"""YAML that a repository brings, with the line of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DEEPEST = 100
MOST_ALIASES = 50


class Word(str):
    """A scalar as it is written, and its 1-based line."""

    __slots__ = ("line",)
    line: int


class Listed(list[Any]):
    """A sequence and its line."""

    line = 0


class Mapped(dict[str, Any]):
    """A mapping of words to anything, and its line."""

    line = 0


def load_marked(content: bytes) -> Any:
    """The first document in `content`, None without one; ValueError where it is no YAML.

    It is built from libyaml's events, without recursion, for libyaml's own builder crashes on deep nesting.
    Every scalar stays the word that is written; keys that are no words are left out.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _build(yaml, iter(loader(content).get_event, None))
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {str(error).splitlines()[0]}") from error


def _build(yaml: Any, events: Iterator[Any]) -> Any:
    builder = _Builder()
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            builder.add(_word(event), event.anchor)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            builder.open(event, kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            builder.close()
        elif kind is yaml.AliasEvent:
            builder.repeat(event.anchor)
        elif kind is yaml.DocumentEndEvent:
            break
    return builder.document


def _word(event: Any) -> Word:
    word = Word(event.value)
    word.line = event.start_mark.line + 1
    return word


class _Builder:
    """What is open, innermost last: its items so far, whether it is a mapping, and its anchor."""

    def __init__(self) -> None:
        self.open_ones: list[tuple[Listed, bool, str | None]] = [(Listed(), False, None)]
        self.anchors: dict[str, Any] = {}
        self.aliases = 0

    @property
    def document(self) -> Any:
        """The one thing at the top; None where there is nothing."""
        return next(iter(self.open_ones[0][0]), None)

    def add(self, value: Any, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = value
        self.open_ones[-1][0].append(value)

    def open(self, event: Any, mapping: bool) -> None:
        if len(self.open_ones) > DEEPEST:
            raise ValueError("nested beyond reason")
        items = Listed()
        items.line = event.start_mark.line + 1
        self.open_ones.append((items, mapping, event.anchor))

    def close(self) -> None:
        items, mapping, anchor = self.open_ones.pop()
        self.add(_mapped(items) if mapping else items, anchor)

    def repeat(self, anchor: str) -> None:
        """An alias; of something that is still open, or unknown, it is nothing."""
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise ValueError("repeated beyond reason")
        self.add(self.anchors.get(anchor), None)


def _mapped(items: Listed) -> Mapped:
    """Keys and values in turn, as a mapping."""
    pairs = zip(items[::2], items[1::2], strict=True)
    mapped = Mapped((key, value) for key, value in pairs if isinstance(key, str))
    mapped.line = items.line
    return mapped


def at(value: Any, key: str) -> Any:
    """What a mapping has under the key; None for everything else."""
    return value.get(key) if isinstance(value, dict) else None


def items(value: Any) -> list[Any]:
    """The items of a sequence; nothing else has any."""
    return value if isinstance(value, list) else []


def word(value: Any) -> str:
    """A scalar as it is written; "" for everything else."""
    return str(value) if isinstance(value, str) else ""


def words(value: Any) -> tuple[str, ...]:
    """The scalars of a sequence."""
    return tuple(str(each) for each in items(value) if isinstance(each, str))


def line(value: Any) -> int:
    """The line of anything loaded, 0 of nothing."""
    return value.line if isinstance(value, (Word, Listed, Mapped)) else 0
