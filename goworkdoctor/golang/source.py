"""What the doctor knows of one Go source file. `golang.sourcefile` reads it."""

from __future__ import annotations

from msgspec import Struct


class Import(Struct, frozen=True, array_like=True, gc=False):
    """`name` is what the file calls the import: an alias, `.`, `_`, or "" for the package's own name."""

    path: str
    line: int
    name: str = ""


class Source(Struct, frozen=True, array_like=True, gc=False):
    """What the doctor needs of one .go file, on any platform.

    `constraint` is the `//go:build` expression ("" without one; `+build` lines are converted);
    file-name constraints are not in it. Test functions are those that Go's testing recognises, with
    their right signatures; examples are those with an output comment. `specs` counts Ginkgo's
    It, Entry and Specify. `broken` says why Go refuses the file's head, or is "": without a
    package clause, `package` is "" too.
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


def is_test(name: str) -> bool:
    return name.endswith("_test.go")
