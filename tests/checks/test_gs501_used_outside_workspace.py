"""GS501: a staging module that the root uses is outside the workspace."""

from __future__ import annotations

from pathlib import Path

from tests.builders import used, workspace
from tests.checks.examined import INFO, mod, refusal, said, told, work
from tests.checks.staging import API, CLIENT, a_staged, repository, root
from tests.oracle import Go, write


def test_what_the_root_builds_from_its_folder_belongs_in_the_workspace() -> None:
    main = root(API)
    (seen,) = said("GS501", repository(main, a_staged(API), workspaces=workspace(used(main))))
    assert (seen.subject, seen.evidence[0].path, seen.evidence[0].line) == (API, "go.mod", 9)
    assert "builds ex.com/api from staging/src/ex.com/api" in seen.message


def test_it_is_told_once() -> None:
    main = root(API)
    shape = repository(main, a_staged(API), a_staged(CLIENT), workspaces=workspace(used(main)))
    assert [one.subject for one in said("GW101", shape)] == [CLIENT]


def test_members_and_what_the_root_does_not_use_are_fine() -> None:
    main, api = root(API), a_staged(API)
    assert not said("GS501", repository(main, api, workspaces=workspace(used(main), used(api))))
    assert not said("GS501", repository(main, a_staged(CLIENT), workspaces=workspace(used(main))))
    assert not said("GS501", repository(main, api))


def test_a_replacement_by_something_else_is_no_use_of_the_folder() -> None:
    main = root(API, replaces=[("ex.com/api", "ex.com/fork@v1.0.0")])
    assert not said("GS501", repository(main, a_staged(API), workspaces=workspace(used(main))))


def test_go_fails_in_the_folder_then(go: Go, tmp_path: Path) -> None:
    lines = ("require ex.com/api v0.0.0", f"replace ex.com/api => ./{API}")
    write(
        tmp_path,
        {
            "go.work": work("."),
            "go.mod": mod("ex.com/root", *lines),
            "a.go": 'package a\n\nimport _ "ex.com/api"\n',
            f"{API}/go.mod": mod("ex.com/api"),
            f"{API}/a.go": "package api\n",
        },
    )
    (found,) = told("GS501", tmp_path)
    assert found.severity is not INFO
    assert [fix.id for fix in found.fixes] == ["use-module"]
    assert not refusal(go, tmp_path, "build", ".")
    assert "main module (ex.com/root) does not contain package" in refusal(
        go, tmp_path / API, "list", "./..."
    )
