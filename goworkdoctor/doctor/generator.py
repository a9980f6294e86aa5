"""Who writes a generated go.work: the script of the checkout that most looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from goworkdoctor.model.facts import Facts, Tree
from goworkdoctor.system.files import read

LIMIT = 256 << 10
MOST = 2000
MAKE = ("Makefile", "makefile", "GNUmakefile", "Taskfile.yml", "Taskfile.yaml", "justfile", "magefile.go")
FOLDERS = frozenset({"hack", "scripts", "script", "tools", "build", "internal", "cmd"})
NOT_OURS = frozenset({"vendor", "testdata", "third_party", "node_modules"})
WRITES = tuple(
    re.compile(pattern)
    for pattern in (
        rb"go work init\b",
        rb"go work use\b|go work edit [^\n]*-use\b",
        rb"crosslink work\b",
        rb"(>|tee|rm -f|WriteFile\()[^\n]*go\.work\b",
        rb'"work", "(init|use)"',
    )
)


def find_generator(facts: Facts) -> str:
    """The script, relative to the root, with the most commands that write a go.work; "" for none.

    It only reads, and no more than the scripts' first bytes; of equals the least deep goes first.
    """
    tree = facts.tree
    if tree is None:
        return ""
    scored = ((_score(tree.root / path), path) for path in _scripts(tree))
    best = sorted((-score, path.count("/"), path) for score, path in scored if score)
    return best[0][2] if best else ""


def _scripts(tree: Tree) -> Iterator[str]:
    names = sorted((path for path in tree.tracked if _may_write(path)), key=lambda path: path.count("/"))
    return (path for path in names[:MOST] if path not in tree.symlinks)


def _may_write(path: str) -> bool:
    place = PurePosixPath(path)
    if NOT_OURS.intersection(place.parts):
        return False
    if place.suffix in (".sh", ".bash", ".mk") or place.name in MAKE:
        return True
    return place.suffix in (".go", ".py", "") and bool(FOLDERS.intersection(place.parts[:-1]))


def _score(path: Path) -> int:
    try:
        text = read(path, LIMIT)
    except OSError:
        return 0
    return sum(bool(pattern.search(text)) for pattern in WRITES) if b"work" in text else 0
