"""The head of a Go source file, and the test functions in its body, without a full parse."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Import:
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """What the doctor needs of one .go file, on any platform.

    `constraint` is the `//go:build` expression ("" without one; `+build` lines are converted);
    file-name constraints are not in it. Test functions are those that Go's testing recognises, with
    their right signatures; examples are those with an output comment. `specs` counts Ginkgo's
    It, Entry and Specify. `broken` says why the file has no package clause, or is "".
    """

    package: str
    imports: tuple[Import, ...] = ()
    constraint: str = ""
    tests: int = 0
    benchmarks: int = 0
    fuzzes: int = 0
    examples: int = 0
    specs: int = 0
    broken: str = ""


def read_source(name: str, data: bytes) -> Source:
    """One file's Source. `name` is the file's base name: only `_test.go` files have test functions."""
    raise NotImplementedError
