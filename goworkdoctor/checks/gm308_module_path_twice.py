"""A module path that two directories declare."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import parsed_uses
from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every path declared by several counted modules; two of them in the workspace are GW103's."""
    by_path: dict[str, list[Module]] = {}
    for module in facts.counted_modules:
        if module.path:
            by_path.setdefault(module.path, []).append(module)
    used = {use.dir for use in parsed_uses(facts.workspace)}
    for path, modules in by_path.items():
        if len(modules) > 1 and sum(module.dir in used for module in modules) < 2:
            yield Observation(
                path,
                f"{listed([module.dir for module in modules])} declare the same module path, {path}",
                modules[0].file,
                modules[0].mod.module_line if modules[0].mod else None,
                tuple(_evidence(module) for module in modules),
                severity=None if _meet(facts, path, modules) else Severity.INFO,
            )


def _evidence(module: Module) -> Evidence:
    return Evidence(f"module {module.path}", module.file, module.mod.module_line if module.mod else None)


def _meet(facts: Facts, path: str, modules: list[Module]) -> bool:
    """Whether the path means something beyond its folder: a workspace or another module asks for it."""
    strays = facts.workspaces.stray if facts.workspaces else ()
    homes = [
        facts.workspace.used_dirs if facts.workspace else frozenset(),
        *(stray.used_dirs for stray in strays if len(stray.used_dirs) > 1),
    ]
    required = (line.path for module in facts.counted_modules if module.mod for line in module.mod.requires)
    return any(module.dir in home for module in modules for home in homes) or path in required


RULE = Rule(
    code="GM308",
    title="Module path declared twice",
    severity=Severity.WARNING,
    why=(
        "A module path names one module. With two directories under the same path a workspace can use only "
        "one of them, a replacement or an import of it may mean either, and only one can be published. "
        "Where no workspace of several modules and no other module of the repository asks for the path, as "
        "with examples that nobody imports, it is only a note."
    ),
    example=(
        "$ go work use ./forks/lib-next\n"
        "$ go list -m\n"
        "go: module example.com/lib appears multiple times in workspace"
    ),
    cure="Give all but one another path: `go mod edit -module=PATH`.",
    needs=frozenset({"modules", "workspaces"}),
    check=check,
    sources=(("Go Modules Reference: Module paths", "https://go.dev/ref/mod#module-path"),),
)
