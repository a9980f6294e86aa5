"""A go.sum that does not vouch for what the module builds with, while the workspace makes up for it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.checks.place import parsed_uses
from goworkdoctor.checks.words import count
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity
from goworkdoctor.model.graph import crossings, upward

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
    siblings = frozenset(each.import_path for each in crossings(facts))
    for module in facts.counted_modules:
        if module.dir not in used or _vendored(facts, module):
            continue
        own = sums.get(_sum_file(module), frozenset())
        needs = {
            need.path: need
            for need in _needs(facts, module, siblings)
            if (need.path, need.version) not in own
        }
        if needs:
            yield _observation(facts, module, list(needs.values()))


def _needs(facts: Facts, module: Module, siblings: frozenset[str]) -> Iterator[_Need]:
    """The required version behind each import that only one required module can provide.

    Where two required modules have a path that fits, only go knows which of them holds the package.
    """
    if module.mod is None:
        return
    replaces = Member(module.dir, module.mod).replaces
    required = {line.path: line for line in module.mod.requires}
    for file, path, line in _imports(facts, module):
        fitting = [required[prefix] for prefix in upward(path) if prefix in required]
        own = path == module.path or path.startswith(f"{module.path}/")
        if len(fitting) == 1 and not own and path not in siblings:
            by = applies(replaces, fitting[0].path, fitting[0].version)
            if by is None:
                yield _Need(fitting[0].path, fitting[0].version, path, file, line)
            elif not by.replace.local:
                yield _Need(by.replace.new_path, by.replace.new_version, path, file, line)


def _imports(facts: Facts, module: Module) -> Iterator[tuple[str, str, int]]:
    """(file, import path, line) of all that is built of the module here, tests included; each path once."""
    seen: set[str] = set()
    for package in facts.packages or ():
        for file in package.files if package.module == module.dir else ():
            for each in file.source.imports if file.built else ():
                if each.path not in seen:
                    seen.add(each.path)
                    yield f"{package.dir}/{file.name}".removeprefix("./"), each.path, each.line


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
