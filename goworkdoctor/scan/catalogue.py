"""Every gatherer: adding one is one file, one field of Facts and one line here."""

from __future__ import annotations

from goworkdoctor.scan.build_cache import BUILD_CACHE
from goworkdoctor.scan.build_health import BUILD_HEALTH
from goworkdoctor.scan.cache_places import CACHE_PLACES
from goworkdoctor.scan.caches import CACHES
from goworkdoctor.scan.checkout import CHECKOUT
from goworkdoctor.scan.disk import DISK
from goworkdoctor.scan.environment import ENVIRONMENT
from goworkdoctor.scan.gatherer import Gatherer
from goworkdoctor.scan.git_submodules import GIT_SUBMODULES
from goworkdoctor.scan.module_cache import MODULE_CACHE
from goworkdoctor.scan.module_health import MODULE_HEALTH
from goworkdoctor.scan.modules import MODULES
from goworkdoctor.scan.packages import PACKAGES
from goworkdoctor.scan.processes import PROCESSES
from goworkdoctor.scan.publishing import PUBLISHING
from goworkdoctor.scan.remembered import REMEMBERED
from goworkdoctor.scan.restrictions import RESTRICTIONS
from goworkdoctor.scan.staging import STAGING
from goworkdoctor.scan.sums import SUMS
from goworkdoctor.scan.tags import TAGS
from goworkdoctor.scan.targets import TARGETS
from goworkdoctor.scan.tidiness import TIDINESS
from goworkdoctor.scan.toolchain import TOOLCHAIN
from goworkdoctor.scan.tree import TREE
from goworkdoctor.scan.vendor import VENDOR
from goworkdoctor.scan.work_sync import WORK_SYNC
from goworkdoctor.scan.workspaces import WORKSPACES

GATHERERS: tuple[Gatherer, ...] = (
    TREE,
    REMEMBERED,
    MODULES,
    WORKSPACES,
    PACKAGES,
    CHECKOUT,
    PUBLISHING,
    RESTRICTIONS,
    STAGING,
    TARGETS,
    TAGS,
    VENDOR,
    SUMS,
    TIDINESS,
    WORK_SYNC,
    GIT_SUBMODULES,
    ENVIRONMENT,
    TOOLCHAIN,
    DISK,
    CACHE_PLACES,
    PROCESSES,
    BUILD_CACHE,
    BUILD_HEALTH,
    CACHES,
    MODULE_CACHE,
    MODULE_HEALTH,
)
