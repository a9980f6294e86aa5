"""The report as text, for a terminal and a CI log: what was examined, what was found, what was not seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from goworkdoctor.model.finding import Confidence, Evidence, Finding, Severity
from goworkdoctor.model.report import LEFT_FOR_DEEP, Probe, ProbeStatus, Report
from goworkdoctor.report import clinic, subjects
from goworkdoctor.report.escape import visible
from goworkdoctor.report.page import WORDS, Page, plural

MOST_EVIDENCE = 8
INDENT = "    "
_RULE_CODE = re.compile(r"[A-Z]{2}\d{3}")
_AND_MORE = re.compile(r"and ([\d,]+) more\b")


def render(report: Report, page: Page | None = None) -> str:
    """The whole report."""
    page = page or Page()
    lines = [page.heading(visible(subjects.where(report.facts))), ""]
    for subject, text in subjects.lines(report.facts):
        lines += _subject(page, subject, text)
    if report.stopping:
        be = "is" if len(report.stopping) == 1 else "are"
        text = f"go builds and tests nothing in this workspace before {', '.join(report.stopping)} {be} cured"
        lines += _subject(page, "Go stops", text)
    for finding in report.findings:
        lines += ["", *_finding(page, finding)]
    lines += clinic.section(report, page)
    if unseen := list(_unseen(report.probes)):
        lines += ["", page.heading("Not examined")]
        for text in unseen:
            lines += page.wrap(text, "  ", INDENT)
    return page.finish([*lines, "", verdict(report, page)])


def _subject(page: Page, subject: str, text: str) -> list[str]:
    indent = f"{subject:<11} "
    lines = page.wrap(text, indent, " " * len(indent))
    return [page.paint(subject, "bold") + lines[0][len(subject) :], *lines[1:]]


def _finding(page: Page, finding: Finding) -> Iterator[str]:
    guess = "" if finding.confidence is Confidence.CERTAIN else f"({finding.confidence.value})"
    head = f"{page.severity(finding.severity)} {page.heading(finding.code)}"
    yield "  ".join(part for part in (head, _place(finding.path, finding.line), guess) if part)
    yield from page.wrap(finding.message, INDENT)
    yield from _evidence(page, finding.evidence)
    for label, text in _ways_out(finding):
        indent = f"{INDENT}{label}: "
        lines = page.wrap(text, indent, " " * len(indent))
        yield INDENT + page.paint(f"{label}:", "green") + lines[0][len(indent) - 1 :]
        yield from lines[1:]


def _evidence(page: Page, evidence: tuple[Evidence, ...]) -> Iterator[str]:
    for item in evidence[:MOST_EVIDENCE]:
        place = _place(item.path, item.line)
        yield from page.wrap(f"{place}: {item.text}" if place else item.text, INDENT + "  ", INDENT * 2)
    if len(evidence) > MOST_EVIDENCE:
        yield page.paint(f"{INDENT}  … and {_unshown(evidence):,} more", "dim")


def _unshown(evidence: tuple[Evidence, ...]) -> int:
    """How many are not shown; a check that names only some of many says last how many it left out."""
    left_out = _AND_MORE.match(evidence[-1].text)
    return len(evidence) - MOST_EVIDENCE + (int(left_out[1].replace(",", "")) - 1 if left_out else 0)


def _ways_out(finding: Finding) -> Iterator[tuple[str, str]]:
    """The command that cures it, or else what to do by hand."""
    commands = dict.fromkeys(fix.command for fix in finding.fixes)
    if commands:
        yield "cure", " or ".join(f"`{command}`" for command in commands)
    elif finding.cure:
        yield "by hand", finding.cure


def _place(path: str | None, line: int | None) -> str:
    return "" if path is None else visible(path) + (f":{line}" if line else "")


def _unseen(probes: tuple[Probe, ...]) -> Iterator[str]:
    """What could not be looked at and why; what is silent for the same reason shares a line."""
    missed = [probe for probe in probes if probe.status is not ProbeStatus.OK]
    rules = [probe for probe in missed if _RULE_CODE.fullmatch(probe.name)]
    gatherers = [probe for probe in missed if probe not in rules]
    for why, alike in _by_reason(gatherers):
        behind = [rule for rule in rules if rule.why.startswith(tuple(f"{one.name}:" for one in alike))]
        rules = [rule for rule in rules if rule not in behind]
        if behind and why == LEFT_FOR_DEEP:
            yield f"{_names(behind)}: {why}"
        else:
            unasked = f" (so not asked: {_names(behind)})" if behind else ""
            yield f"{_names(alike)}: {why}{unasked}"
    for why, alike in _by_reason(rules):
        yield f"{_names(alike)}: {why}"


def _by_reason(probes: Iterable[Probe]) -> Iterable[tuple[str, list[Probe]]]:
    alike: dict[str, list[Probe]] = {}
    for probe in probes:
        alike.setdefault(_how(probe) + probe.why, []).append(probe)
    return alike.items()


def _names(probes: Iterable[Probe]) -> str:
    return ", ".join(probe.name for probe in probes)


def _unasked(probe: Probe) -> bool:
    return probe.status is not ProbeStatus.OK and bool(_RULE_CODE.fullmatch(probe.name))


def _how(probe: Probe) -> str:
    return "failed: " if probe.status is ProbeStatus.FAILED else ""


def verdict(report: Report, page: Page) -> str:
    """`✗ 3 errors, 2 warnings, 1 note`, or that there is nothing to say."""
    counts = {severity: report.count(severity) for severity in Severity}
    worst = next((severity for severity in Severity if counts[severity]), None)
    examined = f"examined in {report.seconds:.1f} s"
    if unasked := sum(_unasked(probe) for probe in report.probes):
        examined = f"{plural(unasked, 'rule')} not asked, {examined}"
    if worst is None:
        return f"{page.paint('✓ nothing found', 'bold', 'green')}, {examined}"
    said = ", ".join(plural(n, WORDS[severity]) for severity, n in counts.items() if n)
    glyph = page.severity(worst).replace(f" {WORDS[worst]}", f" {said}", 1)
    return f"{glyph}, {examined}"
