"""A vendor directory beside go.work: what go refuses it for is known before."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.migration import StepState
from tests.conftest import toolchain
from tests.doctor.migration.migrating import (
    SHOP,
    Files,
    mod,
    obstacles,
    repository,
    said,
    source,
    state,
    take_all,
)
from tests.oracle import Go, write

VENDOR: Files = {
    "vendor/modules.txt": "# ex.com/shop/api v0.0.0 => ./api\n## explicit; go 1.21\nex.com/shop/api\n"
    "# ex.com/shop/api => ./api\n",
    "vendor/ex.com/shop/api/api.go": source("api"),
}
OTHER: Files = {
    "go.mod": mod("ex.com/shop", "require ex.com/shop/api v0.0.0", "replace ex.com/shop/api => ./api"),
    "tool/go.mod": mod("ex.com/shop/tool", "require ex.com/far v1.0.0"),
    "tool/tool.go": source("tool"),
}
OTHER: Files = {
    "go.mod": mod("ex.com/shop", "require ex.com/shop/api v0.0.0", "replace ex.com/shop/api => ./api"),
    "tool/go.mod": mod("ex.com/shop/tool", "require ex.com/far v1.0.0"),
    "tool/tool.go": source("tool"),
}
VENDORED: Files = {
    "go.mod": mod("ex.com/r", "require ex.com/lib v1.0.0", go="1.22"),
    "r.go": source("r", "ex.com/lib"),
    "vendor/ex.com/lib/lib.go": source("lib"),
    "a/go.mod": mod("ex.com/a", "require ex.com/other v1.0.0", go="1.22"),
    "a/a.go": source("a", "ex.com/other"),
}
LIB = "# ex.com/lib v1.0.0\n## explicit; go 1.22\nex.com/lib\n"
LIB = "# ex.com/lib v1.0.0\n## explicit; go 1.22\nex.com/lib\n"


def test_a_vendor_directory_that_goflags_insists_on_must_know_each_member(
    tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFLAGS", "-mod=vendor")
    root = repository(tmp_path / "w", SHOP, VENDOR, OTHER)
    found = obstacles(root)
    assert {kind: one.modules for kind, one in found.items()} == {"vendor": ("tool",)}
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert go.run("list", ".", cwd=root, GOFLAGS="-mod=vendor").stderr == ""
    write(root, {"go.work": "go 1.22\n\nuse (\n\t.\n\t./tool\n)\n"})
    assert "ex.com/far@v1.0.0: is explicitly" in go.run("list", ".", cwd=root, GOFLAGS="-mod=vendor").stderr


def test_goflags_that_want_a_vendor_directory_where_there_is_none(
    tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFLAGS", "-mod=vendor")
    root = repository(tmp_path / "w", SHOP)
    assert [one.kind for one in state(root).preflight.blocking] == ["mod-flag"]
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert "inconsistent vendoring" in go.run("list", ".", cwd=root, GOFLAGS="-mod=vendor").stderr


def test_a_sibling_that_the_workspace_s_vendor_directory_does_not_know(tmp_path: Path, go: Go) -> None:
    """Go wants every requirement of a member in it, those of other members too."""
    work = {"go.work": "go 1.22\n\nuse (\n\t.\n\t./api\n)\n", "vendor/modules.txt": "## workspace\n"}
    alone = {"go.mod": mod("ex.com/shop"), "shop.go": source("shop")}
    root = repository(tmp_path / "w", SHOP, dict(alone), dict(work))
    assert go.run("list", ".", cwd=root).returncode == 0
    found = obstacles(root)["vendor"]
    assert (found.modules, found.blocks) == (("cart",), True)
    write(root, {"go.work": "go 1.22\n\nuse (\n\t.\n\t./api\n\t./cart\n)\n"})
    said = go.run("list", ".", cwd=root).stderr
    assert "ex.com/shop/api@v0.0.0: is explicitly required" in said


def test_a_vendor_directory_that_would_go_inconsistent(tmp_path: Path, go: Go) -> None:
    work = "go 1.22\n\nuse .\n"
    root = repository(
        tmp_path / "w", VENDORED, {"vendor/modules.txt": f"## workspace\n{LIB}", "go.work": work}
    )
    found = obstacles(root)["vendor"]
    assert (found.blocks, found.modules) == (True, ("a",))
    assert (found.evidence[0].path, found.evidence[0].line) == ("a/go.mod", 5)
    assert found.evidence[0].text.startswith("ex.com/other@v1.0.0: is explicitly required in go.mod")
    assert go.run("list", ".", cwd=root).returncode == 0
    write(root, {"go.work": "go 1.22\n\nuse .\nuse ./a\n"})
    assert "inconsistent vendoring" in go.run("list", ".", cwd=root).stderr


def test_a_modules_own_vendor_directory_is_out_of_use_in_a_workspace(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", VENDORED, {"vendor/modules.txt": LIB})
    assert not obstacles(root)["vendor"].blocks
    assert go.run("list", "-deps", ".", cwd=root).returncode == 0
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert "ex.com/lib" in go.run("list", "-deps", ".", cwd=root).stderr


WORKSPACE = f"## workspace\n{LIB}"


def test_a_vendor_directory_of_a_workspace_that_is_gone(tmp_path: Path, go: Go) -> None:
    """It names what no member requires any more, so that not even the root module can begin."""
    stale = f"{WORKSPACE}# ex.com/old v1.0.0\n## explicit\nex.com/old\n"
    root = repository(tmp_path / "w", VENDORED, {"vendor/modules.txt": stale})
    found = obstacles(root)["vendor"]
    assert (found.blocks, found.modules) == (True, ())
    assert (
        "does not fit a go.work with the root module: ex.com/old@v1.0.0 is marked as explicit"
        in found.message
    )
    assert state(root).step("found").state is StepState.BLOCKED
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert "ex.com/old@v1.0.0: is marked as explicit in vendor/modules.txt" in said(root, go, "list", ".")


def test_a_vendor_directory_that_is_stale_already(tmp_path: Path, go: Go) -> None:
    work = "go 1.22\n\nuse .\n"
    root = repository(tmp_path / "w", VENDORED, {"vendor/modules.txt": "## workspace\n", "go.work": work})
    found = obstacles(root)["vendor"]
    assert (found.blocks, found.inside, found.evidence[0].path) == (True, True, "go.mod")
    assert "ex.com/lib@v1.0.0: is explicitly required in go.mod" in said(root, go, "list", ".")
    assert state(root).step("use:a").state is StepState.BLOCKED


def test_a_member_that_the_vendor_directory_would_miss(tmp_path: Path, go: Go) -> None:
    """What is in by accident stays, as long as modules.txt names what it alone requires."""
    files: Files = {
        "go.mod": mod("ex.com/r", go="1.22"),
        "r.go": source("r"),
        "testdata/m/go.mod": mod("ex.com/m", "require ex.com/lib v1.0.0", go="1.22"),
        "testdata/m/m.go": source("m", "ex.com/lib"),
        "vendor/modules.txt": WORKSPACE,
        "vendor/ex.com/lib/lib.go": source("lib"),
        "go.work": "go 1.22\n\nuse (\n\t.\n\t./testdata/m\n)\n",
    }
    root = repository(tmp_path / "w", files)
    assert said(root, go, "list", ".") == ""
    assert obstacles(root)["vendor"].modules == ("testdata/m",)
    assert state(root).step("evict:testdata/m").state is StepState.BLOCKED
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert "ex.com/lib@v1.0.0: is marked as explicit" in said(root, go, "list", ".")


def test_a_vendor_directory_without_a_list_is_in_nobodys_way(tmp_path: Path, go: Go) -> None:
    """On its own the module fails for it: "inconsistent vendoring"."""
    root = repository(tmp_path / "w", SHOP, {"vendor/readme": ""})
    assert "inconsistent vendoring" in said(root, go, "list", ".")
    assert "vendor" not in obstacles(root)
    assert all(taken.done for taken in take_all(root))
    assert said(root, go, "list", ".") == ""


def test_an_older_go_looks_into_no_vendor_directory_of_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = toolchain("1.21.13")
    monkeypatch.setenv("PATH", old.env["PATH"])
    files: Files = {"go.mod": mod("ex.com/r"), "r.go": source("r"), "vendor/modules.txt": WORKSPACE}
    root = repository(tmp_path / "w", files)
    assert "vendor" not in obstacles(root)
    write(root, {"go.work": "go 1.21\n\nuse .\n"})
    assert said(root, old, "list", ".") == ""
