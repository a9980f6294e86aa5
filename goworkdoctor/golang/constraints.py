"""Build constraints: which files belong to the build on a platform (https://pkg.go.dev/cmd/go#hdr-Build_constraints)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """Where go would build: `minor` is N of the toolchain's go1.N (0: unknown, every go1.N tag holds)."""

    goos: str = "linux"
    goarch: str = "amd64"
    cgo: bool = True
    minor: int = 0
    tags: frozenset[str] = frozenset()


def file_name_matches(name: str, platform: Platform) -> bool:
    """Whether `x_linux_arm64_test.go` and the like are for this platform."""
    raise NotImplementedError


def constraint_holds(expression: str, platform: Platform) -> bool:
    """Whether a `//go:build` expression holds; raises ValueError where it does not parse."""
    raise NotImplementedError
