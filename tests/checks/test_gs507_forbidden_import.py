"""GS507: imports that the repository's own restrictions forbid, as import-boss and importverifier decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from goworkdoctor.golang.source import Import, Source
from goworkdoctor.model.facts import Facts, GoFile, Package
from goworkdoctor.model.finding import Observation
from goworkdoctor.model.publishing import ImportRule, Restrictions, RestrictionsFile, Subtree, Subtrees
from tests.builders import facts, module, used, workspace
from tests.checks.examined import INFO, WARNING, mod, said, told
from tests.oracle import commit, write

ROOT, API = "ex.com/root", "ex.com/api"
STAGED = f"staging/src/{API}"
Imports = dict[str, Sequence[str]]


def a_package(dir: str, files: Imports, module: str = ".", path: str = "", built: bool = True) -> Package:
    """A package with these files and what they import; a test is of the package `x_test` if it says so."""
    made = tuple(
        GoFile(name, Source("x_test" if "xt" in name else "x", tuple(map(an_import, paths))), built)
        for name, paths in files.items()
    )
    return Package(dir, module, path or f"{ROOT}/{dir}", made)


def an_import(path: str) -> Import:
    return Import(path, 3)


def rule(
    selector: str, allowed: Sequence[str] = (), forbidden: Sequence[str] = (), **more: Any
) -> ImportRule:
    return ImportRule(selector, tuple(allowed), tuple(forbidden), **{"line": 2, **more})


def restricted(*files: RestrictionsFile, subtrees: Sequence[Subtree] = ()) -> Restrictions:
    given = (Subtrees("staging/publishing/import-restrictions.yaml", tuple(subtrees)),) if subtrees else ()
    return Restrictions({file.file.rpartition("/")[0] or ".": file for file in files}, given)


def file(
    dir: str, *rules: ImportRule, inverse: Sequence[ImportRule] = (), error: str = ""
) -> RestrictionsFile:
    return RestrictionsFile(f"{dir}/.import-restrictions", rules, tuple(inverse), error)


def repository(restrictions: Restrictions, *packages: Package, **more: Any) -> Facts:
    modules = (module(path=ROOT), module(STAGED, API))
    return facts(*modules, packages=packages, restrictions=restrictions, **more)


def verdicts(rules: Sequence[RestrictionsFile], imports: Sequence[str], dir: str = "pkg/a") -> list[str]:
    """What a package with these imports is told."""
    seen = said("GS507", repository(restricted(*rules), a_package(dir, {"a.go": imports})))
    return [line.text for one in seen for line in one.evidence if line.path and line.path.endswith(".go")]


def only(seen: list[Observation]) -> Observation:
    (one,) = seen
    return one


CMD = rule(ROOT, [""], [f"{ROOT}/cmd"])


def test_a_forbidden_prefix_forbids() -> None:
    restrictions = restricted(file("pkg", CMD))
    one = only(
        said("GS507", repository(restrictions, a_package("pkg/a", {"a.go": ["fmt", f"{ROOT}/cmd/x"]})))
    )
    assert (one.subject, one.path, one.line) == ("pkg/a", "pkg/a/a.go", 3)
    assert one.message == f"pkg/a imports {ROOT}/cmd/x: pkg/.import-restrictions forbids it"
    assert [(line.path, line.line) for line in one.evidence] == [
        ("pkg/a/a.go", 3),
        ("pkg/.import-restrictions", 2),
    ]


@pytest.mark.parametrize(
    ("rules", "imported", "refused"),
    [
        ([CMD], f"{ROOT}/cmdx", False),
        ([CMD], f"{ROOT}/cmd", True),
        ([CMD], "other.io/cmd", False),
        ([rule("^other", ["other.io/a/"])], "other.io/a", True),
        ([rule("^other", ["other.io/a/"])], "other.io/a/b", False),
        ([rule("^other", ["other.io/a"])], "other.io/a", False),
        ([rule("^other", [])], "other.io/a", True),
        ([rule("^other", []), rule("", [""])], "other.io/a", False),
        ([rule("", [""]), rule("^other", [], [""])], "other.io/a", False),
        ([rule("^other", ["other.io"], ["other.io/a"])], "other.io/a", True),
        ([], "other.io/a", False),
    ],
)
def test_the_first_rule_that_selects_and_decides_counts(
    rules: list[ImportRule], imported: str, refused: bool
) -> None:
    assert bool(verdicts([file("pkg", *rules)], [imported])) is refused


def test_the_closest_file_speaks_first() -> None:
    allow, forbid = rule(f"{ROOT}/cmd", [f"{ROOT}/cmd/a"]), CMD
    assert not verdicts([file("pkg", forbid), file("pkg/a", allow)], [f"{ROOT}/cmd/a"])
    assert verdicts([file("pkg", forbid), file("pkg/a", allow)], [f"{ROOT}/cmd/b"])
    assert verdicts([file("pkg", rule("", [""])), file("pkg/a", forbid)], [f"{ROOT}/cmd/a"])


def test_files_above_the_module_or_a_folder_named_src_do_not_count() -> None:
    restrictions = restricted(file("staging", CMD), file("x", CMD))
    staged = a_package(STAGED, {"a.go": [f"{ROOT}/cmd"]}, module=STAGED, path=API)
    below = a_package("x/src/y", {"a.go": [f"{ROOT}/cmd"]})
    assert not said("GS507", repository(restrictions, staged, below))


def test_tests_count_and_what_is_not_built_does_not() -> None:
    restrictions = restricted(file("pkg", CMD))
    imports = {"a_test.go": [f"{ROOT}/cmd"]}
    assert said("GS507", repository(restrictions, a_package("pkg/a", imports)))
    assert not said("GS507", repository(restrictions, a_package("pkg/a", imports, built=False)))


def test_a_package_may_always_import_itself_and_c() -> None:
    forbid = file("pkg", rule("", [], [""]))
    assert verdicts([forbid], ["fmt"])
    assert not verdicts([forbid], [f"{ROOT}/pkg/a", "C"])


def test_a_transitive_rule_follows_the_imports() -> None:
    unsafe = file("pkg", rule("^unsafe$", [], [""], transitive=True))
    via = a_package("lib", {"l.go": ["unsafe"], "l_test.go": ["testing"]})
    one = only(
        said("GS507", repository(restricted(unsafe), a_package("pkg/a", {"a.go": [f"{ROOT}/lib"]}), via))
    )
    assert one.message == (
        f"pkg/a imports unsafe: through {ROOT}/lib, and pkg/.import-restrictions forbids it"
    )
    direct = file("pkg", rule("^unsafe$", [], [""]))
    assert not said(
        "GS507", repository(restricted(direct), a_package("pkg/a", {"a.go": [f"{ROOT}/lib"]}), via)
    )


INVERSE = file("priv", inverse=[rule(ROOT, [f"{ROOT}/friend"])])


def test_an_inverse_rule_says_who_may_import() -> None:
    private = a_package("priv", {"p.go": []})
    friend, stranger = (a_package(dir, {"a.go": [f"{ROOT}/priv"]}) for dir in ("friend/a", "stranger"))
    one = only(said("GS507", repository(restricted(INVERSE), private, friend, stranger)))
    assert (one.subject, one.path) == ("stranger", "stranger/a.go")
    assert f"stranger imports {ROOT}/priv: priv/.import-restrictions does not allow it" in one.message


def test_tests_have_a_name_of_their_own_there() -> None:
    """import-boss calls them `path ((tests:x))`, which only a prefix of a folder above matches."""
    private = a_package("priv", {"p.go": []})
    for name in ("a_test.go", "a_xt_test.go"):
        friend = a_package("friend", {name: [f"{ROOT}/priv"]})
        assert said("GS507", repository(restricted(INVERSE), private, friend))
    quiet = a_package("friend/a", {"a.go": [f"{ROOT}/priv"], "a_test.go": []})
    assert not said("GS507", repository(restricted(INVERSE), private, quiet))


def test_a_transitive_inverse_rule_reaches_importers_of_importers() -> None:
    far = file("priv", inverse=[rule(ROOT, [f"{ROOT}/mid"], [f"{ROOT}/far"], transitive=True)])
    packages = (
        a_package("priv", {"p.go": []}),
        a_package("mid/a", {"m.go": [f"{ROOT}/priv"]}),
        a_package("far", {"f.go": [f"{ROOT}/mid/a"]}),
    )
    one = only(said("GS507", repository(restricted(far), *packages)))
    assert (one.subject, one.path) == ("far", "far/f.go")
    assert f"through {ROOT}/mid/a" in one.message


TREE = Subtree(STAGED, (API, "ex.com/machinery"), (f"{STAGED}/free",), line=4)


def staged(dir: str, files: Imports) -> Package:
    path = f"{API}/{dir}".removesuffix("/.")
    return a_package(f"{STAGED}/{dir}".removesuffix("/."), files, module=STAGED, path=path)


@pytest.mark.parametrize(
    ("imported", "refused"),
    [
        (f"{ROOT}/pkg", True),
        ("ex.com/machineryx", True),
        ("ex.com/machinery/a", False),
        ("ex.com/machinery", False),
        (f"{API}/b", False),
        ("fmt", False),
        ("other.io/a", False),
    ],
)
def test_a_subtree_allows_few_of_the_projects_own(imported: str, refused: bool) -> None:
    seen = said("GS507", repository(restricted(subtrees=[TREE]), staged("a", {"a.go": [imported]})))
    assert bool(seen) is refused
    assert all(line.line in (3, 4) for one in seen for line in one.evidence)


def test_what_is_ignored_outside_or_only_tests_may_import_all() -> None:
    forbidden = {"a_test.go": [f"{ROOT}/pkg"]}
    assert said("GS507", repository(restricted(subtrees=[TREE]), staged("a", forbidden)))
    assert not said("GS507", repository(restricted(subtrees=[TREE]), staged("free/x", forbidden)))
    assert not said("GS507", repository(restricted(subtrees=[TREE]), a_package("pkg", forbidden)))
    lenient = Subtree(STAGED, (API,), exclude_tests=True)
    assert not said("GS507", repository(restricted(subtrees=[lenient]), staged("a", forbidden)))


def test_a_subtree_ends_where_another_module_begins() -> None:
    whole = Subtree("staging", (API,))
    assert not said("GS507", repository(restricted(subtrees=[whole]), staged("a", {"a.go": [f"{ROOT}/pkg"]})))


def test_outside_the_workspace_nothing_is_judged() -> None:
    one = a_package("pkg/a", {"a.go": [f"{ROOT}/cmd"]})
    spaces = workspace(used(module(STAGED, API)))
    assert not said("GS507", repository(restricted(file("pkg", CMD)), one, workspaces=spaces))


@pytest.mark.parametrize("broken", [file("pkg", rule("(a+)+")), file("pkg", error="not YAML: x")])
def test_what_cannot_be_judged_by_is_told_and_judges_nothing(broken: RestrictionsFile) -> None:
    seen = repository(restricted(broken, file("pkg/a", CMD)), a_package("pkg/a", {"a.go": [f"{ROOT}/cmd"]}))
    one = only(said("GS507", seen))
    assert (one.subject, one.severity) == ("pkg/.import-restrictions", INFO)
    assert "was not judged by" in one.message


def test_files_on_disk_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "go.mod": mod(ROOT),
            "pkg/.import-restrictions": 'rules:\n- {selectorRegexp: "cmd$", forbiddenPrefixes: [""]}\n',
            "pkg/a/a.go": f'package a\n\nimport _ "{ROOT}/cmd"\n',
            "cmd/c.go": "package cmd\n",
        },
    )
    (found,) = told("GS507", commit(tmp_path))
    assert (found.severity, found.path, found.line) == (WARNING, "pkg/a/a.go", 3)
    assert found.evidence[1].line == 2
