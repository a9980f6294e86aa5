"""Every file of the checkout, as git sees it, or as a walk finds it where there is no git."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from goworkdoctor.model.facts import Facts, Status, Tree
from goworkdoctor.scan.attributes import converted
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.index import LIST_INDEX, Index, doubt, parse_index
from goworkdoctor.scan.status import STATUS_OF_ALL, parse_status
from goworkdoctor.system.files import walk
from goworkdoctor.system.git import Git, GitError, NoRepository, records, succeed

GO_NAMES = frozenset({"go.mod", "go.sum", "go.work", "go.work.sum"})
AT_MOST = 10_000
"""Characters of folders' names that are put on a command line."""
UNREADABLE = re.compile(r"^warning: could not open directory '(.*)/': ", re.MULTILINE)


class Listing(Struct):
    """A Tree in the making; every path is relative to the root of the examination."""

    tracked: set[str] = field(default_factory=set)
    untracked: set[str] = field(default_factory=set)
    ignored: set[str] = field(default_factory=set)
    status: Status = Status()
    blobs: dict[str, str] = field(default_factory=dict)
    gitlinks: dict[str, str] = field(default_factory=dict)
    symlinks: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def gather(look: Look, facts: Facts) -> Tree:
    """List the checkout and, one level after another, its git submodules."""
    listing = Listing()
    git = _list(look, "", listing)
    pending = sorted(listing.gitlinks)
    while pending:
        known = set(listing.gitlinks)
        for path in filter(lambda path: is_initialised(look.root, path), pending):
            _list(look, f"{path}/", listing)
        pending = sorted(listing.gitlinks.keys() - known)
    return Tree(
        root=look.root,
        git=git,
        tracked=frozenset(listing.tracked),
        untracked=frozenset(listing.untracked),
        ignored=frozenset(listing.ignored),
        blobs=listing.blobs,
        gitlinks=listing.gitlinks,
        symlinks=frozenset(listing.symlinks),
        unreadable=tuple(sorted(listing.unreadable)),
        note="; ".join(listing.notes),
        status=listing.status,
    )


def is_initialised(root: Path, path: str) -> bool:
    """Whether a git submodule is checked out at that path, and not elsewhere through a symbolic link."""
    folder = root / path
    return (folder / ".git").exists() and folder.resolve() == folder


def _list(look: Look, prefix: str, listing: Listing) -> bool:
    """List one repository into `listing`; whether git did it, or else a walk."""
    folder = look.root / prefix
    try:
        _list_by_git(look.git(prefix.removesuffix("/")), look, prefix, listing)
        return True
    except GitError as error:
        if not isinstance(error, NoRepository) or (folder / ".git").exists():
            listing.notes.append(f"{prefix or 'the checkout'} was listed without git: {error}")
        listing.tracked.update(_walk(look, prefix, listing))
        return False


def _walk(look: Look, prefix: str, listing: Listing) -> set[str]:
    walked = walk(look.root / prefix, look.cancelled)
    listing.symlinks.update(prefix + path for path in walked.symlinks)
    listing.unreadable.update((prefix + path).removesuffix("/.") for path in walked.unreadable)
    return {prefix + path for path in walked.files}


def _list_by_git(git: Git, look: Look, prefix: str, listing: Listing) -> None:
    """Ask for the index and for all that is not as it says, side by side; then what is in ignored folders."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(git.complete, *STATUS_OF_ALL)
        index = parse_index(git.records(*LIST_INDEX))
        answer = asked.result()
    status = parse_status(records(succeed(answer)))
    said = os.fsdecode(answer.stderr)
    doubt(index, status, said)
    others, said_of_others = _ignored(git, status, _folders(git, index, status))
    listing.unreadable.update(prefix + path for path in UNREADABLE.findall(said + said_of_others))
    _enter_tracked(git, index, status, prefix, listing)
    listing.ignored.update(_for_go(look, prefix, others, listing))
    listing.untracked.update(_for_go(look, prefix, status.untracked, listing))
    if not prefix:
        listing.status = status


def _folders(git: Git, index: Index, status: Status) -> list[str]:
    """The folders of which git tells no more than that they are ignored.

    It tells nothing at all of an ignored one that lies where the index has a file.
    """
    replaced = (path for path in status.changed - index.gitlinks.keys() if _is_folder(git.root / path))
    return sorted({path for path in status.ignored if path.endswith("/")} | {f"{path}/" for path in replaced})


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _ignored(git: Git, status: Status, folders: list[str]) -> tuple[set[str], str]:
    """All that git ignores, one by one, and what git complains of; many folders are too much to name."""
    if not folders:
        return set(status.ignored), ""
    named = folders if sum(map(len, folders)) <= AT_MOST else []
    answer = git.complete("--literal-pathspecs", "ls-files", "-z", "-o", "--", *named)
    inside = status.ignored.difference(folders).union(records(succeed(answer)))
    return set(inside - status.untracked), os.fsdecode(answer.stderr)


def _enter_tracked(git: Git, index: Index, status: Status, prefix: str, listing: Listing) -> None:
    others = status.untracked | status.ignored
    equal, doubtful = index.blobs, index.doubtful
    if hidden := _replaced(others, chain(index.blobs, index.doubtful)):
        equal = {path: blob for path, blob in equal.items() if not path.startswith(hidden)}
        doubtful = {path for path in doubtful if not path.startswith(hidden)}
    links = index.symlinks | {path for path in doubtful if (git.root / path).is_symlink()}
    changed = {path for path in doubtful - links if (git.root / path).is_file()}
    everything = chain(others, status.removed, index.doubtful, equal)
    attributes = [path for path in everything if path.endswith(".gitattributes")]
    unsure = converted(git, filter(is_for_go, equal), attributes)
    listing.tracked.update(prefix + path for path in chain(changed, links, equal))
    listing.symlinks.update(prefix + path for path in links)
    listing.gitlinks.update((prefix + path, commit) for path, commit in index.gitlinks.items())
    listing.blobs.update((prefix + path, blob) for path, blob in equal.items() if path not in unsure)


def _replaced(others: frozenset[str], tracked: Iterable[str]) -> tuple[str, ...]:
    """What git knows as a folder and the disk has as a symbolic link: git looks through, Go does not."""
    folders: set[str] = set()
    for path in tracked if others else ():
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(f"{path}/" for path in folders.intersection(others))


def _for_go(look: Look, prefix: str, paths: Iterable[str], listing: Listing) -> Iterator[str]:
    """Those of the paths that matter to Go; git names a repository inside this one as `dir/`: walked."""
    for path in paths:
        if path.endswith("/"):
            yield from filter(is_for_go, _walk(look, prefix + path, listing))
        elif is_for_go(path):
            if (look.root / prefix / path).is_symlink():
                listing.symlinks.add(prefix + path)
            yield prefix + path


def is_for_go(path: str) -> bool:
    return path.endswith(".go") or path.rpartition("/")[2] in GO_NAMES


TREE = Gatherer("tree", gather)
