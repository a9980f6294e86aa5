"""The command palette: every treatment of the catalogue and every pane, found by its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from goworkdoctor.tui.panes.catalogue import SUBJECTS

if TYPE_CHECKING:
    from goworkdoctor.tui.app import DoctorApp


class DoctorCommands(Provider):
    """Panes to open and treatments to preview; adding either needs no line here."""

    def commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        app = cast("DoctorApp", self.app)
        for treatment in app.verbs.treatments():
            serves = ", ".join(treatment.codes) or "stands on its own"
            help = f"{treatment.applicability} · {serves}"
            yield f"Preview: {treatment.title}", help, partial(app.treating.all, treatment)
        for subject in SUBJECTS:
            yield (
                f"Open: {subject.title}",
                "Show it on the full screen",
                partial(app.open_subject, subject.id),
            )
        yield "Open: Migration", "From nested modules to a workspace, step by step", app.action_migration
        yield "Open: History", "What was applied, and undoing it", app.action_history
        yield "Examine again", "Look at the checkout once more", app.action_examine

    async def discover(self) -> Hits:
        for name, help, command in self.commands():
            yield DiscoveryHit(name, command, help=help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, help, command in self.commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), command, help=help)
