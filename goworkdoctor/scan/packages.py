"""The packages of every module: what `go list ./...` prints in it, with their files and tests."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from goworkdoctor.golang.build import is_built
from goworkdoctor.golang.constraints import Platform, constraint_holds, file_name_matches
from goworkdoctor.golang.layout import import_path
from goworkdoctor.golang.pruning import entered, relative
from goworkdoctor.golang.source import Source
from goworkdoctor.model.facts import Facts, GoFile, Module, Package, Remembered, Tests, Tree
from goworkdoctor.scan.blobs import content_id
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.remembered import Wanted, memory, whole_key
from goworkdoctor.scan.sources import Parsed, parse

PASSED_BY = re.compile(r"(?:^|/)(?:[_.]|testdata/|vendor/[^/]+/)")
"""Where no package is, whatever the modules are: what is ignored there may be much, and need not be read."""


def gather(look: Look, facts: Facts) -> tuple[Package, ...]:
    """The packages of the modules that count, by module and directory.

    A directory whose files are all for other platforms or tags is there too, but not `listed`.
    """
    if facts.tree is None or facts.modules is None or facts.toolchain is None:
        raise Skipped("the tree, the modules and the toolchain must be known")
    platform = facts.toolchain.platform
    kept = memory(look, platform, facts.remembered or Remembered())
    ids = dict(_ids(look, facts.tree))
    whole = whole_key(facts.modules, ids, platform)
    if whole and whole == kept.latest.whole:
        return tuple(kept.latest.packages.values())
    wanted = dict(_wanted(facts.modules, ids))
    found = kept.recall(wanted)
    made = make(look, facts.tree, {dir: wanted[dir] for dir in wanted.keys() - found.keys()}, platform)
    everything = chain(found.values(), (package for package, _ in made.values()))
    packages = sorted((each for each in everything if each.files), key=lambda each: (each.module, each.dir))
    kept.keep(packages, made, whole)
    return tuple(packages)


def _ids(look: Look, tree: Tree) -> Iterator[tuple[str, str]]:
    """Every Go file and its content's git blob id, as far as it is known; always in the same order."""
    yield from ((path, blob) for path, blob in tree.blobs.items() if path.endswith(".go"))
    for path in sorted(path for path in tree.files - tree.blobs.keys() if path.endswith(".go")):
        if not PASSED_BY.search(path):
            yield path, content_id(look, tree, path)


def _wanted(modules: Sequence[Module], ids: Mapping[str, str]) -> Iterator[tuple[str, Wanted]]:
    """Each directory with its package, still without files, and their content as far as it is known."""
    files = go_files(ids)
    for dir, module in owners(files, modules).items():
        path = import_path(module.path, relative(dir, module.dir))
        contents = {name: ids[_join(dir, name)] for name in files[dir]}
        yield dir, (Package(dir, module.dir, path), contents)


def make(look: Look, tree: Tree, blank: Mapping[str, Wanted], platform: Platform) -> dict[str, Wanted]:
    """The packages made of their files, and the contents of which they were really made."""
    names = [(dir, name) for dir, (_, contents) in blank.items() for name in contents]
    jobs = [(f"{look.root}/{_join(dir, name)}", blank[dir][1][name]) for dir, name in names]
    parsed: defaultdict[str, dict[str, Parsed]] = defaultdict(dict)
    for (dir, name), each in zip(names, parse(look, tree.algorithm, jobs), strict=True):
        if each:
            parsed[dir][name] = each
    return {dir: _made(package, parsed[dir], platform) for dir, (package, _) in blank.items()}


def _made(blank: Package, parsed: Mapping[str, Parsed], platform: Platform) -> Wanted:
    sources = {name: each.source for name, each in parsed.items()}
    return package(blank, sources, platform), {name: each.blob for name, each in parsed.items()}


def go_files(paths: Iterable[str]) -> dict[str, list[str]]:
    """The names of the Go files in each directory; go looks at no `_x.go` and no `.x.go`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        if path.endswith(".go"):
            dir, _, name = path.rpartition("/")
            if not name.startswith(("_", ".")):
                found[dir or "."].append(name)
    return found


def owners(dirs: Iterable[str], modules: Sequence[Module]) -> dict[str, Module]:
    """The module of each directory that `./...` enters; go lists nothing in a module that is broken."""
    known = {module.dir: module for module in modules}
    ignores = {
        dir: [each.path for each in module.mod.ignores] if module.mod else [] for dir, module in known.items()
    }
    found = ((dir, known[owner]) for dir, owner in entered(dirs, ignores).items())
    # Go takes an @ in a directory's path for the module cache's, and refuses it.
    return {
        dir: module
        for dir, module in found
        if module.path and not module.ignored and "@" not in relative(dir, module.dir)
    }


def package(blank: Package, sources: Mapping[str, Source], platform: Platform) -> Package:
    """The package in a directory, made of those of its files that could be read, by name."""
    files = tuple(
        GoFile(name, each, is_built(name, each, platform)) for name, each in sorted(sources.items())
    )
    listed = any(file.built or is_broken(file, platform) for file in files)
    return replace(blank, files=files, tests=count_tests(files), listed=listed)


def is_broken(file: GoFile, platform: Platform) -> bool:
    """Whether go stumbles over the file: it lists the package then too, and says so (golang/go#11407)."""
    source = file.source
    return (
        bool(source.broken)
        and file_name_matches(file.name, platform)
        and constraint_holds(source.constraint, platform)
    )


def count_tests(files: Iterable[GoFile]) -> Tests:
    """The test functions of a package's files; those of files that are not built count as gated."""
    built, gated = [], 0
    for file in files:
        source = file.source
        if file.built:
            built.append((source.tests, source.benchmarks, source.fuzzes, source.examples, 0, source.specs))
        else:
            gated += source.tests + source.benchmarks + source.fuzzes + source.examples
    test, benchmark, fuzz, example, _, specs = map(sum, zip((0,) * 6, *built, strict=True))
    return Tests(test, benchmark, fuzz, example, gated, specs)


def _join(dir: str, name: str) -> str:
    return name if dir == "." else f"{dir}/{name}"


PACKAGES = Gatherer("packages", gather, needs=frozenset({"tree", "modules", "toolchain", "remembered"}))
