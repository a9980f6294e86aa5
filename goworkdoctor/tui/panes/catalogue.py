"""Every subject of the app: adding a pane is one file and one line here."""

from __future__ import annotations

from goworkdoctor.tui.panes.caches import CACHES
from goworkdoctor.tui.panes.findings import FINDINGS
from goworkdoctor.tui.panes.modules import MODULES
from goworkdoctor.tui.panes.staging import STAGING
from goworkdoctor.tui.panes.subject import Subject
from goworkdoctor.tui.panes.tests import TESTS
from goworkdoctor.tui.panes.workspace import WORKSPACE

SUBJECTS: tuple[Subject, ...] = (MODULES, WORKSPACE, TESTS, STAGING, CACHES, FINDINGS)


def subject(id: str) -> Subject | None:
    """The subject of that id."""
    return next((subject for subject in SUBJECTS if subject.id == id), None)
