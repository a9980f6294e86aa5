"""A member of the workspace that lies where go and git do not look."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import own_workspace, parsed_uses, under
from goworkdoctor.model.facts import Facts, IgnoredBecause, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

REASONS = {
    IgnoredBecause.VENDOR: "it is a vendored copy, which Go 1.27's `go work use -r` drops again",
    IgnoredBecause.TESTDATA: "it is test data, and `go test work` runs its tests",
    IgnoredBecause.UNDERSCORE: "wildcards pass by folders that begin with `_`",
    IgnoredBecause.DOT: "wildcards pass by folders that begin with `.`",
    IgnoredBecause.GITIGNORED: "git ignores it",
}
NOTES = (IgnoredBecause.UNDERSCORE, IgnoredBecause.DOT)


def check(facts: Facts) -> Iterator[Observation]:
    """Every used module in vendor, testdata, `_x`, `.x` or a git-ignored folder of the repository."""
    workspace = own_workspace(facts)
    if workspace is None or facts.tree is None:
        return
    modules = {module.dir: module for module in facts.modules or () if module.ignored}
    shared = workspace.file in facts.tree.tracked
    for use in parsed_uses(workspace):
        module = modules.get(use.dir)
        if module and not (workspace.dir != "." and under(workspace.dir, use.dir)):
            reason, severity = _reason(module, shared and facts.tree.git)
            yield Observation(
                use.dir,
                f"{workspace.file} uses {use.dir}, but {reason}",
                workspace.file,
                use.line,
                (Evidence(f"use {use.written}", workspace.file, use.line),),
                severity=severity,
            )


def _reason(module: Module, shared: bool) -> tuple[str, Severity | None]:
    because = module.ignored_because
    assert because
    if shared and not module.tracked:
        return "it is not in git, so that go fails for everybody else", Severity.ERROR
    return REASONS[because], Severity.INFO if because in NOTES else None


RULE = Rule(
    code="GW109",
    title="Workspace member adopted by accident",
    severity=Severity.WARNING,
    why=(
        "`go work use -r .` adopts every module below the folder: also those in testdata, in `_x` and `.x` "
        "and in folders that git ignores, and up to Go 1.26 those in vendor. Their requirements and "
        "replacements then count for the whole workspace, and `go test work` runs their tests. A member "
        "that git ignores is missing from every other checkout, where all commands fail. Folders that "
        "begin with `_` or `.` are often used on purpose: that is only noted."
    ),
    example=(
        "$ go work use -r .\n"
        "$ git diff go.work\n"
        "+\t./internal/loader/testdata/broken\n"
        "$ go build ./...        # elsewhere\n"
        "go: cannot load module out/gen listed in go.work file: open out/gen/go.mod: no such file "
        "or directory"
    ),
    cure="Run `go work edit -dropuse=DIR`.",
    needs=frozenset({"tree", "modules", "workspaces"}),
    check=check,
    treatments=("drop-adopted-use",),
    sources=(("Go Modules Reference: go work use", "https://go.dev/ref/mod#go-work-use"),),
)
