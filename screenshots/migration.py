"""What the picture of a migration needs: the demo before it had a go.work, and proofs that take no time."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from goworkdoctor.model.migration import Prepared
from goworkdoctor.model.report import Report
from goworkdoctor.tui.migrating import MigrationVerbs, Tell

FAULTS = ("libs/mail-next", "forks/money-next", "services/legacy", "vendor")
"""What would block every step: module paths declared twice, a go.mod that does not parse, a stale vendor."""


def unmigrated(demo: Path) -> None:
    """Take go.work away, and what is to be cured before anything else."""
    (demo / "go.work").unlink()
    for dir in FAULTS:
        shutil.rmtree(demo / dir)


class Timeless(MigrationVerbs):
    """Proofs that say the same however fast the machine is."""

    def prepare(self, report: Report, step: str, build: bool, tell: Tell, cancelled: Event) -> Prepared:
        prepared = super().prepare(report, step, build, tell, cancelled)
        return replace(prepared, proof=replace(prepared.proof, seconds=0.3))
