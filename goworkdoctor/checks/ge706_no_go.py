"""No go command on PATH."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation where go was looked for and not found."""
    if facts.toolchain and not facts.toolchain.path:
        yield Observation("go", "no go command is on PATH: the examination does not need one, treatments do")


RULE = Rule(
    code="GE706",
    title="No go found",
    severity=Severity.INFO,
    why=(
        "The examination reads files and needs no Go. Treatments that edit go.work or go.mod let go do it; "
        "packages are counted for this machine's platform as it is, not as a go command would be set up."
    ),
    example="$ go version\nbash: go: command not found",
    cure="Install Go, or put its bin folder on PATH.",
    needs=frozenset({"toolchain"}),
    check=check,
    sources=(("Download and install Go", "https://go.dev/doc/install"),),
)
