"""Staging modules and git submodules: code of other repositories that lives in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from goworkdoctor.model.facts import GitSubmodule
from goworkdoctor.model.report import Report
from goworkdoctor.tui.panes.marks import mark, pair, severity_mark
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.staging import StagingRow, staging_rows
from goworkdoctor.tui.view.words import number, plural
from goworkdoctor.tui.widgets.lines import flowed, wrapped
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import BAD, GOOD, MUTED, WARN, place, plain

HELP = """\
# Staging and git submodules
Staging modules are developed here and published elsewhere (`staging/src/**`). Git submodules hold
modules that are only there once they are initialised.

- **in work** go.work uses it where the root does (GS501)
- **served** the root builds from it, not from a copy (GS502)
- **rule** a publishing rule names it (GS503), **deps** with the siblings that it needs (GS504)
- **current** its go line and versions keep up with the root's (GS505)
- **imports** none that a restriction forbids (GS507)

Readiness is what the rules can tell; `m`, the migration, asks go of each module in its last stage.
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


def ready_badge(rows: Sequence[StagingRow]) -> str:
    """`30 without objection · 1 not alone`."""
    counts = [(sum(row.ready is ready for row in rows), words) for ready, words in COUNTED]
    return " · ".join(f"{number(count)} {words}" for count, words in counts if count)


def _check(code: str) -> Callable[[StagingRow, int], Content]:
    """What a rule says of the module: ✓ nothing, its severity, or – where it did not look."""

    def cell(row: StagingRow, width: int) -> Content:
        if (said := row.says(code)) is not None:
            return severity_mark(said)
        return mark(None if code in row.unseen else True)

    return cell


def _published(row: StagingRow, width: int) -> Content:
    return mark(row.module.published)


def _ready(row: StagingRow, width: int) -> Content:
    return Content.styled(*READY[row.ready])


def _why(row: StagingRow) -> str:
    """The worst that speaks against publishing, or what was not looked at."""
    if row.against:
        return row.against[0].message
    return f"not looked at: {', '.join(row.blind)}" if row.blind else ""


def detail(row: StagingRow, report: Report, width: int) -> list[Content]:
    """One module: what it is to the root, and every check with what it says."""
    module = row.module
    parts = [plain(module.path, "bold"), plain(module.dir, MUTED), Content("")]
    facts = (
        ("workspace", module.in_workspace),
        ("required", module.required_by_root),
        ("replaced", module.replaced_by_root),
        ("published", module.published),
    )
    parts += [pair(label, mark(value)) for label, value in facts]
    parts += [pair("changed", plain(str(module.dirty), WARN))] if module.dirty else []
    parts += [pair("last commit", plain(module.last_commit[:10] or "–")), Content("")]
    for label, code in RULES:
        parts.append(Content.assemble(_check(code)(row, width), f" {code} ", (label, MUTED)))
        parts += [plain(f"  {one.message}") for one in row.findings if one.code == code]
    parts += [Content(""), _ready(row, width)]
    parts += [Content.assemble(f"  {one.code} ", plain(one.message)) for one in row.against]
    return [line for part in parts for line in wrapped(part, width)]


COUNTED = ((True, "without objection"), (False, "not alone"), (None, "not known"))
READY = {True: ("✓ no objection", GOOD), False: ("✗ not alone", BAD), None: ("? not known", WARN)}
RULES = (
    ("in work", "GS501"),
    ("served", "GS502"),
    ("rule", "GS503"),
    ("deps", "GS504"),
    ("current", "GS505"),
    ("imports", "GS507"),
)
"""The word of each check: the workspace uses it, the root builds it, a publishing rule names it and its
siblings, its versions keep up with the root's, and it imports nothing that is forbidden."""
STAGING_COLUMNS = (
    Column[StagingRow]("", lambda row, width: severity_mark(row.worst), 1),
    Column[StagingRow]("directory", lambda row, width: place(row.dir, width)),
    Column[StagingRow]("module", lambda row, width: place(row.module.path, width, MUTED), at_least=120),
    *(Column[StagingRow](label, _check(code), len(label)) for label, code in RULES),
    Column[StagingRow]("published", _published, 9, at_least=110),
    Column[StagingRow]("±", lambda row, width: plain(str(row.module.dirty or ""), WARN), 3, right=True),
    Column[StagingRow](
        "last commit",
        lambda row, width: plain(row.module.last_commit[:10] or "–", MUTED),
        11,
        at_least=110,
    ),
)
READY_COLUMNS = (
    Column[StagingRow]("on its own", _ready, 14),
    Column[StagingRow]("directory", lambda row, width: place(row.dir, width)),
    Column[StagingRow]("why", lambda row, width: plain(_why(row), MUTED), share=2),
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
    title="Staging modules and their checks",
    columns=STAGING_COLUMNS,
    rows=staging_rows,
    key=lambda row: row.dir,
    needs=("staging",),
    empty=lambda report: "No staging modules: no go.mod under staging/src",
    badge=lambda report: number(len(report.facts.staging or ())),
    detail=detail,
    opens="modules",
)
READY_SHEET = Sheet(
    id="ready",
    title="Publish readiness",
    columns=READY_COLUMNS,
    rows=staging_rows,
    key=lambda row: row.dir,
    needs=("staging",),
    empty=lambda report: "No staging modules, hence none to publish",
    badge=lambda report: ready_badge(staging_rows(report)),
    detail=detail,
    opens="modules",
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
    (STAGING_SHEET, READY_SHEET, SUBMODULE_SHEET),
    ("staging", "git_submodules"),
    badge,
    lines,
    headline,
)
