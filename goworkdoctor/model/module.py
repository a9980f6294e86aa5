"""Modules and their packages, as the checkout has them.

Directories are relative to the root, with `/`: `.` or `a/b`; what lies outside starts with `../`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr

from goworkdoctor.golang.modfile import ModFile, ModFileError
from goworkdoctor.golang.source import Source


class ModuleKind(StrEnum):
    ROOT = "root"
    NESTED = "nested"
    STAGING = "staging"
    IGNORED = "ignored"
    SUBMODULE = "submodule"


class IgnoredBecause(StrEnum):
    """Why a module counts in no sum; its name is what the report says."""

    VENDOR = "vendor"
    TESTDATA = "testdata"
    UNDERSCORE = "underscore"
    DOT = "dot"
    GITIGNORED = "gitignored"


class Tests(Struct, frozen=True, array_like=True, gc=False):
    """Test functions by kind; `tag_gated` are those whose file's constraints do not hold here."""

    test: int = 0
    benchmark: int = 0
    fuzz: int = 0
    example: int = 0
    tag_gated: int = 0
    specs: int = 0

    @property
    def total(self) -> int:
        """What `go test -list .` would print: tag-gated functions and Ginkgo specs are not in it."""
        return self.test + self.benchmark + self.fuzz + self.example

    def __add__(self, other: Tests) -> Tests:
        return Tests(
            self.test + other.test,
            self.benchmark + other.benchmark,
            self.fuzz + other.fuzz,
            self.example + other.example,
            self.tag_gated + other.tag_gated,
            self.specs + other.specs,
        )


class Module(Struct, frozen=True):
    """A go.mod and its directory. `mod` is None where it does not parse: then `error` says why."""

    dir: str
    kind: ModuleKind = ModuleKind.NESTED
    mod: ModFile | None = None
    error: ModFileError | None = None
    ignored_because: IgnoredBecause | None = None
    tracked: bool = True

    @property
    def path(self) -> str:
        return self.mod.module if self.mod else ""

    @property
    def go(self) -> str:
        return self.mod.go if self.mod else ""

    @property
    def file(self) -> str:
        return "go.mod" if self.dir == "." else f"{self.dir}/go.mod"

    @property
    def ignored(self) -> bool:
        return self.ignored_because is not None

    @property
    def name(self) -> str:
        """What a person calls it: its path, or its directory where it has none."""
        return self.path or self.dir


class GoFile(Struct, frozen=True, array_like=True, gc=False):
    """One .go file of a package; `built` is whether its constraints hold on this platform."""

    name: str
    source: Source
    built: bool

    @property
    def is_test(self) -> bool:
        return self.name.endswith("_test.go")


class Package(Struct, frozen=True, array_like=True):
    """A directory that `go list ./...` of its module prints; `listed`: some file is for this platform.

    `imports` are the paths that its files import which are built here, tests included; "C" is no package.
    """

    dir: str
    module: str
    import_path: str
    files: tuple[GoFile, ...] = ()
    tests: Tests = Tests()
    listed: bool = True
    imports: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.files and not self.imports:
            built = (file.source.imports for file in self.files if file.built)
            force_setattr(self, "imports", frozenset(one.path for each in built for one in each) - {"C"})


class Remembered(Struct, frozen=True):
    """The packages of an earlier examination, by keys of the contents that they were made of, in their order.

    `whole` is the key of all contents of that checkout together, b"" where it does not stand for them.
    """

    whole: bytes = b""
    packages: Mapping[bytes, Package] = {}
