"""GS505: a staging module asks for less than its root."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from goworkdoctor.model.facts import Module
from tests.builders import used, workspace
from tests.checks.examined import INFO, WARNING, mod, said, severities, told, work
from tests.checks.staging import API, CLIENT, V0, a_staged, repository, root
from tests.oracle import Go, write


def behind(**more: Any) -> tuple[Module, Module]:
    return root(API, requires=[("x.io/lib", "v1.5.0")]), a_staged(
        API, requires=[("x.io/lib", "v1.2.0")], **more
    )


def test_in_a_workspace_nobody_tests_the_older_version() -> None:
    main, api = behind()
    seen = repository(main, api, workspaces=workspace(used(main), used(api)))
    (one,) = said("GS505", seen)
    assert (one.subject, one.path, one.line) == (API, f"{API}/go.mod", 5)
    assert "older versions than the root of 1 module" in one.message
    assert one.evidence[0].text == "x.io/lib v1.2.0, in the root v1.5.0"
    assert severities("GS505", seen) == [WARNING]
    assert one.cure == "Raise it: `go work sync`."


def test_without_one_it_is_a_note() -> None:
    assert severities("GS505", repository(*behind())) == [INFO]


def test_a_lower_go_line_is_a_note() -> None:
    main, api = root(API), a_staged(API, go="1.23.0")
    seen = repository(main, api, workspaces=workspace(used(main), used(api)))
    (one,) = said("GS505", seen)
    assert (one.line, one.message) == (3, f"{API} asks for go 1.23.0, the root for go 1.24")
    assert severities("GS505", seen) == [INFO]


def test_go_work_sync_raises_no_go_line_and_the_cure_does(go: Go, tmp_path: Path) -> None:
    lines = ("require ex.com/api v0.0.0", f"replace ex.com/api => ./{API}")
    files = {"go.work": work(".", API, go="1.24"), "go.mod": mod("ex.com/root", *lines, go="1.24")}
    write(tmp_path, files | {f"{API}/go.mod": mod("ex.com/api", go="1.23"), f"{API}/a.go": "package api\n"})
    (found,) = told("GS505", tmp_path)
    assert go.run("work", "sync", cwd=tmp_path).returncode == 0
    assert [one.message for one in told("GS505", tmp_path)] == [found.message]
    command = found.cure.split("`")[1]
    assert command == f"go mod edit -go=1.24 {API}/go.mod"
    go.run(*command.split()[1:], cwd=tmp_path)
    assert not told("GS505", tmp_path)


@pytest.mark.parametrize("version", ["v1.5.0", "v1.6.0"])
def test_the_same_or_more_is_fine(version: str) -> None:
    main = root(API, requires=[("x.io/lib", "v1.5.0")])
    assert not said("GS505", repository(main, a_staged(API, requires=[("x.io/lib", version)], go="1.25")))


def test_indirect_and_replaced_requirements_and_siblings_are_not_compared() -> None:
    main, api = behind()
    assert main.mod
    assert api.mod
    indirect = replace(api.mod, requires=tuple(replace(line, indirect=True) for line in api.mod.requires))
    assert not said("GS505", repository(main, replace(api, mod=indirect)))
    replaced = replace(main.mod, replaces=(replace(main.mod.replaces[0], old_path="x.io/lib"),))
    assert not said("GS505", repository(replace(main, mod=replaced), api))
    client = a_staged(CLIENT, requires=[("ex.com/api", V0)])
    assert not said("GS505", repository(root(API, version="v1.0.0"), a_staged(API), client))
