"""A folder examined as far as its packages, for the tests of what is found there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.model.facts import Facts, Toolchain
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.modules import MODULES
from goworkdoctor.scan.packages import PACKAGES
from goworkdoctor.scan.tree import TREE
from goworkdoctor.scan.workspaces import WORKSPACES

LINUX = {"GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}
"""What to give real go, so that it builds for the platform of `examined`."""


def look_at(root: Path, **more: Any) -> Look:
    """A look at a folder; `environ` adds to the test's own environment."""
    environ = dict(os.environ) | more.pop("environ", {})
    return Look(root.resolve(), environ=environ, **more)


def examined(root: Path, *gatherers: Gatherer, platform: Platform | None = None, **more: Any) -> Facts:
    """The facts after these gatherers, by default all that packages need."""
    look = look_at(root, **more)
    facts = Facts(look.root, toolchain=Toolchain(platform=platform or Platform()))
    for gatherer in gatherers or (TREE, MODULES, WORKSPACES, PACKAGES):
        facts = replace(facts, **{gatherer.name: gatherer.gather(look, facts)})
    return facts


def packages(facts: Facts, module: str = ".") -> list[str]:
    """The import paths of a module's listed packages."""
    return [each.import_path for each in facts.packages or () if each.module == module and each.listed]
