"""A module that the repository's go.work does not use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from goworkdoctor.checks.place import own_workspace, parsed_uses, under
from goworkdoctor.checks.staged import left_out
from goworkdoctor.checks.words import shell
from goworkdoctor.model.facts import Facts, Module, ModuleKind, Workspace
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every counted module outside the workspace; on purpose, where it has a go.work or a home of its own.

    Of a staging module that the root builds from its folder GS501 says more.
    """
    workspace = own_workspace(facts)
    if workspace is None:
        return
    paths = {use.path for use in parsed_uses(workspace)}
    elsewhere = left_out(facts)
    declared = Counter(module.path for module in facts.counted_modules)
    for module in facts.counted_modules:
        outside = module.dir not in workspace.used_dirs and module.dir not in elsewhere
        if outside and module.path and module.path not in paths:
            yield _observation(facts, workspace, module, declared[module.path] > 1)


def _observation(facts: Facts, workspace: Workspace, module: Module, twin: bool) -> Observation:
    """A `twin` declares the same path: only one of the two can be used."""
    purpose = on_purpose(facts, module)
    vendored = facts.tree is not None and f"{module.dir}/vendor/modules.txt" in facts.tree.files
    unused = f"{workspace.file} does not use it{', and it is vendored on its own' if vendored else ''}"
    use = f"un `go work use {shell([module.dir])}`{', or the other folder of that path' if twin else ''}."
    cure = f"Nothing to do, where go runs there with GOWORK=off; else r{use}" if vendored else f"R{use}"
    return Observation(
        module.dir,
        f"{module.dir} is outside the workspace: {purpose or unused}",
        module.file,
        cure="Nothing to do." if purpose else cure,
        severity=Severity.INFO if purpose or vendored else None,
        treatments=() if purpose or vendored or twin else None,
    )


def on_purpose(facts: Facts, module: Module) -> str:
    """Why a module may well stay outside, or ""."""
    strays = facts.workspaces.stray if facts.workspaces else ()
    own = next((stray for stray in strays if stray.dir != "." and under(module.dir, stray.dir)), None)
    if own:
        return "it has a go.work of its own" if own.dir == module.dir else f"{own.file} is its workspace"
    if module.kind is ModuleKind.SUBMODULE:
        return "it belongs to a git submodule"
    packages = [package for package in facts.packages or () if package.module == module.dir]
    if not packages:
        return "it holds no Go package"
    if not any(package.listed or package.tests.tag_gated for package in packages):
        return "build constraints exclude all that it holds, as in a module for tools"
    return ""


RULE = Rule(
    code="GW101",
    title="Module outside the workspace",
    severity=Severity.WARNING,
    why=(
        "go.work lists the modules that are built together, by name; a module that nobody added is not one "
        "of them. Its siblings then build against a published version of it or not at all, `go test work` "
        'and editors pass it by, and go commands inside it fail: "current directory is contained in a '
        'module that is not one of the workspace modules listed in go.work". A module with a go.work of '
        "its own, in a git submodule, or without any Go package that is built, as one with only a tools.go, "
        "is left out on purpose: that is only a note. So is one with a vendor folder of its own, which is "
        "for GOWORK=off: a workspace does not build from it."
    ),
    example=(
        "$ cd tools && go test ./...\n"
        "pattern ./...: directory prefix . does not contain modules listed in go.work or their selected "
        "dependencies"
    ),
    cure="Run `go work use DIR` for it.",
    needs=frozenset({"tree", "modules", "workspaces", "packages"}),
    check=check,
    treatments=("use-module",),
    sources=(
        ("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),
        ("golang/go#49632", "https://github.com/golang/go/issues/49632"),
    ),
)
