"""The pre-flight names what would break a workspace before it happens; real go then fails as it said.

Each is a failure state of a workspace that go has: see `go help work` and https://go.dev/ref/mod#workspaces.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import StepState
from goworkdoctor.model.plan import Refused
from tests.doctor.migration.migrating import (
    SHOP,
    look_at,
    mod,
    obstacles,
    repository,
    source,
    state,
    take_all,
)
from tests.oracle import Go, write

Files = dict[str, str | bytes]
ROOT: Files = {"go.mod": mod("ex.com/r"), "r.go": source("r")}


def used(root: Path, go: Go, *dirs: str, line: str = "1.21", more: str = "", **env: str) -> str:
    """What go says of a go.work that uses these directories, without any doctor."""
    uses = "".join(f"use {dir}\n" for dir in dirs)
    write(root, {"go.work": f"go {line}\n\n{uses}{more}"})
    done = go.run("list", "-m", "all", cwd=root, **env)
    (root / "go.work").unlink()
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("module ex.com/a\n\n<<<<<<< HEAD\n", "unknown directive: <<<<<<<"),
        ("go 1.21\n", "missing module declaration"),
        ("module ex.com/a\n\ngo 1.x\n", "invalid go version '1.x'"),
    ],
)
def test_a_member_that_does_not_parse(tmp_path: Path, go: Go, content: str, words: str) -> None:
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": content, "a/a.go": source("a")})
    found = obstacles(root)["parse"]
    assert found.modules == ("a",)
    assert words in found.message
    assert words in used(root, go, ".", "./a")
    assert state(root).step("use:a").state is StepState.BLOCKED
    assert [taken.done for taken in take_all(root)] == [True], "the others are migrated all the same"


def test_a_module_path_that_two_modules_declare(tmp_path: Path, go: Go) -> None:
    twice: Files = {f"{dir}/{name}": text for dir in "ab" for name, text in
                    {"go.mod": mod("ex.com/same"), "x.go": source("x")}.items()}  # fmt: skip
    root = repository(tmp_path / "w", ROOT, twice)
    found = obstacles(root)["path-twice"]
    assert found.modules == ("a", "b")
    assert [item.path for item in found.evidence] == ["a/go.mod", "b/go.mod"]
    assert "appears multiple times in workspace" in used(root, go, "./a", "./b")
    migrate.skip(look_at(root), "b")
    assert "path-twice" not in obstacles(root)
    assert all(taken.done for taken in take_all(root))
    assert "./a" in (root / "go.work").read_text()


CONFLICT: Files = {
    "a/go.mod": mod("ex.com/a", "require ex.com/lib v1.0.0", "replace ex.com/lib => ../one"),
    "a/a.go": source("a", "ex.com/lib"),
    "b/go.mod": mod("ex.com/b", "require ex.com/lib v1.0.0", "replace ex.com/lib => ../two"),
    "b/b.go": source("b", "ex.com/lib"),
    "testdata/x": "",
    **{f"{dir}/{name}": text for dir in ("one", "two") for name, text in
       {"go.mod": mod("ex.com/lib"), "lib.go": source("lib")}.items()},
}  # fmt: skip


def test_conflicting_replacements_with_both_sides_and_the_override_that_solves_it(
    tmp_path: Path, go: Go
) -> None:
    root = repository(tmp_path / "w", ROOT, CONFLICT)
    migrate.skip(look_at(root), "one", "two")
    found = obstacles(root)["replacements"]
    assert [(item.path, item.line) for item in found.evidence] == [("a/go.mod", 6), ("b/go.mod", 6)]
    assert [choice.id for choice in found.choices] == ["ex.com/lib=./one", "ex.com/lib=./two"]
    assert "conflicting replacements for ex.com/lib" in used(root, go, "./a", "./b")
    taken = take_all(root)
    assert [one.step.modules for one in taken if one.done] == [(".",), ("a",)], "the first side may come in"
    assert state(root).step("use:b").state is StepState.BLOCKED
    migrate.choose(look_at(root), "ex.com/lib=./two")
    assert [one.done for one in take_all(root)] == [True]
    assert "replace ex.com/lib => ./two" in (root / "go.work").read_text()
    assert go.lines("list", "-m", "-f", "{{.Replace.Path}}", "ex.com/lib", cwd=root) == ["./two"]


def test_only_what_is_on_offer_can_be_chosen(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", ROOT, CONFLICT)
    with pytest.raises(Refused, match=r"ex\.com/lib=\./three is not on offer"):
        migrate.choose(look_at(root), "ex.com/lib=./three")


def test_a_go_line_above_the_local_toolchain(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", ROOT, {"a/go.mod": mod("ex.com/a", go="1.99"), "a/a.go": source("a")})
    found = obstacles(root)["go-line"]
    assert found.modules == ("a",)
    assert "needs go 1.99" in found.message
    assert "go.work requires go >= 1.99" in used(root, go, ".", "./a", line="1.99")


@pytest.mark.parametrize("flags", ["-mod=mod", "-v -mod=mod", "-modfile=go.alt.mod"])
def test_goflags_that_no_workspace_bears(
    tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    monkeypatch.setenv("GOFLAGS", flags)
    root = repository(tmp_path / "w", SHOP)
    found = state(root)
    assert [one.kind for one in found.preflight.blocking] == ["mod-flag"]
    assert found.next is None
    assert found.step("found").state is StepState.BLOCKED
    write(root, {"go.work": "go 1.21\n\nuse .\n"})
    assert "workspace mode" in go.run("list", ".", cwd=root, GOFLAGS=flags).stderr


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


def test_modules_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GO111MODULE", "off")
    assert "modules-off" in obstacles(repository(tmp_path / "w", SHOP))


@pytest.mark.parametrize("value", ["off", "relative/go.work", "/nowhere/go.work"])
def test_a_gowork_in_the_environment_that_hides_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("GOWORK", value)
    found = obstacles(repository(tmp_path / "w", SHOP))["gowork"]
    assert found.blocks
    assert found.cure == "Run `unset GOWORK`."


def test_a_go_work_above_the_repository_is_told_and_the_new_one_goes_before_it(tmp_path: Path) -> None:
    write(tmp_path, {"go.work": "go 1.21\n"})
    root = repository(tmp_path / "w", SHOP)
    assert not obstacles(root)["gowork"].blocks
    assert all(taken.done for taken in take_all(root))


def test_a_go_work_that_does_not_parse(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", SHOP, {"go.work": "go 1.21\n\nbogus\n"})
    assert "go.work:3: unknown directive: bogus" in obstacles(root)["parse"].message
    assert state(root).next is None


def test_a_generated_go_work_is_not_edited_and_its_generator_named(tmp_path: Path) -> None:
    generated = "// Code generated by hack/work.sh. DO NOT EDIT.\n\ngo 1.21\n\nuse .\n"
    script = "#!/bin/sh\ngo work init\ngo work use .\n"
    root = repository(tmp_path / "w", SHOP, {"go.work": generated, "hack/work.sh": script})
    found = obstacles(root)["generated"]
    assert "hack/work.sh" in found.message
    assert state(root).next is None


def test_a_placeholder_version_of_what_is_not_here(tmp_path: Path, go: Go) -> None:
    root = repository(
        tmp_path / "w",
        ROOT,
        {"a/go.mod": mod("ex.com/a", "require ex.com/gone v0.0.0"), "a/a.go": source("a")},
    )
    assert obstacles(root)["placeholder"].modules == ("a",)
    assert "ex.com/gone@v0.0.0" in used(root, go, ".", "./a")


def test_a_placeholder_version_of_a_sibling_is_replaced_in_go_work(tmp_path: Path, go: Go) -> None:
    """`go list -m all` looks for v0.0.0 even where the workspace uses the module."""
    files: Files = {
        "api/go.mod": mod("ex.com/api"),
        "api/api.go": source("api"),
        "cart/go.mod": mod("ex.com/cart", "require ex.com/api v0.0.0"),
        "cart/cart.go": source("cart", "ex.com/api"),
    }
    root = repository(tmp_path / "w", files)
    assert "ex.com/api@v0.0.0" in used(root, go, "./api", "./cart")
    assert all(taken.done for taken in take_all(root))
    assert "replace ex.com/api v0.0.0 => ./api" in (root / "go.work").read_text()
    assert go.lines("list", "-m", "all", cwd=root) == ["ex.com/api", "ex.com/cart"]


VENDORED: Files = {
    "go.mod": mod("ex.com/r", "require ex.com/lib v1.0.0", go="1.22"),
    "r.go": source("r", "ex.com/lib"),
    "vendor/ex.com/lib/lib.go": source("lib"),
    "a/go.mod": mod("ex.com/a", "require ex.com/other v1.0.0", go="1.22"),
    "a/a.go": source("a", "ex.com/other"),
}
LIB = "# ex.com/lib v1.0.0\n## explicit; go 1.22\nex.com/lib\n"


def test_a_vendor_directory_that_would_go_inconsistent(tmp_path: Path, go: Go) -> None:
    work = "go 1.22\n\nuse .\n"
    root = repository(
        tmp_path / "w", VENDORED, {"vendor/modules.txt": f"## workspace\n{LIB}", "go.work": work}
    )
    found = obstacles(root)["vendor"]
    assert (found.blocks, found.modules) == (True, ("a",))
    assert found.evidence[0].text == "ex.com/other v1.0.0"
    assert go.run("list", ".", cwd=root).returncode == 0
    write(root, {"go.work": "go 1.22\n\nuse .\nuse ./a\n"})
    assert "inconsistent vendoring" in go.run("list", ".", cwd=root).stderr


def test_a_modules_own_vendor_directory_is_out_of_use_in_a_workspace(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", VENDORED, {"vendor/modules.txt": LIB})
    assert not obstacles(root)["vendor"].blocks
    assert go.run("list", "-deps", ".", cwd=root).returncode == 0
    write(root, {"go.work": "go 1.22\n\nuse .\n"})
    assert "ex.com/lib" in go.run("list", "-deps", ".", cwd=root).stderr


def test_folders_that_must_stay_out_each_with_its_reason(tmp_path: Path) -> None:
    dirs = {
        "testdata/t": "testdata",
        "vendor/v": "vendor",
        "_x": "`_`",
        ".y": "`.`",
        "ignored": "git ignores",
    }
    files: Files = {f"{dir}/go.mod": mod(f"ex.com/{dir[-1]}") for dir in dirs}
    files |= {f"{dir}/x.go": source("x") for dir in dirs}
    own: Files = {"own/go.mod": mod("ex.com/own"), "own/o.go": source("o"), "own/go.work": "go 1.21\nuse .\n"}
    root = repository(tmp_path / "w", ROOT, own, {".gitignore": "/ignored\n"})
    write(root, files)
    out = {one.dir: one.why for one in state(root).preflight.stay_out}
    assert set(out) == {*dirs, "own"}
    assert all(word in out[dir] for dir, word in dirs.items())
    assert out["own"] == "it has a go.work of its own"
    take_all(root)
    assert (root / "go.work").read_text() == "go 1.21\n\nuse .\n"


def test_a_go_work_that_git_ignores_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", SHOP, {".gitignore": "bin\ngo.work*\n"})
    found = obstacles(root)["ignored"]
    assert (found.blocks, found.evidence[0].path, found.evidence[0].line) == (False, ".gitignore", 2)


def test_scripts_that_change_meaning_have_their_place(tmp_path: Path) -> None:
    scripts: Files = {
        "Makefile": "list:\n\tgo list -m\n",
        "hack/run": "#!/bin/bash\ngo mod vendor\n",
        "tools.go": source("shop") + "\n//go:generate go run -mod=mod ./gen\n",
        "vendor/x/Makefile": "list:\n\tgo list -m\n",
    }
    root = repository(tmp_path / "w", SHOP, scripts)
    found = [(one.path, one.line) for one in state(root).preflight.scripts]
    assert found == [("Makefile", 2), ("hack/run", 2), ("tools.go", 4)]


def test_a_healthy_repository_has_nothing_in_the_way(tmp_path: Path) -> None:
    flight = state(repository(tmp_path / "w", SHOP)).preflight
    assert (flight.obstacles, flight.stay_out, flight.scripts, flight.unread) == ((), (), (), ())
