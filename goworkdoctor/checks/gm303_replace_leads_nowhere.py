"""A local replace that leads to no module, or to another one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from goworkdoctor.checks.place import unfetched
from goworkdoctor.checks.replacing import LocalReplace, Need, local_replaces
from goworkdoctor.checks.words import shell
from goworkdoctor.golang.replacements import Placed
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

WITHOUT_MODULE = {Need.DIRECT: Severity.ERROR, Need.INDIRECT: Severity.WARNING, Need.NONE: Severity.INFO}
OTHER_MODULE = {Need.DIRECT: Severity.WARNING, Need.INDIRECT: Severity.WARNING, Need.NONE: Severity.INFO}


def check(facts: Facts) -> Iterator[Observation]:
    """Every line that nothing overrides; what lies in a git submodule that was not fetched is GS506's."""
    for replace in local_replaces(facts):
        if unfetched(facts, replace.target):
            continue
        module = (facts.targets or {}).get(replace.target)
        if module is None:
            yield _observation(replace, f"{replace.target} has no go.mod", WITHOUT_MODULE[replace.need])
        elif _is_another(replace, module):
            yield _observation(replace, f"{replace.target} is {module.path}", OTHER_MODULE[replace.need])


def _is_another(replace: LocalReplace, module: Module) -> bool:
    return module.path not in ("", replace.line.replace.old_path)


def _observation(replace: LocalReplace, fact: str, severity: Severity) -> Observation:
    line = replace.line
    unused = "; nothing requires it, so go does not notice" if replace.need is Need.NONE else ""
    return Observation(
        f"{line.file}: {replace.name}",
        f"{replace.name} is replaced by {line.written}, but {fact}{unused}",
        line.file,
        line.replace.line,
        (
            Evidence(
                f"replace {replace.name.replace('@', ' ')} => {line.written}", line.file, line.replace.line
            ),
        ),
        f"Correct the directory, or take the line out: `{_removal(line)}`.",
        severity=severity,
    )


def _removal(line: Placed) -> str:
    """The command for it, from the root; a version is part of the line's name."""
    verb = "work" if posixpath.basename(line.file) == "go.work" else "mod"
    replace = line.replace
    name = f"{replace.old_path}@{replace.old_version}" if replace.old_version else replace.old_path
    return f"go {verb} edit -dropreplace={shell([name])} {shell([line.file])}"


RULE = Rule(
    code="GM303",
    title="Local replace leads to no module, or to another",
    severity=Severity.ERROR,
    why=(
        "A replacement by a directory needs a go.mod there. Where it is missing and the replaced module is "
        'required, go fails: "replacement directory ../x does not exist". In a workspace one such line of '
        "any member concerns all of them. A directory that declares another module path is accepted "
        "silently; imports by the path it declares then find nothing. A line that nothing requires has no "
        "effect, nor has one that go.work replaces otherwise or whose module the workspace uses."
    ),
    example=(
        "$ go build ./...\n"
        "a.go:3:8: example.com/lib@v1.0.0: replacement directory ../gone does not exist\n"
        "$ go list -m all\n"
        "go: example.com/lib@v1.0.0 (replaced by ../gone): reading ../gone/go.mod: open /repo/gone/go.mod: "
        "no such file or directory"
    ),
    cure="Correct the directory, or take the line out: `go mod edit -dropreplace=PATH FILE`.",
    needs=frozenset({"modules", "workspaces", "tree", "targets"}),
    check=check,
    sources=(("Go Modules Reference: replace directive", "https://go.dev/ref/mod#go-mod-file-replace"),),
)
