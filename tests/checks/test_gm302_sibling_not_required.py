"""GM302: a sibling module is imported and not required."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.finding import Confidence
from tests.checks.examined import ERROR, INFO, WARNING, mod, refusal, told, work
from tests.oracle import Go, write

LIB = "ex.com/r/lib"
IMPORTS_LIB = f'package a\n\nimport _ "{LIB}"\n'
BOTH = {"go.work": work("./a", "./lib")}
ALONE = {"GOWORK": "off"}


def repo(root: Path, files: dict[str, str | bytes] | None = None, require: tuple[str, ...] = ()) -> Path:
    """A module `a` that imports `lib`, beside it."""
    given = {"a/go.mod": mod("ex.com/r/a", *require), "a/a.go": IMPORTS_LIB}
    return write(root, {**given, "lib/go.mod": mod(LIB), "lib/l.go": "package lib\n", **(files or {})})


def test_the_workspace_hides_it_from_go(any_go: Go, tmp_path: Path) -> None:
    root = repo(tmp_path, BOTH)
    (found,) = told("GM302", root)
    assert (found.severity, found.path, found.line) == (WARNING, "a/a.go", 3)
    assert "a imports (1 file) ex.com/r/lib" in found.message
    assert not refusal(any_go, root, "build", "./a")
    assert f"no required module provides package {LIB}" in refusal(any_go, root / "a", "build", ".", **ALONE)


@pytest.mark.parametrize("uses", [(), ("./lib",), ("./a",)], ids=["no workspace", "without a", "without lib"])
def test_it_is_an_error_where_go_fails_already(go: Go, tmp_path: Path, uses: tuple[str, ...]) -> None:
    root = repo(tmp_path, {"go.work": work(*uses)} if uses else {})
    (found,) = told("GM302", root)
    assert found.severity is ERROR
    assert refusal(go, root / "a", "build", ".")


def test_a_replacement_alone_does_not_help(go: Go, tmp_path: Path) -> None:
    root = repo(tmp_path, require=(f"replace {LIB} => ../lib",))
    (found,) = told("GM302", root)
    assert "replaces but does not require" in found.message
    assert "is replaced but not required" in refusal(go, root / "a", "build", ".")


def test_an_indirect_requirement_is_one(go: Go, tmp_path: Path) -> None:
    root = repo(tmp_path, require=(f"require {LIB} v0.0.0 // indirect", f"replace {LIB} => ../lib"))
    assert not told("GM302", root)
    assert not refusal(go, root / "a", "build", ".")


def test_what_only_a_dependency_requires_is_not_required(any_go: Go, tmp_path: Path) -> None:
    """`a` requires `mid`, which requires `lib`: go wants `a` to say what it imports itself."""
    replaces = [f"replace {LIB} => ../lib", "replace ex.com/r/mid => ../mid"]
    mid = {"mid/go.mod": mod("ex.com/r/mid", f"require {LIB} v0.0.0", *replaces), "mid/m.go": "package mid\n"}
    root = repo(tmp_path, mid, require=("require ex.com/r/mid v0.0.0", *replaces))
    (found,) = told("GM302", root)
    assert found.severity is ERROR
    assert refusal(any_go, root / "a", "build", ".")


def test_imports_of_tests_count(go: Go, tmp_path: Path) -> None:
    root = repo(tmp_path, {**BOTH, "a/a.go": "package a\n", "a/a_test.go": IMPORTS_LIB})
    (found,) = told("GM302", root)
    assert "tests of a import" in found.message
    assert refusal(go, root / "a", "test", ".", **ALONE)


INNOCENT: dict[str, dict[str, str | bytes]] = {
    "raw string": {"a/a.go": f'package a\n\nconst text = `\nimport "{LIB}"\n`\n'},
    "comment": {"a/a.go": f'package a\n\n/*\nimport "{LIB}"\n*/\n// import "{LIB}"\n'},
    "testdata": {"a/a.go": "package a\n", "a/testdata/x.go": IMPORTS_LIB},
    "underscore": {"a/a.go": "package a\n", "a/_x/x.go": IMPORTS_LIB, "a/_y.go": IMPORTS_LIB},
    "constraint": {"a/a.go": "package a\n", "a/b.go": f"//go:build ignore\n\n{IMPORTS_LIB}"},
    "platform": {"a/a.go": "package a\n", "a/a_plan9.go": IMPORTS_LIB},
    "vendored": {"a/a.go": "package a\n", "a/vendor/ex.com/v/v.go": IMPORTS_LIB},
    "standard library": {"a/a.go": 'package a\n\nimport _ "log"\n', "lib/go.mod": mod("log")},
    "nested package": {"a/a.go": 'package a\n\nimport _ "ex.com/r/a/lib"\n', "a/lib/l.go": "package lib\n"},
    "ignored module": {"a/a.go": "package a\n", "a/_b/go.mod": mod("ex.com/r/b"), "a/_b/b.go": IMPORTS_LIB},
}


@pytest.mark.parametrize("files", INNOCENT.values(), ids=INNOCENT)
def test_what_only_looks_like_an_import_is_none(
    go: Go, tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    root = repo(tmp_path, {**BOTH, **files})
    assert not told("GM302", root)
    assert not refusal(go, root / "a", "list", "-deps", "-test", "./...", **ALONE)


def test_the_module_with_the_longest_path_that_holds_the_package_is_meant(go: Go, tmp_path: Path) -> None:
    """ex.com/r/lib/deep is a package of `lib`, although a module ex.com/r/lib/deep/er lies below it."""
    deep = {"lib/deep/d.go": "package deep\n", "lib/deep/er/go.mod": mod(f"{LIB}/deep/er")}
    main = {"a/a.go": f'package a\n\nimport _ "{LIB}/deep"\nimport _ "{LIB}/deep/er"\n'}
    root = repo(tmp_path, {**BOTH, **deep, **main, "lib/deep/er/e.go": "package er\n"})
    assert {found.subject for found in told("GM302", root)} == {
        f"a/go.mod: {LIB}",
        f"a/go.mod: {LIB}/deep/er",
    }
    said = refusal(go, root / "a", "build", ".", **ALONE)
    assert f"{LIB}/deep;" in said
    assert f"{LIB}/deep/er;" in said


def test_a_published_version_of_another_module_may_hold_the_package(tmp_path: Path) -> None:
    """Before it became a module of its own, `lib` was a package of ex.com/r."""
    root = repo(tmp_path, {**BOTH, "go.mod": mod("ex.com/r")}, require=("require ex.com/r v1.2.0",))
    (found,) = told("GM302", root)
    assert (found.severity, found.confidence) == (INFO, Confidence.LIKELY)
    assert "unless ex.com/r v1.2.0 still holds that package" in found.message


def test_such_a_version_is_known_where_it_is_replaced(go: Go, tmp_path: Path) -> None:
    lines = ("require ex.com/r v0.0.0", "replace ex.com/r => ../")
    root = repo(tmp_path, {**BOTH, "go.mod": mod("ex.com/r")}, require=lines)
    (found,) = told("GM302", root)
    assert (found.severity, found.confidence) == (WARNING, Confidence.CERTAIN)
    assert refusal(go, root / "a", "build", ".", **ALONE)
