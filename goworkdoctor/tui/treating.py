"""Treating: from a finding or the palette to a preview, and from what was done back to the report."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from goworkdoctor.tui.aside import Trial, aside

if TYPE_CHECKING:
    from goworkdoctor.model.finding import Finding
    from goworkdoctor.model.plan import Receipt, Treatment
    from goworkdoctor.tui.app import DoctorApp

T = TypeVar("T")
NOTHING = "No treatment here: choose a finding that has a cure to preview"


class Treating:
    """The app's dealings with treatments; `acting` is set unless one is being applied or undone.

    `trial` is what was tried last, in a scratch copy that has to be tidied up.
    """

    def __init__(self, app: DoctorApp) -> None:
        self.app = app
        self.acting = Event()
        self.acting.set()
        self.trial: Trial | None = None

    def finding(self, finding: Finding, fix: int = 0) -> None:
        """Preview one of a finding's treatments."""
        treatment = self.app.verbs.treatment(finding.fixes[fix].id) if fix < len(finding.fixes) else None
        if treatment is None:
            self.app.notify(NOTHING, severity="warning", markup=False)
        else:
            self.preview(treatment, (finding,))

    def all(self, treatment: Treatment) -> None:
        """Preview a treatment of all the findings that it serves; one that stands alone needs none."""
        findings = self.app.report.findings if self.app.report else ()
        served = tuple(f for f in findings if any(fix.id == treatment.id for fix in f.fixes))
        if treatment.codes and not served and not treatment.alone:
            self.app.say(f"{treatment.title}: no finding needs it here", good=False)
        else:
            self.preview(treatment, served)

    def preview(self, treatment: Treatment, findings: tuple[Finding, ...]) -> None:
        from goworkdoctor.tui.screens.preview import PreviewScreen

        if self.app.report is None:
            self.app.say("nothing is examined yet", good=False)
        else:
            self.app.push_screen(PreviewScreen(self.app.report.facts, treatment, findings), self.done)

    def undo(self, id: str | None = None) -> None:
        """Ask, then take back the plan of that receipt, or what was applied last in this checkout."""
        from goworkdoctor.tui.screens.undo import UndoScreen

        self.app.push_screen(UndoScreen(self.app.root, id), self.done)

    def done(self, receipt: Receipt | None) -> None:
        """Say what was done or undone, leave a finding that was treated, and look again."""
        from goworkdoctor.tui.screens.finding import FindingScreen

        if receipt is None:
            return
        self.tell(receipt)
        if isinstance(self.app.screen, FindingScreen):
            self.app.pop_screen()
        self.app.action_examine()

    def tell(self, receipt: Receipt) -> None:
        """Say what was done or undone."""
        why = f": {receipt.why}" if receipt.why else ""
        hint = " · u undoes it" if receipt.state == "applied" and receipt.undoable else ""
        self.app.say(
            f"{receipt.state}: {receipt.title}{why}{hint}", good=receipt.state in ("applied", "undone")
        )

    async def carry_out(self, act: Callable[[], T]) -> T:
        """Act beside the screen; it is the only thing that leaving the app waits for."""
        self.acting = over = Event()

        def work() -> T:
            try:
                return act()
            finally:
                over.set()

        return await aside(work)
