"""Cleaning: previews one after the other; bringing back, or deleting, what lies in the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from goworkdoctor.model.plan import Receipt, Refused, Treatment
from goworkdoctor.tui.screens.preview import PreviewScreen
from goworkdoctor.tui.screens.question import QuestionScreen
from goworkdoctor.tui.view.words import plural, size

if TYPE_CHECKING:
    from goworkdoctor.model.clinic import Kept
    from goworkdoctor.model.finding import Finding
    from goworkdoctor.model.report import Report
    from goworkdoctor.tui.app import DoctorApp


def served(report: Report, treatment: Treatment) -> tuple[Finding, ...]:
    """The findings that the treatment would treat together."""
    return tuple(
        finding for finding in report.findings if any(fix.id == treatment.id for fix in finding.fixes)
    )


async def preview_each(app: DoctorApp, treatments: Sequence[Treatment], done: Callable[[str], None]) -> None:
    """A preview of each, the next once one is applied or left; `done` is told which was applied.

    The report is examined again at the end: a preview looks at the disk itself for what is to be moved.
    """
    report = app.report
    if report is None:
        return
    applied: Receipt | None = None
    for treatment in treatments:
        receipt = await app.push_screen_wait(
            PreviewScreen(report.facts, treatment, served(report, treatment))
        )
        if receipt is None:
            continue
        if applied is not None:
            app.treating.tell(applied)
        applied = receipt
        done(treatment.id)
    app.treating.done(applied)


async def restore(app: DoctorApp, kept: Kept) -> None:
    """Move it back to where it was, and look again."""
    await _carry_out(app, partial(app.verbs.caches.restore, kept.id))


async def empty(app: DoctorApp, kept: tuple[Kept, ...]) -> None:
    """Delete these for good, after asking."""
    bytes = sum(one.trashed.bytes for one in kept)
    what = kept[0].id if len(kept) == 1 else plural(len(kept), "treatment")
    answer = await app.push_screen_wait(
        QuestionScreen(
            "Delete from the trash",
            f"{what}: {size(bytes)} of the caches.\nOnce deleted, it cannot be brought back.",
            (("keep", "Keep it"), ("delete", f"Delete {size(bytes)} for good")),
        )
    )
    if answer == "delete":
        await _carry_out(app, lambda: app.verbs.apply(app.verbs.caches.emptying(kept, app.root), False))


async def _carry_out(app: DoctorApp, act: Callable[[], Receipt]) -> None:
    """Act, and say how it went: a refusal with its reason."""
    try:
        receipt = await app.treating.carry_out(act)
    except Refused as reason:
        app.say(f"refused: {reason}", good=False)
    except Exception as error:
        app.say(f"{type(error).__name__}: {error}", good=False)
    else:
        app.treating.done(receipt)
