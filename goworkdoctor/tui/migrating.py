"""The verbs of a migration as the app sees them: the real ones, each imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goworkdoctor.model.facts import Facts
    from goworkdoctor.model.migration import Migration, Preflight, Prepared, Readiness, Taken
    from goworkdoctor.model.plan import Receipt
    from goworkdoctor.model.report import Report
    from goworkdoctor.tui.view.moduletree import Graph

Tell = Callable[[str], None]


class MigrationVerbs:
    """What the migration screen asks of the doctor: goworkdoctor.doctor.migrate tells what each does."""

    def needs(self) -> frozenset[str]:
        from goworkdoctor.doctor.migrate import NEEDS

        return NEEDS

    def graph(self, facts: Facts) -> Graph:
        """For each module the directories of the siblings that it requires or imports."""
        from goworkdoctor.doctor.migration.order import module_graph

        return module_graph(facts)

    def look(self, report: Report, preflight: Preflight | None) -> Migration:
        from goworkdoctor.doctor.migrate import look

        return look(report, preflight)

    def prepare(self, report: Report, step: str, build: bool, tell: Tell, cancelled: Event) -> Prepared:
        from goworkdoctor.doctor.migrate import prepare

        return prepare(report, step, build=build, tell=tell, cancelled=cancelled)

    def carry_out(self, report: Report, prepared: Prepared) -> Taken:
        from goworkdoctor.doctor.migrate import carry_out

        return carry_out(report, prepared)

    def check_publish(self, report: Report, tell: Tell, cancelled: Event) -> tuple[Readiness, ...]:
        from goworkdoctor.doctor.migrate import check_publish

        return check_publish(report, tell, cancelled)

    def publish_checked(self, report: Report) -> None:
        from goworkdoctor.doctor.migrate import publish_checked

        publish_checked(report)

    def resume(self, facts: Facts) -> Taken | None:
        from goworkdoctor.doctor.migrate import resume

        return resume(facts)

    def begin(self, facts: Facts, local: bool, commit: bool) -> None:
        from goworkdoctor.doctor.migrate import begin

        begin(facts, local=local, commit=commit)

    def go_on_here(self, facts: Facts) -> None:
        from goworkdoctor.doctor.migrate import go_on_here

        go_on_here(facts)

    def skip(self, report: Report, what: tuple[str, ...]) -> None:
        from goworkdoctor.doctor.migrate import skip

        skip(report, *what)

    def unskip(self, report: Report, what: tuple[str, ...]) -> None:
        from goworkdoctor.doctor.migrate import unskip

        unskip(report, *what)

    def prefer(self, report: Report, what: tuple[str, ...]) -> None:
        from goworkdoctor.doctor.migrate import prefer

        prefer(report, *what)

    def choose(self, report: Report, choice: str) -> None:
        from goworkdoctor.doctor.migrate import choose

        choose(report, choice)

    def abort(self, root: Path) -> tuple[Receipt | None, tuple[str, ...]]:
        from goworkdoctor.doctor.migrate import abort

        return abort(root)
