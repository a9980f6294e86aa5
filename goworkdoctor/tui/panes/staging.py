"""Staging modules and git submodules: code of other repositories that lives in this one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from goworkdoctor.model.facts import GitSubmodule, StagingModule
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.marks import mark
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.lines import flowed
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import GOOD, MUTED, WARN, place, plain

HELP = """\
# Staging and git submodules
Staging modules are developed here and published elsewhere (`staging/src/**`). Git submodules hold
modules that are only there once they are initialised.
"""


def badge(report: Report) -> str:
    staging, submodules = report.facts.staging or (), report.facts.git_submodules or ()
    return " · ".join(
        part
        for part in (
            f"{number(len(staging))} staging" if staging else "",
            plural(len(submodules), "submodule") if submodules else "",
        )
        if part
    )


def lines(report: Report, width: int) -> list[Content]:
    """Two short paragraphs, each with its empty state."""
    return [*_staging(report, width), *_submodules(report, width)]


def _staging(report: Report, width: int) -> list[Content]:
    staging = report.facts.staging or ()
    if not staging:
        return [plain("No staging modules", MUTED)]
    said = [
        _count("in workspace", [module.in_workspace for module in staging]),
        _count("required", [module.required_by_root for module in staging]),
        _count("replaced", [module.replaced_by_root for module in staging]),
        _count("published", [module.published for module in staging]),
    ]
    if dirty := sum(1 for module in staging if module.dirty):
        said.append(plain(f"± {dirty} changed", WARN))
    return flowed([part for part in said if part.plain], width)


def _count(label: str, values: Sequence[bool | None]) -> Content:
    """`✓ 31 published`, `! 30 of 31 published`; nothing where nobody knows."""
    known = [value for value in values if value is not None]
    if not known:
        return Content("")
    if all(known):
        return Content.assemble(("✓ ", GOOD), f"{len(known)} {label}")
    return Content.assemble(("! ", WARN), f"{sum(known)} of {len(known)} {label}")


def _submodules(report: Report, width: int) -> list[Content]:
    submodules = report.facts.git_submodules or ()
    if not submodules:
        return [plain("No git submodules", MUTED)]
    absent = [submodule for submodule in submodules if not submodule.initialised]
    dirty = [submodule for submodule in submodules if submodule.dirty]
    drawn = [plain(plural(len(submodules), "git submodule"))]
    drawn += [Content.assemble(("! not initialised ", WARN), place(s.path, width - 18)) for s in absent]
    return drawn + [Content.assemble(("± changed ", WARN), place(s.path, width - 10)) for s in dirty]


def headline(report: Report, width: int) -> list[Content]:
    staging, submodules = report.facts.staging or (), report.facts.git_submodules or ()
    absent = sum(not submodule.initialised for submodule in submodules)
    first = plural(len(staging), "staging module") if staging else "no staging modules"
    second = plural(len(submodules), "git submodule") if submodules else "no git submodules"
    return [plain(f"{first} · {second}" + (f", {absent} not initialised" if absent else ""))]


STAGING_COLUMNS = (
    Column[StagingModule]("directory", lambda row, width: place(row.dir, width)),
    Column[StagingModule]("module", lambda row, width: place(row.path, width, MUTED), at_least=100),
    Column[StagingModule]("go.work", lambda row, width: mark(row.in_workspace), 7),
    Column[StagingModule]("required", lambda row, width: mark(row.required_by_root), 8),
    Column[StagingModule]("replaced", lambda row, width: mark(row.replaced_by_root), 8),
    Column[StagingModule]("published", lambda row, width: mark(row.published), 9),
    Column[StagingModule]("±", lambda row, width: plain(str(row.dirty or ""), WARN), 3, right=True),
    Column[StagingModule](
        "last commit", lambda row, width: plain(row.last_commit[:10] or "–", MUTED), 11, at_least=90
    ),
)
SUBMODULE_COLUMNS = (
    Column[GitSubmodule]("path", lambda row, width: place(row.path, width)),
    Column[GitSubmodule]("initialised", lambda row, width: mark(row.initialised), 11),
    Column[GitSubmodule]("commit", lambda row, width: plain(row.commit[:12] or "–", MUTED), 12),
    Column[GitSubmodule](
        "recorded", lambda row, width: plain(row.recorded[:12] or "–", MUTED), 12, at_least=90
    ),
    Column[GitSubmodule]("±", lambda row, width: plain("±" if row.dirty else "", WARN), 2),
    Column[GitSubmodule](
        "modules", lambda row, width: plain(", ".join(row.modules) or "–", MUTED), at_least=90
    ),
)
STAGING_SHEET = Sheet(
    id="staged",
    title="Staging modules",
    columns=STAGING_COLUMNS,
    rows=lambda report: report.facts.staging or (),
    key=lambda row: row.dir,
    needs=("staging",),
    empty=lambda report: "No staging modules: no go.mod under staging/src",
    badge=lambda report: number(len(report.facts.staging or ())),
)
SUBMODULE_SHEET = Sheet(
    id="submodules",
    title="Git submodules",
    columns=SUBMODULE_COLUMNS,
    rows=lambda report: report.facts.git_submodules or (),
    key=lambda row: row.path,
    needs=("git_submodules",),
    empty=lambda report: "No git submodules",
    badge=lambda report: number(len(report.facts.git_submodules or ())),
)
STAGING = Subject(
    "staging",
    "Staging",
    HELP,
    (STAGING_SHEET, SUBMODULE_SHEET),
    ("staging", "git_submodules"),
    badge,
    lines,
    headline,
)
