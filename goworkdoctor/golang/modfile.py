"""go.mod and go.work as Go reads them: every directive with its line.

The dataclasses are what the rest of the doctor works with; `parse_mod` and `parse_work` accept what
`go mod edit -json` and `go work edit -json` accept, and refuse what they refuse
(https://go.dev/ref/mod#go-mod-file, https://go.dev/ref/mod#go-work-file).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Require:
    path: str
    version: str
    indirect: bool
    line: int


@dataclass(frozen=True, slots=True)
class Replace:
    """`old_version` is "" where all versions are replaced, `new_version` where the target is a directory."""

    old_path: str
    old_version: str
    new_path: str
    new_version: str
    line: int

    @property
    def local(self) -> bool:
        return not self.new_version


@dataclass(frozen=True, slots=True)
class Exclude:
    path: str
    version: str
    line: int


@dataclass(frozen=True, slots=True)
class Retract:
    low: str
    high: str
    rationale: str
    line: int


@dataclass(frozen=True, slots=True)
class Tool:
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Godebug:
    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Ignore:
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Use:
    """`path` as it is written, unquoted: relative to the go.work file, or absolute."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ModFile:
    """A go.mod that parses. `module` is "" where the module line is missing; a line is 0 for none."""

    module: str = ""
    module_line: int = 0
    deprecated: str = ""
    go: str = ""
    go_line: int = 0
    toolchain: str = ""
    toolchain_line: int = 0
    requires: tuple[Require, ...] = ()
    replaces: tuple[Replace, ...] = ()
    excludes: tuple[Exclude, ...] = ()
    retracts: tuple[Retract, ...] = ()
    tools: tuple[Tool, ...] = ()
    godebugs: tuple[Godebug, ...] = ()
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A go.work that parses. `generated` is the comment that says it is generated, or ""."""

    go: str = ""
    go_line: int = 0
    toolchain: str = ""
    toolchain_line: int = 0
    uses: tuple[Use, ...] = ()
    replaces: tuple[Replace, ...] = ()
    godebugs: tuple[Godebug, ...] = ()
    generated: str = ""


class ModFileError(ValueError):
    """The file is not a go.mod or go.work; `line` is 1-based, 0 where Go names none."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file = file
        self.line = line
        self.message = message


def parse_mod(data: bytes, file: str = "go.mod") -> ModFile:
    """A go.mod's directives; raises ModFileError with Go's own words where Go would refuse it."""
    raise NotImplementedError


def parse_work(data: bytes, file: str = "go.work") -> WorkFile:
    """A go.work's directives; raises ModFileError with Go's own words where Go would refuse it."""
    raise NotImplementedError
