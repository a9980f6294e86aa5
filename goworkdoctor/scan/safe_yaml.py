"""YAML that a repository brings, as mappings, lists and strings, whatever is in it."""

from __future__ import annotations

from typing import Any

DEEPEST = 100
MOST_ALIASES = 1000


def load_yaml(content: bytes) -> Any:
    """The one document in `content`; ValueError where it is no YAML, too deep, or full of aliases.

    Every scalar stays the string that is written: `on` is "on", and no tag is obeyed.
    Libyaml, which is five times as fast, crashes the process on deep nesting when it builds data, but
    not when it only reads events: so it reads them first, and what is too deep is refused.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _measure(yaml, loader, content)
        return yaml.load(content, loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"not YAML: {str(error).splitlines()[0]}") from error


def _measure(yaml: Any, loader: Any, content: bytes) -> None:
    depth = aliases = 0
    for event in yaml.parse(content, loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEEPEST or aliases > MOST_ALIASES:
            raise ValueError("nested or repeated beyond reason")
