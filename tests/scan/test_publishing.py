"""Publishing rules: read with their lines, in whatever shape they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, ModuleKind
from goworkdoctor.model.publishing import Dependency, PublishingRules
from goworkdoctor.scan import publishing
from goworkdoctor.scan.gatherer import Look
from tests.builders import module
from tests.oracle import write

API = "staging/src/k8s.io/api"
RULES = f"""rules:
- destination: api
  library: true
  branches:
  - name: main
    dependencies:
    - repository: apimachinery
      branch: main
    source:
      branch: master
      dirs:
      - ./{API}/
  - name: release-1.0
    source: {{dir: {API}}}
"""


def gather(root: Path, rules: str | None, **more: tuple[str, ...]) -> tuple[PublishingRules, ...]:
    files = {} if rules is None else {"staging/publishing/rules.yaml": rules}
    write(root, {f"{API}/go.mod": "", **files})
    staged = module(API, kind=ModuleKind.STAGING)
    return publishing.gather(Look(root.resolve(), **more), Facts(root, modules=(module(), staged)))


def test_a_rule_has_an_entry_for_each_branch(tmp_path: Path) -> None:
    (rules,) = gather(tmp_path, RULES)
    (rule,) = rules.rules
    assert (rules.file, rules.staging_root, rules.error) == (
        "staging/publishing/rules.yaml",
        "staging/src",
        "",
    )
    assert (rule.destination, rule.line) == ("api", 2)
    main, release = rule.entries
    assert (main.name, main.source, main.dirs, main.line) == ("main", "master", (API,), 5)
    assert main.dependencies == (Dependency("apimachinery", "main", 7),)
    assert (release.name, release.source, release.dirs) == ("release-1.0", "release-1.0", (API,))


def test_without_a_rules_file_or_a_staging_module_there_is_nothing(tmp_path: Path) -> None:
    assert gather(tmp_path, None) == ()
    assert gather(tmp_path, RULES, staging_roots=("pkg/stage",)) == ()


@pytest.mark.parametrize("text", ["[" * 1000, "rules: {", "rules: 3", "", "\0", "- a"])
def test_what_is_no_list_of_rules_says_why(tmp_path: Path, text: str) -> None:
    (rules,) = gather(tmp_path, text)
    assert rules.error
    assert not rules.rules


@pytest.mark.parametrize(
    "rule", ["3", "{branches: 3}", "{branches: [{source: {dirs: {}}}]}", "{branches: [[]]}"]
)
def test_a_rule_of_another_shape_publishes_nothing(tmp_path: Path, rule: str) -> None:
    (rules,) = gather(tmp_path, f"rules: [{rule}]")
    assert not rules.error
    assert not rules.publishes(API)
