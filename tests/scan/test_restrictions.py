"""Import restrictions: which files are read, and what they say."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.publishing import ImportRule, Restrictions, Subtree
from goworkdoctor.scan import restrictions
from goworkdoctor.scan.gatherer import Look
from tests.checks.examined import tree
from tests.oracle import write

YAML = "staging/publishing/import-restrictions.yaml"


def given(root: Path, files: dict[str, str]) -> Restrictions:
    write(root, dict(files))
    return restrictions.gather(Look(root.resolve()), Facts(root, tree=tree(*files)))


def test_keys_count_in_any_letter_case_as_for_json(tmp_path: Path) -> None:
    text = '{"Rules": [{"SelectorRegexp": "a", "AllowedPrefixes": ["b", ""], "Transitive": true}],\n'
    text += '"inverseRules": [{"selectorRegexp": "c", "forbiddenPrefixes": ["d"]}]}'
    file = given(tmp_path, {"a/.import-restrictions": text}).files["a"]
    assert file.rules == (ImportRule("a", ("b", ""), (), True, 1),)
    assert file.inverse == (ImportRule("c", (), ("d",), False, 2),)


def test_the_root_has_one_too_and_vendor_and_testdata_have_none(tmp_path: Path) -> None:
    names = (".import-restrictions", "vendor/x/.import-restrictions", "a/testdata/.import-restrictions")
    found = given(tmp_path, {**dict.fromkeys(names, "rules: []"), "b/no.import-restrictions": ""})
    assert list(found.files) == ["."]


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    found = given(
        tmp_path, {"a/.import-restrictions": "rules: {", YAML: "- {", "b/.import-restrictions": "3"}
    )
    assert found.files["a"].error
    assert found.subtrees[0].error
    assert not found.files["b"].rules


def test_subtrees_are_relative_to_the_root(tmp_path: Path) -> None:
    text = "- {baseImportPath: ./a/b/, excludeTests: true, ignoredSubTrees: [./a/b/c], allowedImports: [x/y]}"
    (subtrees,) = given(tmp_path, {YAML: f"{text}\n- 3\n"}).subtrees
    assert subtrees.entries == (Subtree("a/b", ("x/y",), ("a/b/c",), True, 1),)
