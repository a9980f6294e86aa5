"""Whether a file belongs to its package's build on a platform (go/build matchFile)."""

from __future__ import annotations

from goworkdoctor.golang.constraints import Platform, constraint_holds, file_name_matches
from goworkdoctor.golang.source import Source, is_test


def is_built(name: str, source: Source, platform: Platform) -> bool:
    """Whether go lists the file among the package's GoFiles, CgoFiles, TestGoFiles or XTestGoFiles.

    `name` is its base name. A broken file is not built: go stops there with an error.
    """
    if source.broken or source.package == "documentation" or not file_name_matches(name, platform):
        return False
    if not platform.cgo and not is_test(name) and any(each.path == "C" for each in source.imports):
        return False
    return constraint_holds(source.constraint, platform)
