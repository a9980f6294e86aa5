"""Kubernetes' publishing-bot rules: which staging folders are published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goworkdoctor.scan.safe_yaml import load_yaml
from goworkdoctor.system.files import read


def published_sources(root: Path, staging_root: str) -> frozenset[str] | None:
    """What the rules beside a staging root (`staging/publishing/rules.yaml`) publish; None without rules.

    Folders relative to the root; for a rule that names none, its destination: the folder's last element.
    Also None where the file is not such rules (https://github.com/kubernetes/publishing-bot).
    """
    path = root / posixpath.dirname(staging_root) / "publishing" / "rules.yaml"
    try:
        rules = _at(load_yaml(read(path, 8 << 20)), "rules")
    except (OSError, ValueError):
        return None
    return (
        frozenset(source for rule in rules for source in _sources(rule)) if isinstance(rules, list) else None
    )


def is_published(dir: str, sources: frozenset[str]) -> bool:
    """Whether a rule names the folder, or one around it, which is published with all that is in it."""
    return posixpath.basename(dir) in sources or any(f"{dir}/".startswith(f"{s}/") for s in sources)


def _sources(rule: Any) -> Iterator[str]:
    folders = {
        folder for branch in _list(_at(rule, "branches")) for folder in _folders(_at(branch, "source"))
    }
    destination = _at(rule, "destination")
    yield from folders or ({destination} if isinstance(destination, str) else ())


def _folders(source: Any) -> Iterator[str]:
    """`dirs` is a list; older rules have one `dir`."""
    for folder in [*_list(_at(source, "dirs")), _at(source, "dir")]:
        if isinstance(folder, str) and folder:
            yield posixpath.normpath(folder)


def _at(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
