"""How `go clean` is run: on the user's own caches, and away from any checkout."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.golang.cacheusers import SETTING
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.plan import Refused, RunCommand

ENVIRONMENT = (("GOFLAGS", ""), ("GOTOOLCHAIN", "local"), ("GOWORK", "off"))
"""GOENV is left alone, so that a GOCACHE set by `go env -w` is the one that is cleaned."""


def go_clean(
    facts: Facts, flag: str, cannot_undo: str, cache: Cache | None = None, busy: tuple[str, ...] = ()
) -> RunCommand:
    """The step that runs `go clean FLAG`; raises Refused where there is no go or no build cache.

    `cache` is the one that it empties; without one it only writes to the build cache. The guard looks at
    it, and go is told that it is this one.
    """
    if facts.toolchain is None or not facts.toolchain.path:
        raise Refused("no go was found on PATH, and it cleans its own caches: install Go (https://go.dev/dl)")
    if facts.environment and facts.environment.value("GOCACHE") == "off":
        raise Refused("GOCACHE is off: there is no build cache")
    argv = (facts.toolchain.path, "clean", flag)
    kind, dir = (cache.kind, cache.dir) if cache else ("build", _build_cache(facts))
    env = (*ENVIRONMENT, (SETTING[kind], dir))
    frees = cache.bytes if cache else None
    return RunCommand(argv, Path("/"), cannot_undo, frees, busy, env, ((kind, Path(dir)),))


def _build_cache(facts: Facts) -> str:
    if dir := facts.environment.value("GOCACHE") if facts.environment else "":
        return dir
    raise Refused("no build cache is known: neither GOCACHE, XDG_CACHE_HOME nor HOME is set")
