"""A staging module that asks for less than its root: an older Go, or older versions of others' modules."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.staged import root_module, staged
from goworkdoctor.checks.words import count, shell
from goworkdoctor.golang.modfile import Require
from goworkdoctor.golang.versions import compare_go, compare_semver
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

SHOWN = 20


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for each module that is behind; a warning where nothing here is built as published."""
    root = root_module(facts)
    if root is None:
        return
    own = {module.path for module in facts.modules or ()}
    for each, module in staged(facts):
        go = bool(module.go and root.go) and compare_go(module.go, root.go) < 0
        behind = list(_behind(module, root, own))
        if go or behind:
            yield Observation(
                each.dir,
                f"{each.dir} asks for {_less(module, root, go, len(behind))}",
                module.file,
                module.mod.go_line if go and module.mod else behind[0][0].line,
                tuple(_evidence(module, behind)),
                cure=_cure(module, root.go if go else "", bool(behind), bool(each.in_workspace)),
                severity=Severity.WARNING if behind and each.in_workspace else None,
            )


def _behind(module: Module, root: Module, own: set[str]) -> Iterator[tuple[Require, Require]]:
    """What the module imports itself at a lower version than the root; replaced ones are another matter."""
    if module.mod is None or root.mod is None:
        return
    roots = {line.path: line for line in root.mod.requires}
    replaced = own | {line.old_path for mod in (root.mod, module.mod) for line in mod.replaces}
    for line in module.mod.requires:
        higher = roots.get(line.path)
        if (
            higher
            and not line.indirect
            and line.path not in replaced
            and compare_semver(line.version, higher.version) < 0
        ):
            yield line, higher


def _less(module: Module, root: Module, go: bool, behind: int) -> str:
    parts = [f"go {module.go}, the root for go {root.go}"] if go else []
    if behind:
        parts.append(f"older versions than the root of {count(behind, 'module')}")
    return ", and for ".join(parts)


def _evidence(module: Module, behind: list[tuple[Require, Require]]) -> Iterator[Evidence]:
    for line, higher in behind[:SHOWN]:
        text = f"{line.path} {line.version}, in the root {higher.version}"
        yield Evidence(text, module.file, line.line)


def _cure(module: Module, go: str, behind: bool, member: bool) -> str:
    """`go work sync` raises the requirements of all members, and no go line."""
    versions = "`go work sync`" if member else f"`cd {shell([module.dir])} && go get PATH@VERSION`"
    line = f"`go mod edit -go={go} {shell([module.file])}`, where it is not lower on purpose"
    return f"Raise it: {' and '.join([versions] * behind + [line] * bool(go))}."


RULE = Rule(
    code="GS505",
    title="Staging module behind the root's versions",
    severity=Severity.INFO,
    why=(
        "Together with the root a staging module is built with the highest version that anybody requires: "
        "the root's. Published, it is built by others with the versions that its own go.mod asks for. In a "
        "workspace all its tests run with the root's, so nobody has tested those: a warning. Without one its "
        "own tests run with its own versions, and the root's with others: a note, as is a lower go line, "
        "which may be on purpose. Indirect requirements are not compared."
    ),
    example=(
        "go.mod                                   require example.org/lib v1.5.0\n"
        "staging/src/example.com/api/go.mod       require example.org/lib v1.2.0   # tested with v1.5.0"
    ),
    cure=(
        "Raise it to the root's: the requirements of all members by `go work sync`, a go line by "
        "`go mod edit -go=VERSION`."
    ),
    needs=frozenset({"modules", "staging"}),
    check=check,
    sources=(
        (
            "Go Modules Reference: Minimal version selection",
            "https://go.dev/ref/mod#minimal-version-selection",
        ),
        ("kcp-dev/kcp#3312", "https://github.com/kcp-dev/kcp/pull/3312"),
    ),
)
