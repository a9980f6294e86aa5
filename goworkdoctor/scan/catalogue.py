"""Every gatherer: adding one is one file, one field of Facts and one line here."""

from __future__ import annotations

from goworkdoctor.scan.caches import CACHES
from goworkdoctor.scan.disk import DISK
from goworkdoctor.scan.environment import ENVIRONMENT
from goworkdoctor.scan.gatherer import Gatherer
from goworkdoctor.scan.processes import PROCESSES
from goworkdoctor.scan.toolchain import TOOLCHAIN

GATHERERS: tuple[Gatherer, ...] = (
    ENVIRONMENT,
    TOOLCHAIN,
    DISK,
    PROCESSES,
    CACHES,
)
