"""Git attributes under which a file on disk may differ from its blob though git calls it unchanged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from goworkdoctor.system.files import read
from goworkdoctor.system.git import Git, records

CONVERTING = ("filter", "ident", "working-tree-encoding")
MENTION = re.compile(rb"\b(filter|ident|working-tree-encoding)\b")


def converted(git: Git, paths: Iterable[str], attribute_files: Iterable[str]) -> frozenset[str]:
    """Those of the paths whose bytes on disk git may convert; line endings do not count, they say the same.

    `attribute_files` are the work tree's `.gitattributes`. Git is asked only where one of them, or one
    outside the tree, mentions such an attribute: asking takes 0.1 s for Kubernetes.
    """
    outside = [path for path in _outside(git) if path.exists()]
    if not any(_mentions(path) for path in [*outside, *(git.root / name for name in attribute_files)]):
        return frozenset()
    asked = "".join(f"{path}\0" for path in paths)
    answer = git.records("check-attr", "-z", "--stdin", *CONVERTING, stdin=os.fsencode(asked))
    triples = zip(answer[::3], answer[2::3], strict=True)
    return frozenset(path for path, value in triples if value not in ("unspecified", "unset"))


def _outside(git: Git) -> list[Path]:
    """The attribute files of this repository, this user and this machine; git applies them too."""
    home = git.env.get("XDG_CONFIG_HOME") or f"{git.env.get('HOME', '')}/.config"
    places = ["info/attributes", f"{home}/git/attributes", "/etc/gitattributes", *_configured(git)]
    return [git.shared / place for place in places]


def _configured(git: Git) -> list[str]:
    if "core.attributesfile" not in git.settings:
        return []
    asked = ("config", "--null", "--get", "--type=path", "core.attributesFile")
    return [os.path.join(git.root, place) for place in records(git.complete(*asked).stdout)]  # noqa: PTH118


def _mentions(path: Path) -> bool:
    """Whether an attribute file names one of them; one that cannot be read may."""
    try:
        return MENTION.search(read(path, 1 << 20)) is not None
    except OSError:
        return True
