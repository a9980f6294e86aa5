"""The module graph: what depends on what, and in which order things are to be done."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.source import Import, Source
from goworkdoctor.model.facts import Facts, GoFile, IgnoredBecause
from goworkdoctor.model.graph import crossings, dependencies, dependencies_first, dependents, missing_requires
from tests.builders import facts, module, package

A, B = module("a", "ex.com/a"), module("b", "ex.com/b")


def importing(*paths: str, built: bool = True, name: str = "x.go") -> GoFile:
    return GoFile(name, Source("x", tuple(Import(path, line) for line, path in enumerate(paths, 3))), built)


def world(*files: GoFile, **more: object) -> Facts:
    """`a` with these files, and `b` with a package at its top and one in `sub`."""
    packages = (package("a", files=files), package("b", files=(importing(),)), package("b", "b/sub"))
    return facts(A, B, packages=packages, **more)


def test_an_import_leads_to_the_module_that_holds_the_package() -> None:
    seen = list(crossings(world(importing("fmt", "ex.com/b/sub", "ex.com/b", "ex.com/bb", "ex.com/b/gone"))))
    assert [(one.provider.dir, one.import_path, one.file, one.line) for one in seen] == [
        ("b", "ex.com/b/sub", "a/x.go", 4),
        ("b", "ex.com/b", "a/x.go", 5),
    ]


def test_files_that_are_not_built_lead_nowhere() -> None:
    assert not list(crossings(world(importing("ex.com/b", built=False))))


def test_ignored_modules_provide_nothing() -> None:
    ignored = replace(B, ignored_because=IgnoredBecause.VENDOR)
    packages = (package("a", files=(importing("ex.com/b"),)), package("b"))
    assert not list(crossings(facts(A, ignored, packages=packages)))


def test_of_two_folders_with_one_path_neither_lacks_the_other() -> None:
    twin = module("b", "ex.com/a")
    packages = (package("a", files=(importing("ex.com/a/sub"),)), package("b", "b/sub"))
    assert not list(missing_requires(facts(A, twin, packages=packages)))


def test_what_is_imported_and_what_is_required_are_both_depended_on() -> None:
    needs = module("c", "ex.com/c", requires=[("ex.com/a", "v0.0.0"), ("ex.com/other", "v1.0.0")])
    packages = (package("a", files=(importing("ex.com/b"),)), package("b"))
    graph = dependencies(facts(A, B, needs, packages=packages))
    assert graph == {"a": {"b"}, "b": set(), "c": {"a"}}
    assert dependencies_first(graph) == ("b", "a", "c")
    assert dependents(graph, {"a"}) == {"a", "c"}


@pytest.mark.parametrize("start", ["x", "y", "z"])
def test_a_cycle_is_gone_through_once(start: str) -> None:
    graph = {"x": frozenset("y"), "y": frozenset("z"), "z": frozenset("x"), "w": frozenset("x")}
    assert sorted(dependencies_first(graph)) == ["w", "x", "y", "z"]
    assert dependencies_first(graph).index("w") > dependencies_first(graph).index("x")
    assert dependents(graph, {start}) == {"w", "x", "y", "z"}
