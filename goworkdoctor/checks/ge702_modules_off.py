"""GO111MODULE=off."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation, with where the setting comes from."""
    setting = (facts.environment or Environment()).setting("GO111MODULE")
    if setting.value == "off":
        exported = setting.source == "environment"
        yield Observation(
            "GO111MODULE",
            "GO111MODULE=off: go reads no go.mod and no go.work",
            evidence=(Evidence("set in the environment" if exported else "set by `go env -w`"),),
            cure=f"Run `{'unset GO111MODULE' if exported else 'go env -u GO111MODULE'}`.",
        )


RULE = Rule(
    code="GE702",
    title="GO111MODULE=off",
    severity=Severity.ERROR,
    why=(
        "With GO111MODULE=off go works as before modules: imports are looked for in GOROOT and GOPATH only, "
        "`go mod` and `go list -m` refuse to run, and the pattern `work` means the standard library, so that "
        "`go test work` tests all of it."
    ),
    example=("$ GO111MODULE=off go list -m\ngo: list -m cannot be used with GO111MODULE=off"),
    cure="Unset GO111MODULE.",
    needs=frozenset({"environment"}),
    check=check,
    sources=(("Go Modules Reference: Module-aware commands", "https://go.dev/ref/mod#mod-commands"),),
)
