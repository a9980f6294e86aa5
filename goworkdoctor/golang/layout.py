"""Where modules and packages lie, as much as package patterns look at."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from goworkdoctor.golang.pruning import entered


class ModuleRoot(Struct, frozen=True):
    """A module as patterns see it: its path and its `ignore` paths."""

    path: str
    ignores: tuple[str, ...] = ()


class Layout(Struct, frozen=True, dict=True):
    """What lies on disk. Directories are relative to `root`, which is absolute, as in facts.

    `packages` maps each directory with .go files to whether one of them is for this platform;
    `folders` are further directories that exist, needed only for the words of an error.
    """

    root: str
    modules: Mapping[str, ModuleRoot]
    packages: Mapping[str, bool]
    folders: Collection[str] = ()

    @cached_property
    def entered(self) -> Mapping[str, str]:
        """The package directories that `./...` of their module enters, each with its module's directory."""
        return entered(self.packages, {dir: module.ignores for dir, module in self.modules.items()})

    @cached_property
    def dirs(self) -> Mapping[str, str]:
        """Each package's absolute directory, with the relative one."""
        return {self.at(dir): dir for dir in self.packages}

    @cached_property
    def roots(self) -> Mapping[str, ModuleRoot]:
        """The modules by absolute directory."""
        return {self.at(dir): module for dir, module in self.modules.items()}

    @cached_property
    def existing(self) -> frozenset[str]:
        """Every absolute directory known to exist."""
        known = {self.root, *self.dirs, *self.roots, *map(self.at, self.folders)}
        return frozenset(above for dir in known for above in upward(dir))

    def at(self, dir: str) -> str:
        """The absolute form of a directory."""
        return posixpath.normpath(posixpath.join(self.root, dir))

    def module_of(self, path: str) -> str | None:
        """The absolute directory of the nearest go.mod at or above an absolute one."""
        return next((dir for dir in upward(path) if dir in self.roots), None)


def import_path(module_path: str, dir: str) -> str:
    """The import path of a directory given relative to its module."""
    return module_path if dir == "." else f"{module_path}/{dir}"


def upward(path: str) -> Iterator[str]:
    """An absolute directory and all above it."""
    yield path
    while path != "/":
        path = posixpath.dirname(path)
        yield path
