"""A go.mod that go cannot read, without a module line, or with a path that go takes for none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from goworkdoctor.checks.place import holds
from goworkdoctor.checks.words import shell
from goworkdoctor.golang.modfile import ModFile, ModFileError
from goworkdoctor.golang.modulepath import malformed
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity

NO_MODULE_LINE = "missing module declaration"
NOT_OPENED = "open "
"""How the message of a go.mod begins that could not even be read."""


def check(facts: Facts) -> Iterator[Observation]:
    """Every broken go.mod that counts or that the workspace uses, wherever that lies."""
    workspace = facts.workspace
    broken = {use.dir: (use.mod, use.error) for use in (workspace.uses if workspace else ()) if use.exists}
    used = frozenset(broken)
    broken |= {module.dir: (module.mod, module.error) for module in facts.counted_modules}
    for dir, (mod, error) in broken.items():
        if found := _fault(mod, error):
            message, line = found
            yield _observation(facts, dir, dir in used, message, line)


def _fault(mod: ModFile | None, error: ModFileError | None) -> tuple[str, int] | None:
    """What is wrong and at which line, 0 for none."""
    if error:
        return error.message, error.line
    if mod is None:
        return None
    wrong = malformed(mod.module) if mod.module else NO_MODULE_LINE
    return (wrong, mod.module_line) if wrong else None


def _observation(facts: Facts, dir: str, used: bool, message: str, line: int) -> Observation:
    file = posixpath.normpath(posixpath.join(dir, "go.mod"))
    fence = not used and not holds(facts, dir, ".go")
    return Observation(
        dir,
        f"{file}: {message}"
        + ("; no Go file lies below it, so it only fences the folder off" if fence else ""),
        file,
        line or None,
        cure="Nothing to do, if it is there to keep go out of the folder." if fence else _cure(file, message),
        severity=Severity.INFO if fence else None,
        stops_go=used,
    )


def _cure(file: str, message: str) -> str:
    if message == NO_MODULE_LINE:
        return f"Run `go mod edit -module=PATH {shell([file])}`."
    return f"Let this user read {file}." if message.startswith(NOT_OPENED) else f"Correct {file}."


RULE = Rule(
    code="GM301",
    title="go.mod does not parse",
    severity=Severity.ERROR,
    why=(
        "No command works in the module; where the workspace uses it, go builds and tests nothing in any: "
        '"cannot load module DIR listed in go.work file: errors parsing DIR/go.mod". What the module '
        "requires and replaces cannot be told, so other rules are silent about it. A module path that go "
        'does not accept fails in the same way: "malformed module path". An empty go.mod over a folder '
        "without Go files, which keeps go out of it, is only noted."
    ),
    example="$ go build ./...\ngo: errors parsing go.mod:\ngo.mod:1: unknown directive: <<<<<<<",
    cure="Correct the line that go names.",
    needs=frozenset({"tree", "modules", "workspaces"}),
    check=check,
    sources=(("Go Modules Reference: go.mod files", "https://go.dev/ref/mod#go-mod-file"),),
)
