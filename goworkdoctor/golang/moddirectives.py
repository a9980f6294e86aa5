"""What each directive of go.mod and go.work holds, with its 1-based line."""

from __future__ import annotations

from msgspec import Struct


class Module(Struct, frozen=True):
    path: str = ""
    deprecated: str = ""
    line: int = 0


class GoVersion(Struct, frozen=True):
    version: str = ""
    line: int = 0


class Toolchain(Struct, frozen=True):
    name: str = ""
    line: int = 0


class Require(Struct, frozen=True):
    path: str
    version: str
    indirect: bool
    line: int


class Replace(Struct, frozen=True):
    """`old_version` is "" where all versions are replaced, `new_version` where the target is a directory."""

    old_path: str
    old_version: str
    new_path: str
    new_version: str
    line: int

    @property
    def local(self) -> bool:
        return not self.new_version


class Exclude(Struct, frozen=True):
    path: str
    version: str
    line: int


class Retract(Struct, frozen=True):
    low: str
    high: str
    rationale: str
    line: int


class Tool(Struct, frozen=True):
    path: str
    line: int


class Godebug(Struct, frozen=True):
    key: str
    value: str
    line: int


class Ignore(Struct, frozen=True):
    path: str
    line: int


class Use(Struct, frozen=True):
    """`path` as it is written, unquoted: relative to the go.work file, or absolute."""

    path: str
    line: int
