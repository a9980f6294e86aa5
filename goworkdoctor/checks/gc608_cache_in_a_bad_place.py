"""A cache on a network or memory filesystem, that cannot be written, or inside the checkout."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import CachePlace, Environment, Facts
from goworkdoctor.model.finding import Confidence, Evidence, Observation, Rule, Severity

SETTINGS = {"build": "GOCACHE", "module": "GOMODCACHE", "lint": "GOLANGCI_LINT_CACHE"}
NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
    "virtiofs",
    "vboxsf",
)
MEMORY = ("tmpfs", "ramfs")


def check(facts: Facts) -> Iterator[Observation]:
    """At most one observation a cache, the worst that is to be said of its place."""
    environment = facts.environment or Environment()
    for place in facts.cache_places or ():
        if said := _said(place):
            message, severity, confidence = said
            setting = environment.setting(SETTINGS[place.kind])
            yield Observation(
                SETTINGS[place.kind],
                message,
                severity=severity,
                confidence=confidence,
                evidence=(Evidence(f"{SETTINGS[place.kind]} comes from: {setting.source}"),),
            )


def _said(place: CachePlace) -> tuple[str, Severity, Confidence] | None:
    name = {"lint": "golangci-lint's"}.get(place.kind, f"the {place.kind}") + " cache"
    if not place.writable:
        return f"{name} cannot be written by this user", Severity.WARNING, Confidence.CERTAIN
    if place.filesystem.startswith(NETWORK):
        said = f"{name} is on a network filesystem ({place.filesystem})"
        return said, Severity.WARNING, Confidence.LIKELY
    if place.inside:
        return f"{name} is inside the checkout, at {place.inside}", Severity.INFO, Confidence.CERTAIN
    if place.filesystem in MEMORY:
        said = f"{name} is on {place.filesystem}: it takes memory, and is gone after a restart"
        return said, Severity.INFO, Confidence.CERTAIN
    return None


RULE = Rule(
    code="GC608",
    title="Cache in a bad place",
    severity=Severity.INFO,
    why=(
        "Go looks a cache's files up one by one and locks some of them: on a network filesystem that is "
        "slow, and locks may not hold between machines. A cache that cannot be written stops builds. One "
        "inside the checkout is walked by every tool that walks the checkout, `./...` included where a "
        "module in the module cache has no go.mod; one on tmpfs takes memory and starts empty."
    ),
    example=(
        "$ go build ./...\n"
        "failed to initialize build cache at /mnt/cache: mkdir /mnt/cache/00: permission denied"
    ),
    cure="Point it elsewhere: `go env -w GOCACHE=/a/local/disk/go-build` (GOLANGCI_LINT_CACHE by export).",
    needs=frozenset({"cache_places", "environment"}),
    check=check,
    sources=(
        ("go help cache", "https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching"),
        ("Go Modules Reference: Module cache", "https://go.dev/ref/mod#module-cache"),
    ),
)
