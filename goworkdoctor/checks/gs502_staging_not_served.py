"""A staging module whose folder the root does not build from, though it requires the module."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.staged import is_placeholder, leads_to, replacement, required, root_module, staged
from goworkdoctor.checks.words import count
from goworkdoctor.golang.modfile import Require
from goworkdoctor.model.facts import Facts, Module, StagingModule
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity

SHOWN = 5


def check(facts: Facts) -> Iterator[Observation]:
    """Every module that is required from elsewhere, or built from a copy in vendor."""
    root = root_module(facts)
    for each, module in staged(facts):
        line = required(root, module.path) if root else None
        if root is None or line is None or each.in_workspace:
            continue
        by = replacement(facts, root, line)
        if by is None:
            yield _elsewhere(root, each, line)
        elif leads_to(facts, by, module.dir) and (copy := _copied(facts, module)):
            yield _shadowed(each, module, line, *copy)


def _elsewhere(root: Module, each: StagingModule, line: Require) -> Observation:
    nowhere = is_placeholder(line.version)
    cure = "" if each.in_workspace is None else f", or `go work use ./{each.dir}`"
    return Observation(
        each.dir,
        f"{root.file} requires {line.path} {line.version} and does not replace it by {each.dir}: "
        + ("go looks for a version that nobody publishes" if nowhere else "go builds the published version"),
        root.file,
        line.line,
        (Evidence(f"{line.path} {line.version}", root.file, line.line),),
        cure=f"Run `go mod edit -replace={line.path}=./{each.dir}`{cure}.",
        severity=Severity.ERROR if nowhere else None,
    )


def _copied(facts: Facts, module: Module) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Files of a copy in vendor, and those among them that are not as in the folder; None without a copy.

    A workspace with a vendor directory builds its members from their folders, and so does a symbolic link.
    """
    tree = facts.tree
    if tree is None or facts.workspace is not None or "vendor/modules.txt" not in tree.tracked:
        return None
    copy = f"vendor/{module.path}/"
    files = tuple(sorted(path for path in tree.tracked if path.startswith(copy)))
    blobs = tree.blobs
    changed = (path for path in files if blobs.get(path) != blobs.get(f"{module.dir}/{path[len(copy) :]}"))
    return (files, tuple(changed)) if files else None


def _shadowed(
    each: StagingModule, module: Module, line: Require, files: tuple[str, ...], changed: tuple[str, ...]
) -> Observation:
    same = "and its tests are not in it" if not changed else f"and {count(len(changed), 'file')} in it differ"
    return Observation(
        each.dir,
        f"the root module builds {module.path} from its copy in vendor, not from {each.dir}, {same}",
        (changed or files)[0],
        evidence=tuple(Evidence("not as in the staging folder", path) for path in changed[:SHOWN]),
        cure="Run `go mod vendor` after each change, or use a workspace: there the folder is built.",
        severity=None if changed else Severity.INFO,
        confidence=Confidence.LIKELY if changed else Confidence.CERTAIN,
    )


RULE = Rule(
    code="GS502",
    title="Root does not build from the staging folder",
    severity=Severity.WARNING,
    why=(
        "What is changed in a staging folder should be what the root builds. Without a replace line, and "
        "outside the workspace, go takes the published version instead, or fails where the version is a "
        "placeholder. With a vendor directory and no workspace, go takes the copy that `go mod vendor` made: "
        "changes in the folder have no effect, and `go test` of the module's import path says "
        '"[no test files]" and succeeds, for vendor holds no tests.'
    ),
    example=(
        "$ go test example.com/api/...\n"
        "?   \texample.com/api\t[no test files]   # from vendor/example.com/api"
    ),
    cure="Replace it: `go mod edit -replace=PATH=./DIR`, or use a workspace.",
    needs=frozenset({"modules", "workspaces", "staging", "tree"}),
    check=check,
    sources=(
        ("moby/moby#50721", "https://github.com/moby/moby/pull/50721"),
        ("Go Modules Reference: Vendoring", "https://go.dev/ref/mod#vendoring"),
    ),
)
