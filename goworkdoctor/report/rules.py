"""Rules as text, JSON and the README's table: the same words everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable

from goworkdoctor.model.finding import Rule
from goworkdoctor.model.plan import Treatment
from goworkdoctor.report.page import Page


def table(rules: Iterable[Rule], page: Page) -> str:
    """Code, severity and title, one rule a line."""
    indent = " " * 18
    lines = []
    for rule in rules:
        first, *rest = page.wrap(rule.title, indent)
        pad = " " * (len(indent) - len(rule.code) - 2 - len(Page().severity(rule.severity)))
        lines += [f"{page.heading(rule.code)}  {page.severity(rule.severity)}{pad}{first.lstrip()}", *rest]
    return page.finish(lines)


def as_json(rules: Iterable[Rule]) -> str:
    """A list of rules with all that is said of them."""
    records = [
        {
            "code": rule.code,
            "severity": rule.severity.value,
            "title": rule.title,
            "why": rule.why,
            "example": rule.example,
            "cure": rule.cure,
            "treatments": list(rule.treatments),
            "sources": [{"label": label, "url": url} for label, url in rule.sources],
        }
        for rule in rules
    ]
    return json.dumps(records, indent=2, ensure_ascii=False) + "\n"


def markdown(rules: Iterable[Rule]) -> str:
    """The README's table."""
    rows = [
        f"| {rule.code} | {rule.severity.value} | {rule.title} | {', '.join(rule.treatments) or 'by hand'} |"
        for rule in rules
    ]
    return "\n".join(["| code | severity | what it finds | treatment |", "| --- | --- | --- | --- |", *rows])


def explain(rule: Rule, treatments: Iterable[Treatment], page: Page) -> str:
    """Why the rule speaks, what it looks like, what cures it, and who says so."""
    lines = [f"{page.heading(rule.code)}  {page.severity(rule.severity)}", *page.wrap(rule.title), ""]
    lines += _section(page, "Why", rule.why)
    lines += [page.heading("What it looks like"), *_quoted(rule.example), ""]
    lines += _section(page, "What cures it", rule.cure)
    if served := [treatment for treatment in treatments if treatment.id in rule.treatments]:
        lines.append(page.heading("Treatments"))
        for treatment in served:
            text = f"{treatment.id}: {treatment.title} ({treatment.applicability.value})"
            lines += page.wrap(text, "  ", "    ")
        lines += [f"  goworkdoctor fix {rule.code}", ""]
    if rule.sources:
        lines.append(page.heading("Sources"))
        for label, url in rule.sources:
            lines += page.wrap(f"{label}: {url}", "  ", "    ")
    return page.finish(lines)


def _section(page: Page, title: str, text: str) -> list[str]:
    return [page.heading(title), *page.wrap(" ".join(text.split()), "  "), ""]


def _quoted(example: str) -> list[str]:
    return [f"    {line}" for line in example.strip("\n").splitlines()]
