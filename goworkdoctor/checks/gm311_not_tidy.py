"""A module that `go mod tidy` would change."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.changes import lines, tally
from goworkdoctor.checks.words import count, listed, shell
from goworkdoctor.model.facts import Facts, Tidiness
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity, Unexamined

SHOWN = 12


def check(facts: Facts) -> Iterator[Observation]:
    """Every module that is not tidy; those that could not be tidied offline are told as unknown."""
    for tidiness in facts.tidiness or ():
        if tidiness.changes:
            yield _observation(tidiness)
    unknown = [tidiness for tidiness in facts.tidiness or () if tidiness.why]
    if unknown:
        dirs = listed([tidiness.dir for tidiness in unknown])
        raise Unexamined(
            f"whether {count(len(unknown), 'module')} {'is' if len(unknown) == 1 else 'are'} tidy is unknown "
            f"({dirs}): {unknown[0].why}"
        )


def _observation(tidiness: Tidiness) -> Observation:
    changed = [(change.path, lines(change)) for change in tidiness.changes]
    says = [f"{path} ({tally(each)})" for path, each in changed]
    shown = [Evidence(line, path) for path, each in changed for line in each]
    return Observation(
        tidiness.dir,
        f"`go mod tidy` would change {listed(says)}",
        tidiness.changes[0].path,
        evidence=tuple(shown[:SHOWN]),
        cure="Run `go mod tidy`."
        if tidiness.dir == "."
        else f"Run `go mod tidy` in {shell([tidiness.dir])}.",
    )


RULE = Rule(
    code="GM311",
    title="Module is not tidy",
    severity=Severity.WARNING,
    why=(
        'A go.mod that names too little, too much or too low a version makes builds fail with "updates to '
        "go.mod needed\" as soon as nothing hides it, keeps what is not needed in everybody's module graph, "
        "and the next `go mod tidy` mixes its changes with somebody's work. In a monorepo a raised version "
        "in one module makes those that depend on it untidy too. It is found by running `go mod tidy` on a "
        "copy, offline, with what the module cache holds; what is not there is unknown. --deep asks for it."
    ),
    example=(
        "$ go mod tidy -diff\n"
        "--- current/go.mod\n"
        "+++ tidy/go.mod\n"
        "@@ -4,0 +5 @@\n"
        "+require example.com/low v1.0.0 // indirect"
    ),
    cure="Run `go mod tidy` in each of them, dependencies first.",
    needs=frozenset({"tidiness"}),
    check=check,
    treatments=("tidy-plan",),
    sources=(
        ("Go Modules Reference: go mod tidy", "https://go.dev/ref/mod#go-mod-tidy"),
        ("Go 1.23 release notes: go mod tidy -diff", "https://go.dev/doc/go1.23#go-command"),
    ),
)
