"""A module with commands whose go.mod replaces or excludes: `go install …@latest` refuses it."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import count, listed
from goworkdoctor.model.facts import Facts, Module, ModuleKind, Package
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for all modules that others could fetch; of staging modules a bot drops the lines."""
    commands = _commands(facts)
    refused = [module for module in facts.counted_modules if module.dir in commands and _refused(module)]
    if refused:
        number = sum(len(commands[module.dir]) for module in refused)
        first = refused[0]
        yield Observation(
            "go install",
            f"`go install` with a version refuses {count(number, 'command')} of "
            f"{listed([module.path for module in refused])}: replace or exclude lines are in go.mod",
            first.file,
            _line(first),
            tuple(_evidence(module, commands[module.dir]) for module in refused),
        )


def _refused(module: Module) -> bool:
    fetchable = "." in module.path.split("/")[0] and module.kind is not ModuleKind.STAGING
    return fetchable and _line(module) > 0


def _line(module: Module) -> int:
    """The first line that go refuses, 0 for none."""
    if module.mod is None:
        return 0
    lines = [line.line for line in module.mod.replaces] + [line.line for line in module.mod.excludes]
    return min(lines, default=0)


def _evidence(module: Module, commands: list[str]) -> Evidence:
    assert module.mod
    lines = count(len(module.mod.replaces) + len(module.mod.excludes), "replace or exclude line")
    return Evidence(f"{lines}; commands: {listed(commands)}", module.file, _line(module))


def _commands(facts: Facts) -> dict[str, list[str]]:
    """The directories of the commands of each module; those under `internal` are for nobody else."""
    found: dict[str, list[str]] = {}
    for package in facts.packages or ():
        if _is_command(package) and "internal" not in package.import_path.split("/"):
            found.setdefault(package.module, []).append(package.dir)
    return found


def _is_command(package: Package) -> bool:
    return any(file.built and not file.is_test and file.source.package == "main" for file in package.files)


RULE = Rule(
    code="GM306",
    title="Commands cannot be installed: go.mod replaces",
    severity=Severity.INFO,
    why=(
        "`go install PATH@VERSION` and `go run PATH@VERSION` refuse a module whose go.mod has any replace or "
        "exclude line, since those would be ignored there. Users then have to clone the repository. Where "
        "the commands are meant for nobody else, this is as it should be."
    ),
    example=(
        "$ go install example.com/repo/tool@latest\n"
        "go: example.com/repo/tool@latest (in example.com/repo@v1.0.0):\n"
        "\tThe go.mod file for the module providing named packages contains one or\n"
        "\tmore replace directives. It must not contain directives that would cause\n"
        "\tit to be interpreted differently than if it were the main module."
    ),
    cure="Put the replacements into go.work, and released versions into go.mod, before a release.",
    needs=frozenset({"modules", "packages"}),
    check=check,
    sources=(
        ("Go Modules Reference: go install", "https://go.dev/ref/mod#go-install"),
        ("golang/go#44840", "https://github.com/golang/go/issues/44840"),
    ),
)
