"""What every rule must be, and that none of them falls over facts that are odd."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from goworkdoctor import checks
from goworkdoctor.actions.catalogue import TREATMENTS
from goworkdoctor.checks.catalogue import CHECKS, RULES, rule
from goworkdoctor.golang.modfile import ModFile, ModFileError
from goworkdoctor.model.facts import Environment, Facts, Module, Toolchain, Workspace, Workspaces
from goworkdoctor.model.finding import Rule
from tests.builders import ROOT, facts, module, package, stale, used, workspace
from tests.checks.examined import tree

FILES = {path.stem for path in Path(checks.__file__).parent.glob("g[a-z][0-9]*.py")}
BROKEN = ModFileError("go.mod", 1, "unknown directive: <<<<<<<")


def test_every_check_file_is_in_the_catalogue() -> None:
    assert set(CHECKS) == FILES


def test_codes_are_unique_and_sorted() -> None:
    codes = [one.code for one in RULES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("name", CHECKS)
def test_a_file_is_named_after_its_code(name: str) -> None:
    assert name.startswith(import_module(f"goworkdoctor.checks.{name}").RULE.code.lower() + "_")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_rule_says_everything_that_is_asked_of_it(one: Rule) -> None:
    assert all(text.strip() for text in (one.title, one.why, one.example, one.cure))
    assert not one.title.endswith(".")
    assert one.why.endswith(".")
    assert one.cure.endswith(".")
    assert one.needs <= set(Facts.__struct_fields__) - {"root"}
    assert one.sources
    assert all(label and re.match(r"https://\S+$", url) for label, url in one.sources)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_rule_offers_treatments_that_exist_and_serve_it(one: Rule) -> None:
    codes = {treatment.id: treatment.codes for treatment in TREATMENTS}
    assert all(not codes[id] or one.code in codes[id] for id in one.treatments)


def test_a_rule_is_found_in_any_letter_case() -> None:
    found = rule("gw102")
    assert found
    assert found.code == "GW102"
    assert rule("GW999") is None


ODD = [
    Facts(ROOT),
    facts(),
    facts(Module("."), Module("a", mod=ModFile()), Module("b", error=BROKEN)),
    facts(module(), workspaces=Workspaces(Workspace("go.work", ".", error=BROKEN))),
    facts(module(), module("a"), workspaces=workspace(stale("gone"), stale("."))),
    facts(module(), workspaces=Workspaces(gowork="work", problem="not an absolute path")),
    facts(module(), workspaces=workspace(), tree=tree(), toolchain=Toolchain(), environment=Environment()),
    facts(module(), packages=(package("nowhere", tests=3),), workspaces=workspace(used(Module("a")))),
]


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_no_rule_falls_over_odd_facts(one: Rule, odd: Facts) -> None:
    for seen in one.check(odd):
        assert seen.subject
        assert seen.message


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_healthy_repository_comes_out_clean(one: Rule) -> None:
    """In the shape of volcano: a staging module without tests, required and replaced by the root."""
    root = module(
        requires=[("example.com/apis", "v0.0.0")],
        replaces=[("example.com/apis", "./staging/src/example.com/apis")],
    )
    apis = module("staging/src/example.com/apis", "example.com/apis")
    packages = (package(tests=5), package(apis.dir))
    toolchain, environment = Toolchain("/usr/bin/go", "go1.25.5"), Environment()
    healthy = facts(
        root, apis, packages=packages, toolchain=toolchain, environment=environment, tree=tree("a.go")
    )
    assert not list(one.check(healthy))
