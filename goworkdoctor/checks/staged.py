"""Staging modules beside their root and their publishing rules, as several rules ask of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.checks.place import own_workspace, work_replaces
from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.replacements import Member, Placed, applies, place
from goworkdoctor.model.facts import Facts, Module, ModuleKind, StagingModule
from goworkdoctor.model.finding import Confidence
from goworkdoctor.model.publishing import Entry, PublishingRule, PublishingRules

DEVELOPMENT = ("master", "main")
NOWHERE = "-00010101000000-000000000000"


def root_module(facts: Facts) -> Module | None:
    """The root module, where there is one that parses."""
    return next((module for module in facts.modules or () if module.dir == "." and module.mod), None)


def staged(facts: Facts) -> Iterator[tuple[StagingModule, Module]]:
    """Every staging module that parses."""
    modules = {module.dir: module for module in facts.modules or ()}
    for each in facts.staging or ():
        if (module := modules.get(each.dir)) and module.mod:
            yield each, module


def required(module: Module, path: str) -> Require | None:
    """The line by which a module requires that path."""
    lines = module.mod.requires if module.mod else ()
    return next((line for line in lines if line.path == path), None)


def is_placeholder(version: str) -> bool:
    """Whether this is a version that nobody publishes: v0.0.0, or what go writes beside a replacement."""
    return version == "v0.0.0" or version.endswith(NOWHERE)


def replacement(facts: Facts, root: Module, line: Require) -> Placed | None:
    """What replaces a module that the root requires: go.work stands above go.mod."""
    own = applies(work_replaces(facts.workspace), line.path, line.version)
    return own or (
        applies(Member(root.dir, root.mod).replaces, line.path, line.version) if root.mod else None
    )


def leads_to(facts: Facts, by: Placed, dir: str) -> bool:
    """Whether a replacement is that directory."""
    return by.replace.local and place(by.dir, by.replace.new_path, str(facts.root)) == dir


def left_out(facts: Facts) -> dict[str, Placed]:
    """The staging modules that the root builds from their folders, though the workspace does not use them.

    By folder, each with the replace line that leads there; what is imported and not required is GM302's.
    """
    root, workspace = root_module(facts), own_workspace(facts)
    if root is None or workspace is None or "." not in workspace.used_dirs:
        return {}
    found = {}
    for module in facts.modules or ():
        if module.kind is not ModuleKind.STAGING or module.dir in workspace.used_dirs:
            continue
        line = required(root, module.path) if module.path else None
        by = replacement(facts, root, line) if line else None
        if by and leads_to(facts, by, module.dir):
            found[module.dir] = by
    return found


class Judged(Struct, frozen=True):
    """The branch whose entries this checkout can be held against; other branches hold other folders."""

    rules: PublishingRules
    branch: str
    confidence: Confidence

    @property
    def entries(self) -> Iterator[tuple[PublishingRule, Entry]]:
        for rule in self.rules.rules:
            yield from ((rule, entry) for entry in rule.entries if entry.source == self.branch)


def judged(facts: Facts) -> Iterator[Judged]:
    """For each rules file the branch that is checked out, or else the one that development happens on.

    A branch that no rule names was probably made from that one; a repository without either is not judged.
    """
    current = facts.checkout.branch if facts.checkout else ""
    for rules in facts.publishing or ():
        known = {entry.source for rule in rules.rules for entry in rule.entries}
        if current and current in known:
            yield Judged(rules, current, Confidence.CERTAIN)
        elif branch := next((each for each in DEVELOPMENT if each in known), ""):
            yield Judged(rules, branch, Confidence.LIKELY)
