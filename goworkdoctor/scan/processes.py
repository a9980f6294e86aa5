"""Go programs at work: what may be using the caches right now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goworkdoctor.golang.cacheusers import SETTING
from goworkdoctor.model.facts import Facts, Process
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.processes import running

NAMES = frozenset({"go", "gopls", "compile", "link", "asm", "cgo", "vet", "golangci-lint", "dlv"})


def gather(look: Look, facts: Facts) -> tuple[Process, ...]:
    """This user's processes with those names, and their working directories."""
    return tuple(Process(one.pid, one.name, one.cwd, tuple(_caches(one.environ))) for one in running(NAMES))


def _caches(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((kind, environ[name]) for kind, name in SETTING.items() if environ.get(name))


PROCESSES = Gatherer("processes", gather, family="GC")
