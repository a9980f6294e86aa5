"""How modules of one repository are released: tags `dir/vX.Y.Z`, and pseudo-versions of its commits.

https://go.dev/ref/mod#vcs-version, https://go.dev/ref/mod#pseudo-versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from goworkdoctor.golang.versions import canonical, is_valid, major, semver_key

_SUFFIX = re.compile(r"(?P<path>.*)/(?P<major>v(?:[2-9]|[1-9][0-9]+))")
_GOPKG = re.compile(r"gopkg\.in/.*\.(?P<major>v(?:0|[1-9][0-9]*))(?:-unstable)?")


def split_major(path: str) -> tuple[str, str]:
    """A module path without its major version, and that: `v2` of x/v2 and gopkg.in/x.v2, "" for none."""
    if gopkg := _GOPKG.fullmatch(path):
        return path, gopkg["major"]
    match = _SUFFIX.fullmatch(path)
    return (match["path"], match["major"]) if match else (path, "")


def fits(path: str, version: str) -> bool:
    """Whether a version may belong to a module of that path: v0 and v1 where it has no major suffix."""
    wanted = split_major(path)[1]
    return major(version) == wanted if wanted else major(version) in ("v0", "v1")


def tag_prefix(dir: str, path: str) -> str:
    """What stands before the version in the tags of the module in a directory: `sub/`, "" at the root.

    A major version's own folder is not in it: `x/v2` with path …/x/v2 is tagged `x/v2.0.0`.
    """
    parent, _, last = ("" if dir == "." else dir).rpartition("/")
    _, suffix = split_major(path)
    folder = parent if suffix and last == suffix else "" if dir == "." else dir
    return f"{folder}/" if folder else ""


def released(tags: Iterable[str], dir: str, path: str) -> list[str]:
    """The versions of a module that tags name, the lowest first."""
    prefix = tag_prefix(dir, path)
    names = (tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix))
    return sorted((name for name in names if canonical(name) == name and fits(path, name)), key=semver_key)


def latest(versions: Iterable[str]) -> str:
    """What `@latest` takes: the highest release, or else the highest pre-release; "" of none."""
    valid = sorted(filter(is_valid, versions), key=semver_key)
    return next((one for one in reversed(valid) if "-" not in one), valid[-1] if valid else "")


def pseudo(path: str, when: str, commit: str) -> str:
    """The pseudo-version of a commit before any release; `when` is its time in UTC, as 20060102150405."""
    return f"{split_major(path)[1] or 'v0'}.0.0-{when}-{commit[:12]}"


def placeholder(path: str) -> str:
    """The version that says nothing, for a module that is always replaced: v0.0.0, or v2.0.0 of x/v2."""
    return f"{split_major(path)[1] or 'v0'}.0.0"


def is_placeholder(version: str) -> bool:
    """Whether no tag and no commit can stand behind a version: v0.0.0 by custom, and what tidy writes."""
    return version == "v0.0.0" or version.endswith("-00010101000000-000000000000")
