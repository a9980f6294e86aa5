"""Which modules, and how many of their tests, the commands people run really enter.

`./...` at the root enters the root module and stops at every nested go.mod, with a go.work or without
(golang/go#27957); `work` (Go 1.25) enters every module that the active workspace uses, or the root
module where there is no workspace (golang/go#71294).
"""

from __future__ import annotations

from msgspec import Struct

from goworkdoctor.model.facts import Facts, Tests

NO_MODULE = "pattern ./...: directory prefix . does not contain main module or its selected dependencies"
NOT_LISTED = (
    "pattern ./...: directory prefix . does not contain modules listed in go.work "
    "or their selected dependencies"
)
"""What go says where `./...` is an error at the root, without a workspace and in one."""


class Reach(Struct, frozen=True):
    """Module directories that `./...` and `work` enter at the root; `root_error`: why `./...` fails."""

    root: frozenset[str]
    work: frozenset[str]
    root_error: str = ""


def reach(facts: Facts) -> Reach:
    """What `go test ./...` and `go test work` enter at the root; empty where modules were not examined."""
    dirs = frozenset(module.dir for module in facts.modules or () if module.mod)
    workspace = facts.workspace
    root = frozenset({"."}) & dirs
    if workspace is None:
        return Reach(root, root, "" if root else NO_MODULE)
    used = workspace.used_dirs
    return Reach(root & used, used & dirs, "" if root & used else NOT_LISTED)


def in_workspace(facts: Facts, module_dir: str) -> bool | None:
    """Whether the active workspace uses the module; None where there is no active workspace."""
    return None if facts.workspace is None else module_dir in facts.workspace.used_dirs


def tests_by_module(facts: Facts) -> dict[str, Tests]:
    """Test counts for each module directory, 0 for modules without packages."""
    counts = {module.dir: Tests() for module in facts.modules or ()}
    for package in facts.packages or ():
        counts[package.module] = counts.get(package.module, Tests()) + package.tests
    return counts


def packages_by_module(facts: Facts) -> dict[str, int]:
    """How many packages `go list ./...` prints in each module directory."""
    counts = {module.dir: 0 for module in facts.modules or ()}
    for package in facts.packages or ():
        counts[package.module] = counts.get(package.module, 0) + package.listed
    return counts
