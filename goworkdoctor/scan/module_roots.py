"""Which module versions and toolchains the known checkouts need: their go.mod, go.sum, go.work, go.work.sum.

What `vendor` holds needs nothing of the module cache, and what was fetched by `go install path@version`
stands in no checkout at all: who asks for orphans must say which checkouts were looked at.
"""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from goworkdoctor.golang.modcache import Key
from goworkdoctor.golang.modfile import ModFile, ModFileError, WorkFile, parse_mod, parse_work
from goworkdoctor.golang.sumfile import read_sums
from goworkdoctor.golang.versions import toolchain_version
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.modulecache import ModuleRoot
from goworkdoctor.scan import tree
from goworkdoctor.scan.checkout import worktrees
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.system.files import read
from goworkdoctor.system.git import GitError

NAMES = ("go.mod", "go.sum", "go.work", "go.work.sum")
GLOBS = tuple(f":(glob)**/{name}" for name in NAMES)


class Needs(Struct):
    """By module version, and by Go release (`1.26.6`): the dirs of the roots that name it."""

    roots: list[ModuleRoot] = field(default_factory=list)
    versions: defaultdict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    sums: defaultdict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    releases: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def needs(look: Look, facts: Facts) -> Needs:
    """What this checkout, its worktrees, and the roots that the settings and the journal name, need."""
    found = Needs()
    for place, how in candidates(look):
        dir = os.path.relpath(place, look.root)
        try:
            files = _files(look, facts, place)
        except OSError as error:
            found.roots.append(ModuleRoot(dir, how, error.strerror or str(error)))
            continue
        found.roots.append(ModuleRoot(dir, how))
        for file in files:
            _enter(found, dir, place, file)
    return found


def candidates(look: Look) -> Iterator[tuple[Path, str]]:
    """Each root once, and how it is known."""
    named = [(look.root, "this checkout")]
    named += [(place, "a worktree") for place in _worktrees(look)]
    # Path.expanduser raises where there is no such user; this leaves the name as it is.
    named += [(look.root / os.path.expanduser(place), "the setting roots") for place in look.roots]  # noqa: PTH111
    named += [(place, "the journal") for place in look.known_roots()]
    seen: set[str] = set()
    for place, how in named:
        real = os.path.realpath(place)
        if real not in seen:
            seen.add(real)
            yield Path(real), how


def _worktrees(look: Look) -> list[Path]:
    try:
        listed = os.fsdecode(look.git().complete("worktree", "list", "--porcelain").stdout)
    except GitError:
        return []
    return [look.root / one.dir for one in worktrees(listed, look.root)]


def _files(look: Look, facts: Facts, place: Path) -> list[str]:
    """The files that say what a root needs; raises OSError where it is no checkout."""
    if place == look.root and facts.tree:
        return _named(facts.tree.files)
    # A stranger's settings may name any folder: only what looks like a checkout is walked.
    if not any((place / name).exists() for name in (".git", "go.mod", "go.work")):
        raise OSError("no .git, go.mod or go.work is in it" if place.exists() else "it is gone")
    there = replace(look, root=place)
    if not (place / ".gitmodules").exists():
        with suppress(GitError):
            return _named(there.git().records("ls-files", "-z", "--cached", "--others", "--", *GLOBS))
    return _named(tree.gather(there, Facts(place)).files)


def _named(files: Iterable[str]) -> list[str]:
    return sorted(path for path in files if path.endswith(NAMES) and posixpath.basename(path) in NAMES)


def _enter(found: Needs, dir: str, place: Path, file: str) -> None:
    """Enter one file; one that cannot be read or parsed needs nothing."""
    try:
        data = read(place / file)
    except OSError:
        return
    if file.endswith(".sum"):
        for *named, sum in read_sums(data.decode("utf-8", "replace")):
            key = Key(*named)
            _name(found.versions[key], dir)
            found.sums[key].add(sum)
        return
    try:
        parsed = parse_mod(data, file) if file.endswith("go.mod") else parse_work(data, file)
    except ModFileError:
        return
    for key in _named_in(parsed):
        _name(found.versions[key], dir)
    for release in (parsed.go, toolchain_version(parsed.toolchain)):
        if release:
            _name(found.releases[release], dir)


def _named_in(parsed: ModFile | WorkFile) -> Iterable[Key]:
    requires = parsed.requires if isinstance(parsed, ModFile) else ()
    yield from (Key(require.path, require.version) for require in requires)
    yield from (Key(line.new_path, line.new_version) for line in parsed.replaces if line.new_version)


def _name(dirs: list[str], dir: str) -> None:
    if not dirs or dirs[-1] != dir:
        dirs.append(dir)
