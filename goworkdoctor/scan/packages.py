"""The packages of every module: what `go list ./...` prints in it, with their files and tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from goworkdoctor.golang.build import is_built
from goworkdoctor.golang.constraints import Platform, constraint_holds, file_name_matches
from goworkdoctor.golang.layout import import_path
from goworkdoctor.golang.pruning import entered, relative
from goworkdoctor.golang.source import Source
from goworkdoctor.model.facts import Facts, GoFile, Module, Package, Tests
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.sources import read_sources


def gather(look: Look, facts: Facts) -> tuple[Package, ...]:
    """The packages of the modules that count, by module and directory.

    A directory whose files are all for other platforms or tags is there too, but not `listed`.
    """
    if facts.tree is None or facts.modules is None or facts.toolchain is None:
        raise Skipped("the tree, the modules and the toolchain must be known")
    files = go_files(facts.tree.files)
    modules = owners(files, facts.modules)
    paths = [_join(dir, name) for dir in modules for name in files[dir]]
    sources = read_sources(look, facts.tree, paths)
    platform = facts.toolchain.platform
    packages = (package(module, dir, files[dir], sources, platform) for dir, module in modules.items())
    return tuple(sorted((each for each in packages if each.files), key=lambda each: (each.module, each.dir)))


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


def package(
    module: Module, dir: str, names: Iterable[str], sources: Mapping[str, Source], platform: Platform
) -> Package:
    """The package in a directory, made of those of its files that could be read."""
    files = tuple(
        GoFile(name, source, is_built(name, source, platform))
        for name in sorted(names)
        if (source := sources.get(_join(dir, name)))
    )
    name = import_path(module.path, relative(dir, module.dir))
    listed = any(file.built or is_broken(file, platform) for file in files)
    return Package(dir, module.dir, name, files, count_tests(files), listed)


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


PACKAGES = Gatherer("packages", gather, needs=frozenset({"tree", "modules", "toolchain"}))
