"""Little room left where Go writes."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.words import size
from goworkdoctor.model.facts import Disk, Environment, Facts
from goworkdoctor.model.finding import Observation, Rule, Severity

PLACES = {
    "GOCACHE": "the build cache",
    "GOMODCACHE": "the module cache",
    "GOLANGCI_LINT_CACHE": "golangci-lint's cache",
}


def check(facts: Facts) -> Iterator[Observation]:
    """Every filesystem with less room than the setting `min-free` asks for."""
    for disk in facts.disk or ():
        if disk.free < disk.min_free:
            place = _place(disk, facts.environment or Environment())
            yield Observation(
                place,
                f"{size(disk.free)} of {size(disk.total)} are free on the disk of {place}; builds need more",
                cure="" if place in PLACES.values() else "Free some room: no cache of Go's is on that disk.",
                treatments=None if place in PLACES.values() else (),
            )


def _place(disk: Disk, environment: Environment) -> str:
    """What of Go's lies there, without the directory itself, which names the user."""
    folder = disk.dir.rstrip("/") + "/"
    names = (name for name in PLACES if (environment.value(name) + "/").startswith(folder))
    return next((PLACES[name] for name in names), "the checkout")


RULE = Rule(
    code="GC604",
    title="Disk nearly full at a cache",
    severity=Severity.WARNING,
    why=(
        "The build cache has no upper bound: go drops only what was not used for five days, so it grows to "
        'tens of gigabytes, and then builds and tests stop with "no space left on device". Free room is '
        "held against the setting min-free, 5 GiB unless goworkdoctor.toml says otherwise."
    ),
    example="$ go test ./...\ngo: error writing build cache: write …: no space left on device",
    cure="Free some room; `go clean -cache` empties the build cache, which the next build fills again.",
    needs=frozenset({"disk", "environment"}),
    check=check,
    treatments=(
        "clean-unused-entries",
        "empty-trash",
        "clean-to-budget",
        "clean-lint-cache",
        "clean-vcs",
        "remove-extracted-trees",
        "remove-unused-toolchains",
        "remove-orphan-modules",
        "clean-build-cache",
    ),
    sources=(("golang/go#29561", "https://github.com/golang/go/issues/29561"),),
)
