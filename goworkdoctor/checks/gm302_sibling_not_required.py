"""A module of the repository that another one imports and does not require."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import count
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity
from goworkdoctor.model.graph import Missing, missing_requires

SHOWN = 10


def check(facts: Facts) -> Iterator[Observation]:
    """Every pair of modules; an error where go fails already, because no workspace holds both."""
    for missing in missing_requires(facts):
        yield _observation(missing, hidden_by_workspace(facts, missing))


def hidden_by_workspace(facts: Facts, missing: Missing) -> bool:
    """Whether the import works here, since the workspace knows the module: used, or required by a member."""
    workspace = facts.workspace
    if workspace is None or missing.importer.dir not in workspace.used_dirs:
        return False
    mods = [use.mod for use in workspace.uses if use.mod]
    path = missing.provider.path
    return any(mod.module == path or any(line.path == path for line in mod.requires) for mod in mods)


def _observation(missing: Missing, hidden: bool) -> Observation:
    module, path = missing.importer, missing.provider.path
    first = missing.uses[0]
    return Observation(
        f"{module.file}: {path}",
        f"{_who(missing)} {path}, which {module.file} {_lack(missing)}: {_consequence(missing, hidden)}",
        first.file,
        first.line,
        tuple(Evidence(f'import "{use.import_path}"', use.file, use.line) for use in missing.uses[:SHOWN]),
        severity=Severity.INFO if missing.maybe else Severity.WARNING if hidden else None,
        confidence=Confidence.LIKELY if missing.maybe else Confidence.CERTAIN,
    )


def _who(missing: Missing) -> str:
    """`a imports`, or, where only tests do, `tests of a import`; with the number of files."""
    files = count(len({use.file for use in missing.uses}), "file")
    dir = missing.importer.dir
    name = "the root module" if dir == "." else dir
    tests = all(use.test for use in missing.uses)
    return f"tests of {name} import ({files})" if tests else f"{name} imports ({files})"


def _lack(missing: Missing) -> str:
    return "replaces but does not require" if missing.replaced else "does not require"


def _consequence(missing: Missing, hidden: bool) -> str:
    if missing.maybe:
        return f"unless {missing.maybe} still holds that package, go fails outside the workspace"
    return "only the workspace lets it build" if hidden else "go refuses to build it"


RULE = Rule(
    code="GM302",
    title="Sibling module imported but not required",
    severity=Severity.ERROR,
    why=(
        "A workspace hands every used module to all others, required or not. Outside it, with GOWORK=off, "
        "in CI that builds module by module, and for everybody who depends on the module, go looks only into "
        'its go.mod: "no required module provides package PATH; to add it: go get PATH". Without a workspace '
        "that holds both, go fails here already. Imports of tests count; those in files that are not built "
        "on this platform, in testdata and in ignored folders do not."
    ),
    example=(
        "$ go build ./app        # in the workspace\n"
        "$ cd app && GOWORK=off go build .\n"
        "main.go:3:8: no required module provides package example.com/lib; to add it:\n"
        "\tgo get example.com/lib"
    ),
    cure="Require it: `go mod edit -require=PATH@VERSION`, with a replace where siblings have one.",
    needs=frozenset({"modules", "workspaces", "packages", "tree"}),
    check=check,
    treatments=("add-requires",),
    sources=(
        ("golang/go#60430", "https://github.com/golang/go/issues/60430"),
        ("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),
    ),
)
