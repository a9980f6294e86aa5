"""A local replace that leads to no module, or to another one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from goworkdoctor.checks.place import unfetched
from goworkdoctor.checks.replacing import LocalReplace, Need, local_replaces
from goworkdoctor.checks.words import listed, shell
from goworkdoctor.golang.replacements import Placed
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

WITHOUT_MODULE = {Need.DIRECT: Severity.ERROR, Need.INDIRECT: Severity.WARNING}
OTHER_MODULE = {Need.DIRECT: Severity.WARNING, Need.INDIRECT: Severity.WARNING}


def check(facts: Facts) -> Iterator[Observation]:
    """Every line that nothing overrides, those without effect together.

    What lies in a git submodule that was not fetched is GS506's.
    """
    idle: list[tuple[LocalReplace, str]] = []
    for replace in local_replaces(facts):
        if unfetched(facts, replace.target):
            continue
        module = (facts.targets or {}).get(replace.target)
        if module and not _is_another(replace, module):
            continue
        other = module.path if module else ""
        if replace.need is Need.NONE:
            idle.append((replace, other))
        else:
            yield _observation(replace, other, (OTHER_MODULE if module else WITHOUT_MODULE)[replace.need])
    if len(idle) > 1:
        yield _together(idle)
    else:
        yield from (_observation(replace, other, Severity.INFO) for replace, other in idle)


def _is_another(replace: LocalReplace, module: Module) -> bool:
    return module.path not in ("", replace.line.replace.old_path)


def _observation(replace: LocalReplace, other: str, severity: Severity) -> Observation:
    line = replace.line
    fact = f"{replace.target} is {other}" if other else f"{replace.target} has no go.mod"
    unused = "; nothing requires it, so go does not notice" if replace.need is Need.NONE else ""
    return Observation(
        f"{line.file}: {replace.name}",
        f"{replace.name} is replaced by {line.written}, but {fact}{unused}",
        line.file,
        line.replace.line,
        (_evidence(replace),),
        f"Correct the directory, or take the line out: `{_removal(line)}`.",
        severity=severity,
    )


def _together(idle: Sequence[tuple[LocalReplace, str]]) -> Observation:
    """One note, however many lines: what has no effect may be there to keep something out."""
    names = sorted({replace.name for replace, _ in idle})
    where = "to no module, or to another" if any(other for _, other in idle) else "to no module"
    return Observation(
        "idle",
        f"{len(idle):,} local replace lines, of {listed(names)}, lead {where}; nothing requires what they "
        "replace, so go does not notice",
        evidence=tuple(_evidence(replace, f" (is {other})" if other else "") for replace, other in idle),
        cure="Take them out with `go mod edit -dropreplace=PATH FILE`, unless they are to forbid an import.",
        severity=Severity.INFO,
    )


def _evidence(replace: LocalReplace, more: str = "") -> Evidence:
    line = replace.line
    text = f"replace {replace.name.replace('@', ' ')} => {line.written}{more}"
    return Evidence(text, line.file, line.replace.line)


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
        "effect, nor has one that go.work replaces otherwise or whose module the workspace uses. Some write "
        "such a line on purpose (`=> ./FORBIDDEN_DEPENDENCY`), for a clearer error than a download: a note."
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
