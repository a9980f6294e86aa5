"""Which directories a wildcard like `./...` enters, and which names it matches.

A wildcard stops at every nested go.mod, at `testdata`, `_x` and `.x`, below `vendor`, and at what the
module's `ignore` directives name; it follows no symbolic link
(https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns, https://go.dev/ref/mod#go-mod-file-ignore).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache


def entered(dirs: Iterable[str], modules: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Those of `dirs` that `./...`, run in their module's directory, enters; each with that directory.

    Directories are relative to one root, with `/`, `.` being the root; `modules` maps the directory of
    every go.mod to its `ignore` paths.
    """
    wanted = set(dirs)
    owner: dict[str, str] = {}
    for dir in (".", *sorted(_with_parents(wanted))):
        if dir in modules:
            owner[dir] = dir
        elif (module := _owner(dir, owner, modules)) is not None:
            owner[dir] = module
    return {dir: module for dir, module in owner.items() if dir in wanted}


def _with_parents(dirs: Iterable[str]) -> set[str]:
    """The directories and all above them, without the root."""
    found = {"."}
    for dir in dirs:
        while dir and dir not in found:
            found.add(dir)
            dir = dir.rpartition("/")[0]
    return found - {"."}


def _owner(dir: str, owner: Mapping[str, str], modules: Mapping[str, Sequence[str]]) -> str | None:
    """The module of a directory without a go.mod, whose parent is in `owner` where it was entered."""
    parent, _, name = dir.rpartition("/")
    module = owner.get(parent or ".")
    if module is None or hidden(name) or (parent != module and parent.rpartition("/")[2] == "vendor"):
        return None
    return None if ignored(relative(dir, module), modules[module]) else module


def hidden(name: str) -> bool:
    """Whether wildcards pass by a directory of that name."""
    return name.startswith((".", "_")) or name == "testdata"


def relative(dir: str, top: str) -> str:
    """`dir`, which lies in `top` or is it, seen from there: `a/b` in `a` is `b`, `a` in `a` is `.`."""
    if dir == top:
        return "."
    return dir if top == "." else dir[len(top) + 1 :]


def ignored(dir: str, ignores: Sequence[str]) -> bool:
    """Whether go.mod's `ignore` paths name a directory, given relative to the module.

    `./x` is the x at the top of the module; `x` is any x in it; either with all below (Go 1.25).
    """
    if not ignores:
        return False
    tops, anywhere = _ignore_patterns(tuple(ignores))
    path = _slashed(dir)
    return path.startswith(tops) or any(pattern in path for pattern in anywhere)


@lru_cache(maxsize=64)
def _ignore_patterns(ignores: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    tops = tuple(_slashed(path[2:]) for path in ignores if path.startswith("./"))
    return tops, tuple(_slashed(path) for path in ignores if not path.startswith("./"))


def _slashed(path: str) -> str:
    """With a slash at both ends, as Go compares them."""
    path = path if path.startswith("/") else f"/{path}"
    return path if path.endswith("/") else f"{path}/"


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a name matches a pattern, in which `...` is any string.

    `x/...` matches x too; no `...` matches a `vendor` element, but a last element named vendor is like any.
    """
    text = re.escape(_vendor_marked(pattern)).replace(re.escape("..."), "...")
    if text.endswith("/\0/..."):
        text = text.removesuffix("/\0/...") + "(/vendor|/\0/...)"
    elif text == "\0/...":
        text = "(/vendor|/\0/...)"
    if text.endswith("/..."):
        text = text.removesuffix("/...") + "(/...)?"
    expression = re.compile(text.replace("...", "[^\0]*"), re.DOTALL)
    return lambda name: expression.fullmatch(_vendor_marked(name)) is not None


def _vendor_marked(path: str) -> str:
    """With each `vendor` element but the last made unmatchable."""
    if "vendor" not in path:
        return path
    *elements, last = path.split("/")
    return "/".join(["\0" if element == "vendor" else element for element in elements] + [last])
