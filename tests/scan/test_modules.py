"""Which modules a checkout holds, and of what kind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts, IgnoredBecause, Module, ModuleKind, Tree
from goworkdoctor.scan.gatherer import Skipped
from goworkdoctor.scan.modules import MODULES
from goworkdoctor.scan.tree import TREE
from tests.oracle import commit, write
from tests.scan.examined import examined, look_at


def mod(path: str) -> str:
    return f"module example.com/{path}\n\ngo 1.24\n"


def modules(root: Path, **more: object) -> dict[str, Module]:
    facts = examined(root, TREE, MODULES, **more)
    return {module.dir: module for module in facts.modules or ()}


def test_modules_come_by_directory_with_what_their_files_say(tmp_path: Path) -> None:
    write(tmp_path, {"b/go.mod": mod("b"), "go.mod": mod("r"), "a/c/go.mod": mod("c"), "a/x.go": ""})
    found = modules(tmp_path)
    assert [(each.dir, each.kind, each.path, each.go) for each in found.values()] == [
        (".", ModuleKind.ROOT, "example.com/r", "1.24"),
        ("a/c", ModuleKind.NESTED, "example.com/c", "1.24"),
        ("b", ModuleKind.NESTED, "example.com/b", "1.24"),
    ]


@pytest.mark.parametrize(
    ("dir", "because"),
    [
        ("vendor/x", IgnoredBecause.VENDOR),
        ("a/vendor", IgnoredBecause.VENDOR),
        ("a/testdata/b", IgnoredBecause.TESTDATA),
        ("_a", IgnoredBecause.UNDERSCORE),
        ("a/_b/c", IgnoredBecause.UNDERSCORE),
        (".build-tools", IgnoredBecause.DOT),
        (".x/testdata", IgnoredBecause.DOT),
    ],
)
def test_a_module_below_such_a_folder_is_ignored(tmp_path: Path, dir: str, because: IgnoredBecause) -> None:
    found = modules(write(tmp_path, {f"{dir}/go.mod": mod("x")}))[dir]
    assert (found.kind, found.ignored_because, found.ignored) == (ModuleKind.IGNORED, because, True)


def test_git_tells_what_is_untracked_and_what_is_ignored(tmp_path: Path) -> None:
    commit(write(tmp_path, {"go.mod": mod("r"), ".gitignore": "out/\n"}))
    write(tmp_path, {"out/go.mod": mod("out"), "new/go.mod": mod("new")})
    found = modules(tmp_path)
    assert found["out"].ignored_because is IgnoredBecause.GITIGNORED
    assert (found["new"].kind, found["new"].tracked) == (ModuleKind.NESTED, False)
    assert found["."].tracked


def test_a_root_module_counts_even_if_git_ignores_it(tmp_path: Path) -> None:
    commit(write(tmp_path, {".gitignore": "go.mod\n"}))
    assert modules(write(tmp_path, {"go.mod": mod("r")}))["."].kind is ModuleKind.ROOT


def test_staging_modules_lie_below_a_staging_root_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path, {f"{dir}/go.mod": mod("x") for dir in ("staging/src/k8s.io/api", "kits/a", "staging/x")})
    assert {dir: each.kind for dir, each in modules(tmp_path).items()} == {
        "kits/a": ModuleKind.NESTED,
        "staging/src/k8s.io/api": ModuleKind.STAGING,
        "staging/x": ModuleKind.NESTED,
    }
    assert modules(tmp_path, staging_roots=("kits",))["kits/a"].kind is ModuleKind.STAGING


def test_a_module_in_a_git_submodule_is_of_that_kind(tmp_path: Path) -> None:
    write(tmp_path, {"sub/go.mod": mod("s"), "sub/a/go.mod": mod("a"), "subway/go.mod": mod("w")})
    files = frozenset({"sub/go.mod", "sub/a/go.mod", "subway/go.mod"})
    tree = Tree(tmp_path, git=True, tracked=files, gitlinks={"sub": "0" * 40})
    found = MODULES.gather(look_at(tmp_path), Facts(tmp_path, tree=tree))
    assert isinstance(found, tuple)
    kinds = {each.dir: each.kind for each in found}
    assert kinds == {"sub": ModuleKind.SUBMODULE, "sub/a": ModuleKind.SUBMODULE, "subway": ModuleKind.NESTED}


def test_a_broken_go_mod_is_a_module_with_an_error(tmp_path: Path) -> None:
    broken = modules(write(tmp_path, {"a/go.mod": "<<<<<<< HEAD\n"}))["a"]
    assert broken.mod is None
    assert broken.error is not None
    assert (broken.error.file, broken.error.line) == ("a/go.mod", 1)


def test_what_is_no_file_is_no_module(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": mod("r"), "a/go.mod/x.go": "package x\n"})
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling/go.mod").symlink_to("nowhere")
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop/go.mod").symlink_to("go.mod")
    assert list(modules(tmp_path)) == ["."]


def test_a_pipe_in_place_of_a_go_mod_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go.mod")
    tree = Tree(tmp_path, git=False, tracked=frozenset({"go.mod"}))
    (found,) = MODULES.gather(look_at(tmp_path), Facts(tmp_path, tree=tree))  # type: ignore[misc]
    assert "not a regular file" in str(found.error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_go_mod_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": mod("r")}).joinpath("go.mod").chmod(0)
    assert str(modules(tmp_path)["."].error) == "go.mod: open go.mod: permission denied"


def test_a_linked_go_mod_counts(tmp_path: Path) -> None:
    write(tmp_path, {"real.mod": mod("r")})
    (tmp_path / "go.mod").symlink_to("real.mod")
    assert modules(tmp_path)["."].path == "example.com/r"


def test_names_that_are_no_utf_8_are_kept(tmp_path: Path) -> None:
    dir = os.fsdecode(b"caf\xe9")
    write(tmp_path, {f"{dir}/go.mod": mod("x")})
    assert list(modules(tmp_path)) == [dir]


def test_without_a_tree_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Skipped):
        MODULES.gather(look_at(tmp_path), Facts(tmp_path))
