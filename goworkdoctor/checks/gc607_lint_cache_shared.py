"""Several git worktrees share one cache of golangci-lint."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Cache, Checkout, Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity

CONFIGS = frozenset(f".golangci.{ending}" for ending in ("yml", "yaml", "toml", "json"))


def check(facts: Facts) -> Iterator[Observation]:
    """One observation where there are other worktrees, and golangci-lint's cache is not in this one."""
    others = [tree.dir for tree in (facts.checkout or Checkout()).worktrees if tree.dir != "."]
    cache = next((cache for cache in facts.caches or () if cache.kind == "lint"), None)
    if not others or cache is None or not _used(facts, cache) or _own(facts, cache):
        return
    yield Observation(
        "GOLANGCI_LINT_CACHE",
        f"golangci-lint keeps one cache for this worktree and {listed(others)}: "
        "findings of one may show in another",
        evidence=tuple(Evidence(f"worktree {dir}") for dir in others),
    )


def _used(facts: Facts, cache: Cache) -> bool:
    files = facts.tree.files if facts.tree else frozenset()
    return (cache.exists and cache.files > 0) or any(posixpath.basename(file) in CONFIGS for file in files)


def _own(facts: Facts, cache: Cache) -> bool:
    """Whether the cache is this worktree's own: inside it."""
    return posixpath.join(cache.dir, "").startswith(posixpath.join(str(facts.root), ""))


RULE = Rule(
    code="GC607",
    title="One golangci-lint cache for several worktrees",
    severity=Severity.INFO,
    why=(
        "golangci-lint keeps its results for a whole user, each with the absolute path of the file it was "
        "found in. Releases from 2.12.0 on look them up by the content of a package alone, until that was "
        "taken back: in another worktree with the same files they show with the first one's paths, and "
        "where that worktree is gone, //nolint comments cannot be read and what they silence comes back."
    ),
    example=(
        "$ golangci-lint run\n../other-worktree/pkg/a.go:71:2: use of `fmt.Printf` forbidden (forbidigo)"
    ),
    cure=(
        "Give each worktree a cache of its own: `export GOLANGCI_LINT_CACHE=$PWD/.cache/golangci-lint`, with "
        ".cache/ in .gitignore, in the Makefile or .envrc; once, empty the shared one."
    ),
    needs=frozenset({"checkout", "caches", "tree"}),
    check=check,
    treatments=("clean-lint-cache",),
    sources=(
        ("golangci/golangci-lint#6656", "https://github.com/golangci/golangci-lint/issues/6656"),
        ("golangci/golangci-lint#6697", "https://github.com/golangci/golangci-lint/pull/6697"),
    ),
)
