"""Go programs at work: what may be using the caches right now."""

from __future__ import annotations

from goworkdoctor.model.facts import Facts, Process
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.processes import running

NAMES = frozenset({"go", "gopls", "compile", "link", "asm", "cgo", "vet", "golangci-lint", "dlv"})


def gather(look: Look, facts: Facts) -> tuple[Process, ...]:
    """This user's processes with those names, and their working directories."""
    return tuple(Process(process.pid, process.name, process.cwd) for process in running(NAMES))


PROCESSES = Gatherer("processes", gather, family="GC")
