"""Verify packages: go compiles them again, and holds what comes out against what the build cache says.

That finds what no look at the bytes can find: an index entry that leads to a sound output, but not its own.
"""

from __future__ import annotations

import posixpath
import shlex
from pathlib import Path

from goworkdoctor.golang.buildcache import VERIFYING
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.graph import upward
from goworkdoctor.model.module import ModuleKind
from goworkdoctor.model.plan import Choice, Draft, Refused, RunCommand, Treatment, Undecided

MOST = 20
"""Modules that are offered; any other pattern can be written."""
STAYS = "what go writes to the build cache, and perhaps to go.work.sum, stays"
NOTES = (
    "these packages and all that they import, the standard library too, are compiled as if nothing were "
    "cached: that may take long",
    "go writes the build cache: an output with wrong bytes it puts right without a word",
    "where an index entry leads to the output of something else, go names it and stops; that entry is then "
    "moved to the trash of the cache, and go begins again",
    "go runs with your own settings: it may download what is missing, and in a workspace add to go.work.sum",
)


def offers(facts: Facts) -> tuple[Choice, ...]:
    """The packages of each module, the root's first; any pattern of go's will do."""
    modules = [module for module in facts.modules or () if module.kind is not ModuleKind.IGNORED]
    modules.sort(key=lambda module: module.dir)
    return tuple(
        Choice(_all_of(module.dir), f"all packages of {module.path or module.dir}") for module in modules
    )[:MOST]


def _all_of(dir: str) -> str:
    return "./..." if dir == "." else f"./{dir}/..."


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One `go build` for each module that the patterns lie in; facts E of the build cache."""
    patterns = _patterns(choice)
    cache = _cache(facts)
    by_module: dict[str, list[str]] = {}
    for pattern in patterns:
        dir = _module(facts, pattern)
        by_module.setdefault(dir, []).append(_seen_from(dir, pattern))
    return Draft(
        title=f"verify what the build cache {cache} holds of {shlex.join(patterns)}",
        steps=tuple(_verifying(facts, cache, dir, chosen) for dir, chosen in by_module.items()),
        notes=NOTES,
    )


def _patterns(choice: str | None) -> list[str]:
    try:
        patterns = shlex.split(choice or "")
    except ValueError as error:
        raise Undecided(f"{choice!r} cannot be read: {error}") from None
    if not patterns:
        raise Undecided("name the packages to verify, like ./pkg/...")
    if flag := next((one for one in patterns if one.startswith("-")), ""):
        raise Undecided(f"{flag} is no package: name packages, like ./pkg/...")
    return patterns


def _cache(facts: Facts) -> str:
    environment = facts.environment
    cache = environment.value("GOCACHE") if environment else ""
    if environment and environment.value("GOCACHEPROG"):
        raise Refused("GOCACHEPROG keeps what go builds, so that nothing here can be verified")
    if cache in ("", "off"):
        raise Refused("GOCACHE is off: there is no build cache")
    return cache


def _module(facts: Facts, pattern: str) -> str:
    """The folder to run go in: the module that a relative pattern begins in, the checkout's for any other."""
    dirs = {module.dir for module in facts.modules or ()}
    if pattern.split("/")[0] != ".":
        return "."
    return next((dir for dir in upward(posixpath.normpath(pattern.split("...")[0])) if dir in dirs), ".")


def _seen_from(dir: str, pattern: str) -> str:
    return pattern if dir == "." else f"./{posixpath.relpath(pattern, dir)}"


def _verifying(facts: Facts, cache: str, dir: str, patterns: list[str]) -> RunCommand:
    if facts.toolchain is None or not facts.toolchain.path:
        raise Refused("no go was found on PATH, and only go can verify: install Go (https://go.dev/dl)")
    own = facts.environment.value("GODEBUG") if facts.environment else ""
    return RunCommand(
        # Without -o a single command would be written to the folder.
        (facts.toolchain.path, "build", "-o", "/dev/null", *patterns),
        facts.root / dir,
        STAYS,
        env=(("GODEBUG", ",".join(filter(None, [own, VERIFYING]))), ("GOCACHE", cache)),
        caches=(("build", Path(cache)),),
    )


VERIFY_PACKAGES = Treatment(
    id="verify-packages",
    title="Verify the build cache by compiling packages again",
    applicability=Applicability.REVIEW,
    draft=draft,
    needs=frozenset({"toolchain", "environment", "modules"}),
    offers=offers,
)
