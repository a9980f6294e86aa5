"""What each directive of go.mod and go.work holds, with its 1-based line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Module:
    path: str = ""
    deprecated: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class GoVersion:
    version: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Toolchain:
    name: str = ""
    line: int = 0


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
