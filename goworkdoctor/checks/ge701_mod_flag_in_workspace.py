"""GOFLAGS=-mod=mod where there is a workspace."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import quoted
from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation, with where the setting comes from."""
    setting = (facts.environment or Environment()).setting("GOFLAGS")
    if facts.workspace and _mod(setting.value) == "mod":
        exported = setting.source == "environment"
        yield Observation(
            "GOFLAGS",
            f"GOFLAGS={setting.value} is refused in the workspace of {facts.workspace.file}",
            evidence=(Evidence("set in the environment" if exported else "set by `go env -w`"),),
            cure=f"Run `{_removal(setting.value, exported)}`, or set GOWORK=off.",
        )


def _removal(flags: str, exported: bool) -> str:
    """The command that takes -mod out of GOFLAGS and leaves the other flags there."""
    others = " ".join(flag for flag in flags.split() if not _is_mod(flag))
    if not others:
        return "unset GOFLAGS" if exported else "go env -u GOFLAGS"
    return f"{'export' if exported else 'go env -w'} GOFLAGS={quoted(others)}"


def _mod(flags: str) -> str:
    """The value of the last -mod in GOFLAGS, which holds flags with = between spaces."""
    values = [flag.strip("'\"").lstrip("-").removeprefix("mod=") for flag in flags.split() if _is_mod(flag)]
    return values[-1] if values else ""


def _is_mod(flag: str) -> bool:
    return flag.strip("'\"").startswith(("-mod=", "--mod="))


RULE = Rule(
    code="GE701",
    title="GOFLAGS=-mod=mod with a workspace",
    severity=Severity.ERROR,
    why=(
        "In a workspace -mod may be readonly or vendor only. With -mod=mod in GOFLAGS every build, list and "
        "test fails; `go work sync` and `go mod tidy` do not mind, which hides it."
    ),
    example=(
        "$ GOFLAGS=-mod=mod go build ./...\n"
        'go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to "mod"\n'
        "\tRemove the -mod flag to use the default readonly value, \n"
        "\tor set GOWORK=off to disable workspace mode."
    ),
    cure="Take -mod=mod out of GOFLAGS, or set GOWORK=off where it is needed.",
    needs=frozenset({"workspaces", "environment"}),
    check=check,
    stops_go=True,
    sources=(("Go Modules Reference: Build commands", "https://go.dev/ref/mod#build-commands"),),
)
