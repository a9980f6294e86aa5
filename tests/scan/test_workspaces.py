"""Which go.work go would use, what it uses, and which others lie around."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.model.facts import Environment, Facts, Setting, Toolchain, Tree, Workspaces
from goworkdoctor.scan.gatherer import Skipped
from goworkdoctor.scan.modules import MODULES
from goworkdoctor.scan.tree import TREE
from goworkdoctor.scan.workspaces import WORKSPACES, find_work_file
from tests.oracle import Go, write
from tests.scan.examined import examined, look_at


def mod(path: str) -> str:
    return f"module example.com/{path}\n\ngo 1.21\n"


def work(*uses: str) -> str:
    return "go 1.21\n\n" + "".join(f"use {use}\n" for use in uses)


def workspaces(root: Path, **environ: str) -> Workspaces:
    found = examined(root, TREE, MODULES, WORKSPACES, environ=environ).workspaces
    assert found
    return found


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with a module, below a folder for other things."""
    return write(tmp_path / "src" / "repo", {"a/go.mod": mod("a"), "a/a.go": "package a\n"})


def test_the_root_has_its_own(repo: Path) -> None:
    active = workspaces(write(repo, {"go.work": work("./a")})).active
    assert active
    assert (active.file, active.dir, active.origin) == ("go.work", ".", "found")
    assert [(use.written, use.line, use.dir, use.exists, use.path) for use in active.uses] == [
        ("./a", 3, "a", True, "example.com/a")
    ]


def test_the_nearest_above_counts_even_above_the_repository(repo: Path) -> None:
    write(repo.parent, {"go.work": work("./repo/a", "./other"), "other/go.mod": mod("other")})
    write(repo.parent.parent, {"go.work": work("./elsewhere")})
    active = workspaces(repo).active
    assert active
    assert (active.file, active.dir) == ("../go.work", "..")
    assert [(use.dir, use.path) for use in active.uses] == [
        ("a", "example.com/a"),
        ("../other", "example.com/other"),
    ]


def test_none_is_none(repo: Path) -> None:
    assert workspaces(repo) == Workspaces()


@pytest.mark.parametrize("value", ["", "auto"])
def test_an_empty_gowork_says_nothing(repo: Path, value: str) -> None:
    active = workspaces(write(repo, {"go.work": work("./a")}), GOWORK=value).active
    assert active
    assert active.origin == "found"


def test_gowork_off_leaves_the_own_one_as_a_stray(repo: Path) -> None:
    found = workspaces(write(repo, {"go.work": work("./a")}), GOWORK="off")
    assert (found.active, found.off, found.problem) == (None, True, "")
    assert [(stray.file, stray.used_dirs) for stray in found.stray] == [("go.work", {"a"})]


def test_gowork_may_name_any_file_anywhere(repo: Path) -> None:
    write(repo, {"go.work": work("./a")})
    other = write(repo.parent, {"x/my.txt": work("../repo/a")}) / "x/my.txt"
    found = workspaces(repo, GOWORK=str(other))
    assert found.active
    assert (found.active.file, found.active.dir, found.active.origin) == ("../x/my.txt", "../x", "GOWORK")
    assert found.active.used_dirs == {"a"}
    assert [stray.file for stray in found.stray] == ["go.work"]


@pytest.mark.parametrize("gowork", ["go.work", "{}/gone/go.work", "{}"])
def test_a_gowork_that_leads_nowhere_is_told_in_gos_words(any_go: Go, repo: Path, gowork: str) -> None:
    gowork = gowork.format(repo)
    found = workspaces(write(repo, {"go.work": work("./a")}), GOWORK=gowork)
    assert found.active is None
    said = any_go.run("list", "-m", cwd=repo, GOWORK=gowork).stderr

    def short(text: str) -> str:
        return text.replace(f"{repo}/", "").replace(str(repo), ".")

    assert short(said) == f"go: {short(found.problem)}\n"


@pytest.mark.parametrize(
    ("environ", "file"),
    [({}, "go.work"), ({"GOWORK": "off"}, "off"), ({"GOWORK": "/x.work"}, "/x.work")],
)
def test_go_env_names_the_same_file(go: Go, repo: Path, environ: dict[str, str], file: str) -> None:
    write(repo.parent, {"go.work": work()})
    write(repo, {"go.work": work("./a")})
    (said,) = go.lines("env", "GOWORK", cwd=repo, **environ)
    assert said == (str(repo / file) if file == "go.work" else file)
    active = workspaces(repo, **environ).active
    assert (active.file if active else None) == (file if file == "go.work" else None)


@pytest.mark.parametrize("use", ["./a", "a", "./a/", "../repo/a", "./b/../a", "{}/a", '"./a"'])
def test_every_spelling_of_a_directory_leads_to_it(go: Go, repo: Path, use: str) -> None:
    write(repo, {"go.work": work(use.format(repo))})
    active = workspaces(repo).active
    assert active
    assert [(each.dir, each.exists) for each in active.uses] == [("a", True)]
    assert go.lines("list", "-m", "-f", "{{.Dir}}", cwd=repo) == [str(repo / "a")]


def test_a_link_and_what_it_leads_to_are_two_directories(go: Go, repo: Path) -> None:
    (repo / "link").symlink_to("a")
    active = workspaces(write(repo, {"go.work": work("./link")})).active
    assert active
    assert [each.dir for each in active.uses] == ["link"]
    assert go.lines("list", "-m", "-f", "{{.Dir}}", cwd=repo) == [str(repo / "link")]


def test_a_use_exists_where_a_go_mod_is(repo: Path) -> None:
    write(repo, {"go.work": work("./gone", "./empty", "./dir", "./bad"), "empty/x": "", "dir/go.mod/x": ""})
    active = workspaces(write(repo, {"bad/go.mod": "nonsense\n"})).active
    assert active
    assert [each.exists for each in active.uses] == [False, False, False, True]
    assert active.uses[3].error is not None
    assert active.used_dirs == {"bad"}


def test_a_broken_go_work_is_the_active_one_all_the_same(repo: Path) -> None:
    active = workspaces(write(repo, {"go.work": "use ./a\nbogus\n"})).active
    assert active
    assert active.work is None
    assert active.uses == ()
    assert str(active.error) == "go.work:2: unknown directive: bogus"


def test_a_directory_of_that_name_is_passed_by(repo: Path) -> None:
    write(repo, {"go.work/x": ""})
    write(repo.parent, {"go.work": work()})
    active = workspaces(repo).active
    assert active
    assert active.file == "../go.work"


def test_all_others_are_strays_wherever_they_lie(repo: Path) -> None:
    lines = work("./b", "../a", "../../out")
    write(repo, {"go.work": work(), "c/go.work": lines, "vendor/x/go.work": "garbage\n", "c/go.work.sum": ""})
    strays = workspaces(repo).stray
    assert [(stray.file, stray.dir, stray.used_dirs) for stray in strays] == [
        ("c/go.work", "c", {"c/b", "a", "../out"}),
        ("vendor/x/go.work", "vendor/x", set()),
    ]
    assert strays[1].error is not None


def test_with_modules_off_no_workspace_is_used(go: Go, repo: Path) -> None:
    write(repo, {"go.work": work("./a")})
    off = Environment((Setting("GO111MODULE", "off", "environment"),))
    tree = Tree(repo, git=False, tracked=frozenset({"go.work"}))
    found = WORKSPACES.gather(look_at(repo), Facts(repo, tree=tree, environment=off))
    assert isinstance(found, Workspaces)
    assert found.active is None
    assert [stray.file for stray in found.stray] == ["go.work"]
    assert go.lines("env", "GOWORK", cwd=repo, GO111MODULE="off") == [str(repo / "go.work")]
    assert go.run("list", "-m", cwd=repo, GO111MODULE="off").returncode != 0


def test_the_search_does_not_go_up_into_goroot(tmp_path: Path) -> None:
    write(tmp_path, {"go/go.work": work(), "go/src/x": ""})
    assert find_work_file(tmp_path / "go/src", str(tmp_path / "go")) is None
    assert find_work_file(tmp_path / "go/src", "/usr/lib/go") == tmp_path / "go/go.work"
    assert find_work_file(tmp_path / "go", f"{tmp_path}/go/") == tmp_path / "go/go.work"


def test_goroot_is_the_toolchains(tmp_path: Path) -> None:
    write(tmp_path, {"go/go.work": work(), "go/src/x": ""})
    tree = Tree(tmp_path / "go/src", git=False)
    facts = Facts(tree.root, tree=tree, toolchain=Toolchain(goroot=str(tmp_path / "go")))
    assert WORKSPACES.gather(look_at(tree.root), facts) == Workspaces()


def test_a_pipe_in_its_place_does_not_block(repo: Path) -> None:
    os.mkfifo(repo / "go.work")
    active = workspaces(repo).active
    assert active
    assert "not a regular file" in str(active.error)


def test_without_a_tree_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Skipped):
        WORKSPACES.gather(look_at(tmp_path), Facts(tmp_path))
