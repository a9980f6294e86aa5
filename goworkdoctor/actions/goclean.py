"""How `go clean` is run: on the user's own caches, and away from any checkout."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.plan import Refused, RunCommand

ENVIRONMENT = (("GOFLAGS", ""), ("GOTOOLCHAIN", "local"), ("GOWORK", "off"))
"""GOENV is left alone, so that a GOCACHE set by `go env -w` is the one that is cleaned."""


def go_clean(
    facts: Facts, flag: str, cannot_undo: str, frees: int | None = None, busy: tuple[str, ...] = ()
) -> RunCommand:
    """The step that runs `go clean FLAG`; raises Refused where there is no go or no build cache."""
    if facts.toolchain is None or not facts.toolchain.path:
        raise Refused("no go was found on PATH, and it cleans its own caches: install Go (https://go.dev/dl)")
    if facts.environment and facts.environment.value("GOCACHE") == "off":
        raise Refused("GOCACHE is off: there is no build cache")
    argv = (facts.toolchain.path, "clean", flag)
    return RunCommand(argv, Path("/"), cannot_undo, frees, busy, ENVIRONMENT)
