"""What packages import, file by file, and the imports that some rule of the repository does not allow."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from msgspec import Struct

from goworkdoctor.model.facts import Facts, GoFile, Package


class Violation(Struct, frozen=True):
    """An import of `what` in a package, and the file and line of the rule that does not let it be."""

    package: Package
    file: str
    line: int
    what: str
    rules: str
    rules_line: int
    why: str


class Importer(Struct, frozen=True, eq=False):
    """A package, and all that its files import which are built here, tests included."""

    package: Package

    @property
    def paths(self) -> frozenset[str]:
        return self.package.imports

    @property
    def name(self) -> str:
        """Its import path."""
        return self.package.import_path

    @property
    def files(self) -> tuple[GoFile, ...]:
        """Those that are built here."""
        return tuple(file for file in self.package.files if file.built)

    def without_tests(self) -> frozenset[str]:
        """What the package itself imports."""
        files = (file for file in self.files if not file.is_test)
        return frozenset(each.path for file in files for each in file.source.imports) - {"C"}


def import_place(package: Package, path: str, files: Iterable[GoFile] | None = None) -> tuple[str, int]:
    """The file and line of the first import of that path, in all files that are built here or in some."""
    for file in package.files if files is None else files:
        for each in file.source.imports if file.built else ():
            if each.path == path:
                return posixpath.normpath(posixpath.join(package.dir, file.name)), each.line
    raise LookupError(f"{package.import_path} does not import {path}")


def importers(facts: Facts) -> list[Importer]:
    """The packages of the workspace's modules, which Kubernetes has checked; all without a workspace."""
    used = facts.workspace.used_dirs if facts.workspace else None
    return [Importer(one) for one in facts.packages or () if used is None or one.module in used]
