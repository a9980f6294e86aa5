"""Rules in every form: the same words in the table, the JSON, the README and `explain`."""

from __future__ import annotations

import json

import pytest

from goworkdoctor.actions.catalogue import TREATMENTS
from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.model.finding import Rule
from goworkdoctor.report.page import Page
from goworkdoctor.report.rules import as_json, explain, markdown, table


def test_the_table_has_a_line_for_each_rule() -> None:
    lines = table(RULES, Page(120)).splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


def test_titles_stand_under_each_other_with_colour_too() -> None:
    lines = table(RULES, Page(120)).splitlines()
    assert {line.index(rule.title.split()[0], 18) for line, rule in zip(lines, RULES, strict=True)} == {18}
    assert "\x1b[" in table(RULES, Page(120, colour=True))


def test_the_json_has_all_that_is_said() -> None:
    records = json.loads(as_json(RULES))
    assert [record["code"] for record in records] == [rule.code for rule in RULES]
    assert all(record["why"] and record["cure"] and record["example"] for record in records)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_explained_with_why_look_cure_and_sources(rule: Rule) -> None:
    text = explain(rule, TREATMENTS, Page(80))
    headings = ["Why", "What it looks like", "What cures it", "Sources"]
    assert [line for line in text.splitlines() if line in headings] == headings
    for id in rule.treatments:
        assert f"  {id}: " in text
    for _, url in rule.sources:
        assert url in text


def test_the_readme_table_has_a_row_for_each_rule() -> None:
    rows = markdown(RULES).splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [rule.code for rule in RULES]
    assert all(row.count(" | ") == 3 for row in rows)
