"""The scripts of a checkout, and what in them changes its meaning once there is a go.work."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from goworkdoctor.golang.scripts import kind
from goworkdoctor.golang.shellscan import Here, scan
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Confidence
from goworkdoctor.model.migration import ScriptChange
from goworkdoctor.system.files import read

LIMIT = 1 << 20
NOT_OURS = re.compile(r"(?:^|/)(?:vendor|testdata|third_party|node_modules|_output|\.git)/")
SCRIPTS = re.compile(r"(?:^|/)(?:hack|scripts|script|build|tools)/")
GENERATE = b"//go:generate "


def script_changes(facts: Facts) -> tuple[tuple[ScriptChange, ...], tuple[str, ...]]:
    """(changes by path and line, scripts that could not be read with the reason); it only reads."""
    tree = facts.tree
    if tree is None:
        return (), ("the tree was not examined, so no script was read",)
    modules = facts.counted_modules
    here = Here(frozenset(one.path for one in modules), any(one.dir == "." for one in modules))
    found: list[ScriptChange] = []
    unread: list[str] = []
    for path in sorted(filter(_may_hold, (tree.tracked | tree.untracked) - tree.symlinks)):
        file = f"{tree.root}/{path}"
        try:
            found += _in_file(file, path, here)
        except OSError as error:
            if not os.path.islink(file):  # noqa: PTH114
                unread.append(f"{path}: {error.strerror or error}")
    return tuple(found), tuple(unread)


def _may_hold(path: str) -> bool:
    """By its name; scripts without an ending are looked at where scripts live."""
    if kind(path):
        return not NOT_OURS.search(path)
    return "." not in path.rpartition("/")[2] and bool(SCRIPTS.search(path)) and not NOT_OURS.search(path)


def _in_file(file: str, path: str, here: Here) -> Iterator[ScriptChange]:
    if path.endswith(".go"):
        data = read(file, LIMIT << 4)
        if GENERATE not in data:
            return
    else:
        data = read(file, LIMIT)
        if not kind(path) and not _is_shell(data):
            return
    for change in scan(path, data.decode("utf-8", "replace"), here):
        sure = Confidence.CERTAIN if change.certain else Confidence.LIKELY
        yield ScriptChange(path, change.line, change.command, change.why, change.instead, sure)


def _is_shell(data: bytes) -> bool:
    first = data[:100].split(b"\n", 1)[0]
    return first.startswith(b"#!") and b"sh" in first
