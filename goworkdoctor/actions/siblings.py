"""By which version a module of the repository is required: as its siblings do it already."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from goworkdoctor.golang.modfile import ModFile, Require
from goworkdoctor.golang.releases import fits, latest, placeholder, pseudo, released
from goworkdoctor.golang.replacements import Member, applies, place
from goworkdoctor.golang.versions import semver_key
from goworkdoctor.model.facts import Facts, Module


class Requirement(Struct, frozen=True):
    """A version of a sibling, whether a local replace goes with it, and why these."""

    version: str
    replaced: bool
    why: str


class _Example(Struct, frozen=True):
    """A sibling that is required somewhere, and whether that go.mod replaces it by its folder."""

    by: str
    line: Require
    replaced: bool


def requirement(facts: Facts, importer: Module, target: Module) -> Requirement:
    """How `importer` should require `target`; what is nearest decides.

    Others that require the same module, then what the importer, then what most of the repository does
    with other siblings; where nobody requires any, a released version, or else a folder: a commit that
    nobody has published yet is no version that others could fetch.
    """
    examples = list(_examples(facts))
    same = [one for one in examples if one.line.path == target.path]
    if same:
        replaced = _most(same)
        versions = [one.line.version for one in same if one.replaced is replaced]
        version = max(versions, key=semver_key)
        return Requirement(version, replaced, f"as {_who(same, replaced, version)} has it")
    own = [one for one in examples if one.by == importer.dir]
    if own or examples:
        return _like(facts, target, own or examples, "go.mod" if own else "most siblings")
    return _by_release(facts, target) or _by_folder(target, "nothing is released yet")


def _examples(facts: Facts) -> Iterator[_Example]:
    modules = {module.path: module for module in facts.counted_modules if module.path}
    for module in facts.counted_modules:
        if module.mod is None:
            continue
        replaces = Member(module.dir, module.mod).replaces
        for line in module.mod.requires:
            if sibling := modules.get(line.path):
                by = applies(replaces, line.path, line.version)
                target = place(by.dir, by.replace.new_path, str(facts.root)) if by else ""
                yield _Example(module.dir, line, target == sibling.dir)


def _most(examples: Iterable[_Example]) -> bool:
    votes = Counter(one.replaced for one in examples)
    return votes[True] >= votes[False]


def _who(examples: Iterable[_Example], replaced: bool, version: str) -> str:
    dirs = (one.by for one in examples if one.replaced is replaced and one.line.version == version)
    dir = next(dirs)
    return "the root module" if dir == "." else dir


def _like(facts: Facts, target: Module, examples: list[_Example], whose: str) -> Requirement:
    """As others of the repository are required, in the version that is the target's own."""
    if not _most(examples):
        return _by_release(facts, target) or _by_commit(facts, target) or _by_folder(target, "no commit yet")
    version = _custom(target, [one.line.version for one in examples if one.replaced])
    return Requirement(version, True, f"as {whose} has other modules of the repository")


def _custom(target: Module, versions: list[str]) -> str:
    """The version that most replaced siblings carry, where the target's path allows it."""
    version = Counter(versions).most_common(1)[0][0]
    return version if fits(target.path, version) else placeholder(target.path)


def _by_release(facts: Facts, target: Module) -> Requirement | None:
    names = facts.tags.names if facts.tags else frozenset()
    version = latest(released(names, target.dir, target.path))
    return Requirement(version, False, "its last release") if version else None


def _by_commit(facts: Facts, target: Module) -> Requirement | None:
    if facts.tags is None or not facts.tags.head or not target.tracked:
        return None
    version = pseudo(target.path, facts.tags.when, facts.tags.head)
    return Requirement(version, False, "the commit that is checked out: push it before others need it")


def _by_folder(target: Module, why: str) -> Requirement:
    return Requirement(placeholder(target.path), True, why)


def folder(importer: Module, target: Module) -> str:
    """The target's folder as the importer's go.mod writes it: `../b`, `./b`."""
    path = posixpath.relpath(target.dir, importer.dir)
    return path if path.startswith("..") else f"./{path}"


def requires(mod: ModFile | None, path: str) -> bool:
    """Whether a go.mod requires a module, at whatever version."""
    return mod is not None and any(line.path == path for line in mod.requires)
