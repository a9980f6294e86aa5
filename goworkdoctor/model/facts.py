"""Facts: all that an examination found in the world, before anything is judged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from goworkdoctor.golang.sumfile import Vouched
from goworkdoctor.golang.vendored import VendorList
from goworkdoctor.model.buildcache import BuildCache, BuildHealth
from goworkdoctor.model.checkout import (
    Change,
    Checkout,
    GitSubmodule,
    StagingModule,
    Status,
    Tags,
    Tidiness,
    Tree,
    Worktree,
)
from goworkdoctor.model.machine import (
    Cache,
    CachePlace,
    Disk,
    Environment,
    Process,
    Setting,
    Toolchain,
    Trashed,
)
from goworkdoctor.model.module import GoFile, IgnoredBecause, Module, ModuleKind, Package, Remembered, Tests
from goworkdoctor.model.modulecache import ModuleCache, ModuleHealth
from goworkdoctor.model.publishing import PublishingRules, Restrictions
from goworkdoctor.model.workspace import StrayWorkspace, UsedModule, Workspace, Workspaces, WorkSync

__all__ = [
    "Cache",
    "CachePlace",
    "Change",
    "Checkout",
    "Disk",
    "Environment",
    "Facts",
    "GitSubmodule",
    "GoFile",
    "IgnoredBecause",
    "Module",
    "ModuleKind",
    "Package",
    "Process",
    "Remembered",
    "Setting",
    "StagingModule",
    "Status",
    "StrayWorkspace",
    "Tags",
    "Tests",
    "Tidiness",
    "Toolchain",
    "Trashed",
    "Tree",
    "UsedModule",
    "WorkSync",
    "Workspace",
    "Workspaces",
    "Worktree",
]


class Facts(Struct, frozen=True, eq=False):
    """What the gatherers found, a field for each; a gatherer that did not run or failed leaves None.

    Its probe (see `model.report.Probe`) says why, so that "nothing there" and "not looked at" never mix.
    `remembered` is nothing to judge by: it only saves time.
    `targets` holds the directory of every local replace line, and its module, or None without a go.mod.
    """

    root: Path
    tree: Tree | None = None
    modules: tuple[Module, ...] | None = None
    workspaces: Workspaces | None = None
    remembered: Remembered | None = None
    packages: tuple[Package, ...] | None = None
    checkout: Checkout | None = None
    publishing: tuple[PublishingRules, ...] | None = None
    restrictions: Restrictions | None = None
    staging: tuple[StagingModule, ...] | None = None
    git_submodules: tuple[GitSubmodule, ...] | None = None
    toolchain: Toolchain | None = None
    environment: Environment | None = None
    caches: tuple[Cache, ...] | None = None
    build_cache: BuildCache | None = None
    build_health: BuildHealth | None = None
    module_cache: ModuleCache | None = None
    module_health: ModuleHealth | None = None
    cache_places: tuple[CachePlace, ...] | None = None
    disk: tuple[Disk, ...] | None = None
    targets: Mapping[str, Module | None] | None = None
    tags: Tags | None = None
    vendor: VendorList | None = None
    sums: Mapping[str, Vouched] | None = None
    tidiness: tuple[Tidiness, ...] | None = None
    work_sync: WorkSync | None = None
    processes: tuple[Process, ...] | None = None

    @property
    def workspace(self) -> Workspace | None:
        return self.workspaces.active if self.workspaces else None

    @property
    def counted_modules(self) -> tuple[Module, ...]:
        """The modules that count: all but those in vendor, testdata, `_x`, `.x` and git-ignored folders."""
        return tuple(module for module in self.modules or () if not module.ignored)
