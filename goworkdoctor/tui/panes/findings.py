"""Findings: what the rules say, worst first, and what cures it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from goworkdoctor.model.finding import Applicability, Confidence, Evidence, Finding, Rule, Severity
from goworkdoctor.model.report import ProbeStatus, Report
from goworkdoctor.tui.panes.marks import WORDS, severity_word
from goworkdoctor.tui.panes.subject import Sheet, Subject
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.table import Column
from goworkdoctor.tui.widgets.text import GOOD, LOUD, MUTED, WARN, place, plain

HELP = """\
# Findings
What the doctor sees, worst first. `enter` opens why, the evidence and the cures; `p` previews a cure:
nothing changes before you apply it.

**✗ error**: go fails, or tests or data are lost · **! warning**: something is left out, or will break
others · **i note**: worth knowing.
"""
NEEDS = ("modules",)


def badge(report: Report) -> str:
    """`1 error · 2 warnings · 4 notes`, or that there is nothing."""
    said = [
        plural(report.count(severity), WORDS[severity]) for severity in Severity if report.count(severity)
    ]
    quiet = sum(probe.status is not ProbeStatus.OK for probe in report.probes if probe.name[-3:].isdigit())
    skipped = [f"{plural(quiet, 'check')} skipped"] if quiet and report.finished else []
    return " · ".join((said or (["none"] if report.finished else [])) + skipped)


def nothing(report: Report) -> str:
    """What an empty list says: healthy only when every check could look."""
    if not report.finished:
        return "nothing found so far"
    skipped = [probe for probe in report.probes if probe.status is not ProbeStatus.OK]
    if skipped:
        unseen = f"{skipped[0].name}, {skipped[0].why}"
        return f"nothing found, but {plural(len(skipped), 'probe')} could not look: {unseen}"
    return "✓ nothing found: every check looked and is content"


def where(finding: Finding) -> str:
    """`path:line`, as far as there is one."""
    return f"{finding.path}:{finding.line}" if finding.path and finding.line else finding.path or ""


def remedy(finding: Finding) -> Content:
    """What the last column says: the first treatment, or that it is done by hand."""
    if finding.fixes:
        return plain(finding.fixes[0].title, GOOD)
    return plain("by hand" if finding.cure else "–", MUTED)


COLUMNS = (
    Column[Finding]("severity", lambda row, width: severity_word(row.severity), 9),
    Column[Finding]("code", lambda row, width: plain(row.code, "bold"), 5),
    Column[Finding]("where", lambda row, width: place(where(row), width, MUTED), 24, at_least=140),
    Column[Finding]("finding", lambda row, width: plain(row.message), share=3),
    Column[Finding]("cure", lambda row, width: remedy(row), at_least=100),
)


def detail(finding: Finding, report: Report, width: int) -> list[Content]:
    """A finding without its rule's reasons: those are on its own screen."""
    drawn = [line for part in head_parts(finding) for line in wrapped(part, width)] + evidence(
        finding, width, 6
    )
    if finding.fixes:
        drawn += [Content(""), plain("Cures", "bold")]
        for fix in finding.fixes:
            drawn += wrapped(Content.assemble(("p ", f"bold {LOUD}"), plain(fix.title)), width)
    elif finding.cure:
        drawn += _chapter("What to do", finding.cure, width)
    return drawn


def head_parts(finding: Finding) -> Iterator[Content]:
    """Severity, message, and where."""
    yield Content.assemble(
        severity_word(finding.severity), f"  {finding.code}  ", plain(finding.title, MUTED)
    )
    yield plain(finding.message, "bold")
    if finding.path:
        yield plain(where(finding), LOUD)
    if finding.confidence is not Confidence.CERTAIN:
        yield plain(f"confidence: {finding.confidence}", MUTED)


def evidence(finding: Finding, width: int, most: int = 1000) -> list[Content]:
    """What was seen, each with its place."""
    seen = finding.evidence
    drawn = [Content(""), plain("Evidence", "bold")] if seen else []
    for item in seen[:most]:
        drawn += wrapped(Content.assemble(_place(item), plain(item.text)), width)
    return drawn + ([plain(f"and {len(seen) - most} more", MUTED)] if len(seen) > most else [])


def _place(item: Evidence) -> Content:
    if not item.path:
        return Content.styled("· ", MUTED)
    return plain(f"{item.path}:{item.line}  " if item.line else f"{item.path}  ", LOUD)


def explained(finding: Finding, rule: Rule | None, width: int) -> list[Content]:
    """Why, the evidence, the cure by hand, and the documents behind the rule."""
    drawn = [line for part in head_parts(finding) for line in wrapped(part, width)]
    if rule:
        drawn += _chapter("Why it matters", rule.why, width)
    drawn += evidence(finding, width)
    if finding.cure:
        drawn += _chapter("What to do", finding.cure, width)
    if rule and rule.sources:
        drawn += [Content(""), plain("Read more", "bold")]
        drawn += [_source(label, url) for label, url in rule.sources]
    return drawn


def _chapter(title: str, text: str, width: int) -> list[Content]:
    paragraphs = [line for part in text.splitlines() for line in wrapped(plain(part), width)]
    return [Content(""), plain(title, "bold"), *paragraphs]


def _source(label: str, url: str) -> Content:
    return Content.assemble(plain(label), "  ", plain(url, f"underline {LOUD}"))


APPLICABILITY = {
    Applicability.SAFE: ("✓ safe", GOOD),
    Applicability.REVIEW: ("! review first", WARN),
    Applicability.DESTRUCTIVE: ("! cannot be undone", WARN),
}

SHEET = Sheet(
    id="findings",
    title="Findings",
    columns=COLUMNS,
    rows=lambda report: report.findings,
    key=lambda finding: finding.fingerprint,
    needs=NEEDS,
    empty=nothing,
    badge=badge,
    detail=detail,
    opens="finding",
)
FINDINGS = Subject("findings", "Findings", HELP, (SHEET,), NEEDS, badge)
