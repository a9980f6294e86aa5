"""A sibling required at a version that nobody can fetch, with no replacement for it."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import parsed_uses
from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.releases import is_placeholder, released, split_major
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.golang.versions import is_pseudo
from goworkdoctor.model.facts import Facts, Module, ModuleKind
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity, Unexamined

NO_TAGS = (
    "the checkout has no tags (a shallow clone?): whether the versions that siblings require exist is unknown"
)


def check(facts: Facts) -> Iterator[Observation]:
    """Every requirement of a module of the repository by another one that no tag stands behind."""
    if facts.tags is None:
        return
    lines = list(_unreplaced(facts))
    if lines and not facts.tags.names:
        raise Unexamined(NO_TAGS)
    for module, line, sibling in lines:
        versions = released(facts.tags.names, sibling.dir, sibling.path)
        comparable = is_placeholder(line.version) or (released_here(sibling) and versions)
        if comparable and line.version not in versions:
            yield _observation(facts, module, line, versions)


def _unreplaced(facts: Facts) -> Iterator[tuple[Module, Require, Module]]:
    """(module, line, sibling) of each requirement of a version that the module's go.mod does not replace.

    Staging modules are published elsewhere, by a bot which writes these lines anew: GS502 speaks of them.
    """
    siblings = {module.path: module for module in facts.counted_modules if module.path}
    for module in facts.counted_modules:
        if module.mod is None or module.kind is ModuleKind.STAGING:
            continue
        replaces = Member(module.dir, module.mod).replaces
        for line in module.mod.requires:
            sibling = siblings.get(line.path)
            if sibling is None or sibling.dir == module.dir or sibling.kind is ModuleKind.STAGING:
                continue
            names_commit = is_pseudo(line.version) and not is_placeholder(line.version)
            if not names_commit and applies(replaces, line.path, line.version) is None:
                yield module, line, sibling


def released_here(module: Module) -> bool:
    """Whether the tags of this repository are the module's: its path ends as its directory does."""
    path, suffix = split_major(module.path)
    dir = module.dir.removesuffix(f"/{suffix}") if suffix else module.dir
    return module.dir in (".", suffix) or path.endswith(f"/{dir}")


def _observation(facts: Facts, module: Module, line: Require, versions: list[str]) -> Observation:
    used = {use.dir for use in parsed_uses(facts.workspace)}
    paths = {use.path for use in parsed_uses(facts.workspace)}
    hidden = module.dir in used and line.path in paths
    placeholder = is_placeholder(line.version)
    known = f"; the last one tagged here is {versions[-1]}" if versions and not placeholder else ""
    effect = "only the workspace hides it" if hidden else "go cannot fetch it"
    return Observation(
        f"{module.file}: {line.path}",
        f"{module.file} requires {line.path} {line.version}, which was never released: {effect}{known}",
        module.file,
        line.line,
        (Evidence(f"require {line.path} {line.version}", module.file, line.line),),
        severity=Severity.WARNING if hidden or not placeholder else None,
        confidence=Confidence.CERTAIN if placeholder else Confidence.LIKELY,
        cure="" if placeholder else "Fetch the tags (`git fetch --tags`), or push the one that is missing.",
    )


RULE = Rule(
    code="GM305",
    title="Sibling required at a version that does not exist",
    severity=Severity.ERROR,
    why=(
        "A requirement names a version that go fetches wherever no replacement and no workspace stands in "
        "for it. v0.0.0 is a placeholder that nobody tags, and a version without its tag `dir/vX.Y.Z` does "
        "not exist either. In the workspace all is well; with GOWORK=off, and for everybody who depends on "
        'the module, go says "unknown revision". Replacements in the same go.mod, staging modules (their '
        "publishing bot writes the versions) and pseudo-versions are left in peace; where the checkout has "
        "no tags nothing is known. A version above the last tag may be one that was not fetched yet."
    ),
    example=(
        "$ cd app && GOWORK=off go build ./...\n"
        "go: example.com/repo/lib@v0.0.0: reading example.com/repo/lib/go.mod at revision lib/v0.0.0: "
        "unknown revision lib/v0.0.0"
    ),
    cure="Require a released version, or replace the module by its folder in the same go.mod.",
    needs=frozenset({"modules", "workspaces", "tags"}),
    check=check,
    sources=(
        ("Go Modules Reference: Mapping versions to commits", "https://go.dev/ref/mod#vcs-version"),
        ("kubernetes/kubernetes#114335", "https://github.com/kubernetes/kubernetes/issues/114335"),
    ),
)
