"""A go.sum that does not vouch for what the module builds with, while the workspace makes up for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.checks.imports import import_place
from goworkdoctor.checks.place import parsed_uses
from goworkdoctor.checks.words import count
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.golang.sumfile import Vouched
from goworkdoctor.model.facts import Facts, Module, Package
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity
from goworkdoctor.model.graph import siblings, upward

SHOWN = 10


class _Need(Struct, frozen=True):
    """A module version that provides an imported package, and the first file that imports it."""

    path: str
    version: str
    import_path: str
    file: str
    line: int


def check(facts: Facts) -> Iterator[Observation]:
    """Every used module whose direct imports come from modules that its own go.sum does not know."""
    sums = facts.sums or {}
    used = {use.dir for use in parsed_uses(facts.workspace)}
    within = frozenset(path for led in siblings(facts).values() for path in led)
    packages: defaultdict[str, list[Package]] = defaultdict(list)
    for package in facts.packages or ():
        packages[package.module].append(package)
    for module in facts.counted_modules:
        if module.dir not in used or _vendored(facts, module):
            continue
        vouched = sums.get(_sum_file(module), frozenset())
        needs = _needs(module, packages[module.dir], within, vouched)
        if needs:
            yield _observation(facts, module, needs)


def _needs(module: Module, packages: list[Package], within: frozenset[str], vouched: Vouched) -> list[_Need]:
    """What go.sum does not vouch for of the versions behind the imports, each with the first that needs it.

    Where two required modules have a path that fits, only go knows which of them holds the package.
    """
    if module.mod is None:
        return []
    replaces = Member(module.dir, module.mod).replaces
    required = {line.path: line for line in module.mod.requires}
    needs: dict[str, _Need] = {}
    for package, path in _imports(module, packages, within):
        fitting = [required[prefix] for prefix in upward(path) if prefix in required]
        if len(fitting) != 1:
            continue
        by = applies(replaces, fitting[0].path, fitting[0].version)
        if by and by.replace.local:
            continue
        line = fitting[0]
        provider = (by.replace.new_path, by.replace.new_version) if by else (line.path, line.version)
        if provider not in vouched and line.path not in needs:
            needs[line.path] = _Need(*provider, path, *import_place(package, path))
    return list(needs.values())


def _imports(
    module: Module, packages: list[Package], within: frozenset[str]
) -> Iterator[tuple[Package, str]]:
    """What is imported from elsewhere by all that is built of the module here, tests included; each once."""
    seen = set(within)
    for package in packages:
        for path in sorted(package.imports - seen):
            if path != module.path and not path.startswith(f"{module.path}/"):
                yield package, path
        seen |= package.imports


def _vendored(facts: Facts, module: Module) -> bool:
    """Whether the module has a vendor directory of its own: outside the workspace go asks no go.sum then."""
    folder = "vendor/" if module.dir == "." else f"{module.dir}/vendor/"
    return facts.tree is not None and f"{folder}modules.txt" in facts.tree.files


def _sum_file(module: Module) -> str:
    return f"{module.file.removesuffix('go.mod')}go.sum"


def _observation(facts: Facts, module: Module, needs: list[_Need]) -> Observation:
    first = needs[0]
    hidden = next((file for file in _others(facts, module) if _vouches(facts, file, first)), "")
    hides = (
        f"{hidden} has it" if hidden else "the workspace takes another version, or writes the sum by itself"
    )
    return Observation(
        _sum_file(module),
        f"{_sum_file(module)} lacks {count(len(needs), 'module')} that {module.dir} imports: it fails "
        f"outside the workspace: {first.path} {first.version}; {hides}",
        first.file,
        first.line,
        tuple(
            Evidence(f"{need.path} {need.version} for {need.import_path}", need.file, need.line)
            for need in needs[:SHOWN]
        ),
        f"Run `cd {module.dir} && GOWORK=off go mod tidy`.",
    )


def _others(facts: Facts, module: Module) -> list[str]:
    """The other files that go looks into in the workspace, go.work.sum first."""
    files = [file for file in facts.sums or () if file != _sum_file(module)]
    return sorted(files, key=lambda file: not file.endswith("go.work.sum"))


def _vouches(facts: Facts, file: str, need: _Need) -> bool:
    return (need.path, need.version) in (facts.sums or {}).get(file, frozenset())


RULE = Rule(
    code="GM312",
    title="go.sum lacks what the workspace makes up for",
    severity=Severity.WARNING,
    why=(
        "In a workspace go accepts a sum from any member's go.sum and from go.work.sum, and writes missing "
        "ones into go.work.sum without a word, offline and with -mod=readonly too. On its own, with "
        "GOWORK=off or in CI, the module has only its own go.sum, and the build stops: "
        '"missing go.sum entry for module providing package". Only what the module imports itself is looked '
        "at, and not where two required modules might hold the package."
    ),
    example=(
        "$ go build ./app        # in the workspace\n"
        "$ cd app && GOWORK=off go build .\n"
        "main.go:3:8: missing go.sum entry for module providing package example.com/lib (imported by "
        "example.com/app); to add:\n\tgo get example.com/app"
    ),
    cure="Run `GOWORK=off go mod tidy` in the module.",
    needs=frozenset({"modules", "workspaces", "packages", "tree", "sums"}),
    check=check,
    sources=(
        ("Go Modules Reference: go.sum files", "https://go.dev/ref/mod#go-sum-files"),
        ("golang/go#50038", "https://github.com/golang/go/issues/50038"),
    ),
)
