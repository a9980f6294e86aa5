"""An active workspace that is not this repository's, or its own one switched off."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import outside
from goworkdoctor.checks.words import count
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.model.facts import Facts, Module, Workspace, Workspaces
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """At most one observation: GOWORK that go cannot follow, GOWORK=off, or a go.work from elsewhere."""
    workspaces = facts.workspaces or Workspaces()
    if workspaces.problem:
        reason = workspaces.problem.replace(workspaces.gowork, "GOWORK") if workspaces.gowork else ""
        yield Observation(
            "GOWORK",
            f"go cannot follow GOWORK: {reason or workspaces.problem}",
            cure="Run `unset GOWORK`, or set it to the absolute path of a go.work.",
            severity=Severity.ERROR,
        )
    elif workspaces.off:
        yield from _switched_off(workspaces, facts.counted_modules)
    elif workspaces.active and outside(workspaces.active.file):
        yield _from_elsewhere(workspaces.active, facts.counted_modules)


def _switched_off(workspaces: Workspaces, modules: tuple[Module, ...]) -> Iterator[Observation]:
    """A note, where no module of the workspace gets another one's published version by it."""
    own = next((stray for stray in workspaces.stray if stray.dir == "."), None)
    if own is None:
        return
    used = [module for module in modules if module.dir in own.used_dirs]
    paths = {module.path for module in used}
    published = [line for module in used for line in _published_siblings(module, paths)]
    files = {line.path for line in published}
    effect = f", {len(files):,} of them with published siblings" if files else ""
    yield Observation(
        "GOWORK",
        f"GOWORK=off switches {own.file} off: each module is built by its own go.mod{effect}",
        own.file,
        evidence=tuple(published),
        cure="Run `unset GOWORK`, unless that is what you want.",
        severity=Severity.WARNING if published else Severity.INFO,
    )


def _published_siblings(module: Module, paths: set[str]) -> Iterator[Evidence]:
    """The requirements of other modules of the workspace that the module's own go.mod does not replace."""
    if module.mod is None:
        return
    replaces = Member(module.dir, module.mod).replaces
    for line in module.mod.requires:
        if line.path in paths and applies(replaces, line.path, line.version) is None:
            yield Evidence(f"require {line.path} {line.version}", module.file, line.line)


def _from_elsewhere(workspace: Workspace, modules: tuple[Module, ...]) -> Observation:
    """None of the modules used: go fails here. All of them: a set-up that only this machine has."""
    named = workspace.origin == "GOWORK"
    where = "GOWORK names a go.work" if named else "the go.work of a parent folder is active,"
    missing = [module for module in modules if module.dir not in workspace.used_dirs]
    if not missing:
        message, cure = (
            "it uses every module here",
            "Nothing to do, if it is meant so; others build without it.",
        )
    else:
        message = f"it leaves out {len(missing):,} of {count(len(modules), 'module')} here"
        way_out = "unset GOWORK" if named else "export GOWORK=off"
        cure = f"Run `{way_out}`, or add the modules to that go.work."
    return Observation(
        "GOWORK" if named else workspace.file,
        f"{where} outside this repository: {message}",
        evidence=tuple(Evidence("not in it", module.file) for module in missing),
        cure=cure,
        severity=_severity(len(missing), len(modules)),
    )


def _severity(missing: int, modules: int) -> Severity:
    if missing == modules:
        return Severity.ERROR
    return Severity.WARNING if missing else Severity.INFO


RULE = Rule(
    code="GW108",
    title="The active workspace is not this repository's",
    severity=Severity.WARNING,
    why=(
        "go takes the go.work that the environment's GOWORK names, or else the nearest one in this folder or "
        "any parent, also above the repository: a .git folder does not stop the search. A module that it "
        'does not use cannot be built: "directory prefix . does not contain modules listed in go.work or '
        'their selected dependencies". GOWORK must be an absolute path or off. Off is a note where local '
        "replace lines lead every module to the same siblings as the workspace does."
    ),
    example=(
        "$ go env GOWORK\n/home/me/src/go.work\n"
        "$ go build ./...\n"
        "pattern ./...: directory prefix . does not contain modules listed in go.work or their selected "
        "dependencies"
    ),
    cure="Unset GOWORK, or set GOWORK=off where a parent folder's go.work is in the way.",
    needs=frozenset({"modules", "workspaces"}),
    check=check,
    sources=(
        ("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),
        ("golang/go#49632", "https://github.com/golang/go/issues/49632"),
    ),
)
