"""GS502: the root requires a staging module and does not build it from its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.model.finding import Confidence
from tests.builders import used, workspace
from tests.checks.examined import ERROR, INFO, WARNING, mod, refusal, said, severities, told
from tests.checks.staging import API, a_staged, copied, repository, root
from tests.oracle import Go, commit, write


@pytest.mark.parametrize(
    ("version", "severity", "words"),
    [("v0.0.0", ERROR, "nobody publishes"), ("v1.2.3", WARNING, "go builds the published version")],
)
def test_without_a_replace_line_go_looks_elsewhere(version: str, severity: object, words: str) -> None:
    seen = repository(root(API, version=version, replaces=[]), a_staged(API))
    assert severities("GS502", seen) == [severity]
    (one,) = said("GS502", seen)
    assert (one.path, one.line) == ("go.mod", 5)
    assert words in one.message
    assert one.cure == f"Run `go mod edit -replace=ex.com/api=./{API}`."


def test_outside_the_workspace_it_may_be_used_instead() -> None:
    main = root(API, replaces=[])
    (one,) = said("GS502", repository(main, a_staged(API), workspaces=workspace(used(main))))
    assert f"go work use ./{API}" in one.cure


def test_a_folder_that_is_served_is_fine() -> None:
    main, api = root(API, replaces=[]), a_staged(API)
    assert not said("GS502", repository(root(API), api))
    assert not said("GS502", repository(main, api, workspaces=workspace(used(main), used(api))))
    spaces = workspace(used(main), replaces=[("ex.com/api", f"./{API}")])
    assert not said("GS502", repository(main, api, workspaces=spaces))


def test_a_fork_on_purpose_is_fine() -> None:
    main = root(API, replaces=[("ex.com/api", "ex.com/fork@v1.0.0")])
    assert not said("GS502", repository(main, a_staged(API)))


def test_a_copy_in_vendor_shadows_the_folder() -> None:
    seen = repository(root(API), a_staged(API), tree=copied("ex.com/api", same=False))
    (one,) = said("GS502", seen)
    assert (one.path, one.confidence) == ("vendor/ex.com/api/a.go", Confidence.LIKELY)
    assert "1 file in it differ" in one.message
    assert severities("GS502", seen) == [WARNING]


def test_a_copy_that_is_the_same_is_a_note() -> None:
    seen = repository(root(API), a_staged(API), tree=copied("ex.com/api", same=True))
    assert severities("GS502", seen) == [INFO]


def test_neither_a_symbolic_link_nor_a_workspace_is_shadowed() -> None:
    main, api, copy = root(API), a_staged(API), copied("ex.com/api", same=False)
    link = replace(copy, tracked=frozenset({"vendor/ex.com/api", "vendor/modules.txt"}))
    assert not said("GS502", repository(main, api, tree=link))
    spaces = workspace(used(main), used(api))
    assert not said("GS502", repository(main, api, tree=copy, workspaces=spaces))


def test_go_builds_the_copy(go: Go, tmp_path: Path) -> None:
    lines = ("require ex.com/api v0.0.0", f"replace ex.com/api => ./{API}")
    files = {
        "go.mod": mod("ex.com/root", *lines),
        "a.go": 'package a\n\nimport _ "ex.com/api"\n',
        f"{API}/go.mod": mod("ex.com/api"),
        f"{API}/a.go": "package api\n",
        f"{API}/a_test.go": 'package api\n\nimport "testing"\n\nfunc TestA(t *testing.T) { t.Fail() }\n',
    }
    write(tmp_path, dict(files))
    assert not refusal(go, tmp_path, "mod", "vendor")
    commit(tmp_path)
    (note,) = told("GS502", tmp_path)
    assert note.severity is INFO
    assert "no test files" in go.run("test", "ex.com/api", cwd=tmp_path).stdout
    commit(write(tmp_path, {f"{API}/a.go": "package broken!\n"}), "change")
    (found,) = told("GS502", tmp_path)
    assert found.severity is WARNING
    assert not refusal(go, tmp_path, "build", ".")
