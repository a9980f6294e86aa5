"""The packages of every module, held against `go list ./...`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.facts import Tests as Counts
from goworkdoctor.model.reach import packages_by_module, reach
from goworkdoctor.scan.gatherer import Skipped
from goworkdoctor.scan.packages import PACKAGES
from tests.oracle import Go, commit, write
from tests.scan.examined import LINUX, examined, look_at, packages

MOD = "module example.com/r\n\ngo 1.21\n"
GO = "package a\n"
TEST = 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n'


def listed(go: Go, root: Path, pattern: str = "./...", **env: str) -> list[str]:
    """What go lists, also of what is broken."""
    done = go.run(
        "list", "-e", pattern, cwd=root, **(LINUX | {"GOWORK": "off", "GOFLAGS": "-mod=readonly"} | env)
    )
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.splitlines())


def dirs(facts: Facts, module: str = ".") -> list[str]:
    return [each.dir for each in facts.packages or () if each.module == module]


ENTERED = {
    "a.go": GO,
    "a/b/a.go": GO,
    "only_tests/a_test.go": TEST,
    "outside_test/a_test.go": "package outside_test\n",
    "vendor/a.go": GO,
    "sub/vendor/a.go": GO,
    "Godeps/a.go": GO,
    "builtin/a.go": GO,
    "x.go/a.go": GO,
    "[bold]/a.go": GO,
    "sp ace/a.go": GO,
    "ü/a.go": GO,
    "~x/a.go": GO,
    "dot./a.go": GO,
    "quo'te/a.go": GO,
    "cgo/a.go": 'package a\n\nimport "C"\n',
    "cgo_test/a_test.go": 'package a\n\nimport "C"\n',
    "missing_import/a.go": 'package a\n\nimport "example.com/none"\n',
    "two_names/a.go": GO,
    "two_names/b.go": "package b\n",
    "broken/a.go": "pakcage a\n",
    "broken_beside/a.go": GO,
    "broken_beside/b.go": "garbage",
    "broken_body/a.go": "package a\nfunc {{{\n",
    "broken_constraint/a.go": "//go:build (((\n\npackage a\n",
    "nul/a.go": b"//go:build e2e\n\npackage a \0\n",
    "empty_file/a.go": "",
    "bom/a.go": b"\xef\xbb\xbfpackage a\n",
    "latin1/a.go": b"package a // caf\xe9\n",
    "linux/a_linux.go": GO,
    "tagged/a.go": "//go:build linux && amd64 && unix && gc && go1.5\n\npackage a\n",
}
PASSED_BY = {
    "windows/a_windows.go": GO,
    "tag/a.go": "//go:build e2e\n\npackage a\n",
    "tag_test/a_test.go": f"//go:build e2e\n\n{TEST}",
    "broken_windows/a_windows.go": "pakcage a\n",
    "broken_tag/a.go": "//go:build e2e\n\npakcage a\n",
    "broken_name/a.go": "// +build e2e\n\npackage\n",
    "documentation/a.go": "package documentation\n",
    "hidden/_a.go": GO,
    "hidden/.a.go": GO,
    "folder/a.go/x": "",
    "text/a.txt": GO,
    "testdata/a.go": GO,
    "_x/a.go": GO,
    ".x/a.go": GO,
    "vendor/v/a.go": GO,
    "sub/vendor/v/a.go": GO,
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with every kind of folder that `./...` meets."""
    root = write(tmp_path_factory.mktemp("odd"), {"go.mod": MOD, **ENTERED, **PASSED_BY})
    for name, target in {"l1/a.go": "../a.go", "l2/a.go": "../a", "l3": "a"}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(target)
    return root


def test_a_package_is_what_go_lists(any_go: Go, odd: Path) -> None:
    found = packages(examined(odd))
    assert sorted(found) == listed(any_go, odd)
    assert {dir.rpartition("/")[0] or "." for dir in ENTERED} | {"l1"} == {
        each.removeprefix("example.com/r").removeprefix("/") or "." for each in found
    }


@pytest.mark.parametrize(
    ("platform", "env"),
    [
        (Platform("windows", "amd64", False), {"GOOS": "windows", "CGO_ENABLED": "0"}),
        (Platform("linux", "arm64", False), {"GOARCH": "arm64", "CGO_ENABLED": "0"}),
        (Platform("linux", "amd64", True, tags=frozenset({"e2e"})), {"GOFLAGS": "-mod=readonly -tags=e2e"}),
    ],
    ids=["windows", "arm64 without cgo", "e2e"],
)
def test_on_other_platforms_too(go: Go, odd: Path, platform: Platform, env: dict[str, str]) -> None:
    assert sorted(packages(examined(odd, platform=platform))) == listed(go, odd, **env)


def test_a_file_that_is_not_for_this_platform_is_kept_and_not_built(odd: Path) -> None:
    found = {each.dir: each for each in examined(odd).packages or ()}
    assert not found["windows"].listed
    assert [(file.name, file.built) for file in found["windows"].files] == [("a_windows.go", False)]
    assert not found["tag_test"].listed
    assert found["tag_test"].tests == Counts(tag_gated=1)


def test_each_module_has_its_own_packages(any_go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": MOD, "a.go": GO, "b/a.go": GO, "b/n/go.mod": MOD + "\n", "b/n/a.go": GO})
    write(tmp_path, {"b/n/c/a.go": GO, "testdata/t/go.mod": MOD, "testdata/t/a.go": GO, "_x/y/a.go": GO})
    facts = examined(tmp_path)
    assert packages(facts) == listed(any_go, tmp_path) == ["example.com/r", "example.com/r/b"]
    assert packages(facts, "b/n") == listed(any_go, tmp_path / "b/n")
    assert dirs(facts, "testdata/t") == []


def test_a_checkout_without_a_root_module_has_packages_below(tmp_path: Path) -> None:
    write(tmp_path, {"a.go": GO, "m/go.mod": MOD, "m/x/a.go": GO, "lost/a.go": GO})
    assert [each.dir for each in examined(tmp_path).packages or ()] == ["m/x"]


def test_ignore_lines_are_obeyed(go: Go, tmp_path: Path) -> None:
    lines = "ignore (\n\t./gen\n\tdata\n\ta/b\n)\n"
    write(tmp_path, {"go.mod": f"module example.com/r\n\ngo 1.25\n\n{lines}"})
    write(
        tmp_path, {f"{dir}/a.go": GO for dir in ("gen", "x/gen", "data", "x/data/y", "a/b", "x/a/b", "a/c")}
    )
    assert (
        packages(examined(tmp_path)) == listed(go, tmp_path) == ["example.com/r/a/c", "example.com/r/x/gen"]
    )


@pytest.mark.parametrize("broken", ["nonsense\n", "go 1.21\n", ""])
def test_a_module_that_go_cannot_load_has_none(go: Go, tmp_path: Path, broken: str) -> None:
    write(tmp_path, {"go.mod": broken, "a.go": GO})
    assert go.run("list", "-e", "./...", cwd=tmp_path).stdout == ""
    assert examined(tmp_path).packages == ()


def test_untracked_and_git_ignored_files_are_seen_as_go_sees_them(go: Go, tmp_path: Path) -> None:
    commit(write(tmp_path, {"go.mod": MOD, "a.go": GO, ".gitignore": "out/\n*_gen.go\n"}))
    write(tmp_path, {"out/a.go": GO, "new/a.go": GO, "a_gen.go": GO})
    facts = examined(tmp_path)
    assert (
        packages(facts) == listed(go, tmp_path) == ["example.com/r", "example.com/r/new", "example.com/r/out"]
    )
    assert [file.name for file in (facts.packages or ())[0].files] == ["a.go", "a_gen.go"]


def test_a_deleted_file_is_gone(tmp_path: Path) -> None:
    commit(write(tmp_path, {"go.mod": MOD, "a.go": GO, "b/a.go": GO}))
    (tmp_path / "b/a.go").unlink()
    assert packages(examined(tmp_path)) == ["example.com/r"]


def test_what_work_lists_is_the_sum_over_the_used_modules(go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"go.work": "go 1.21\n\nuse ./a\nuse ./a/b\n", "a/go.mod": MOD, "a/x/a.go": GO})
    write(
        tmp_path,
        {"a/b/go.mod": "module example.com/b\n", "a/b/a.go": GO, "c/go.mod": "module example.com/c\n"},
    )
    facts = examined(write(tmp_path, {"c/a.go": GO}))
    counts = packages_by_module(facts)
    assert sum(counts[dir] for dir in reach(facts).work) == len(listed(go, tmp_path, "work", GOWORK="")) == 2


def test_tests_are_counted_where_they_are_built(tmp_path: Path) -> None:
    ginkgo = 'package a\n\nimport . "github.com/onsi/ginkgo/v2"\n\nvar _ = It("works", func() {})\n'
    functions = """package a

import "testing"

func TestOne(t *testing.T)      {}
func TestTwo(t *testing.T)      {}
func TestMain(m *testing.M)     {}
func BenchmarkA(b *testing.B)   {}
func FuzzA(f *testing.F)        {}
func ExampleA() {
	// Output: a
}
"""
    files = {"a_test.go": functions, "a_windows_test.go": functions, "spec_test.go": ginkgo, "a.go": GO}
    gated = f"//go:build e2e\n\n{functions}"
    (found,) = examined(write(tmp_path, {"go.mod": MOD, "gated_test.go": gated, **files})).packages or ()
    assert found.tests == Counts(test=2, benchmark=1, fuzz=1, example=1, tag_gated=10, specs=1)
    assert [file.built for file in found.files] == [True, True, False, False, True]


def test_a_pipe_a_socket_and_a_loop_do_not_block(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": MOD, "a.go": GO})
    os.mkfifo(tmp_path / "pipe.go")
    (tmp_path / "loop.go").symlink_to("loop.go")
    (tmp_path / "null.go").symlink_to("/dev/zero")
    (found,) = examined(tmp_path).packages or ()
    assert [file.name for file in found.files] == ["a.go"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_broken_and_its_package_listed(go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": MOD, "b/a.go": GO}).joinpath("b/a.go").chmod(0)
    assert packages(examined(tmp_path)) == listed(go, tmp_path) == ["example.com/r/b"]


def test_names_that_are_no_utf_8_are_no_trouble(tmp_path: Path) -> None:
    dir = os.fsdecode(b"caf\xe9")
    assert dirs(examined(commit(write(tmp_path, {"go.mod": MOD, f"{dir}/{dir}.go": GO})))) == [dir]


def test_a_big_file_is_read_all_the_same(tmp_path: Path) -> None:
    big = TEST + "// a comment of some length\n" * 200_000 + "func TestB(t *testing.T) {}\n"
    (found,) = examined(write(tmp_path, {"go.mod": MOD, "a_test.go": big})).packages or ()
    assert found.tests.test == 2


def test_cancelling_ends_it(tmp_path: Path) -> None:
    facts = examined(write(tmp_path, {"go.mod": MOD, "a.go": GO}))
    look = look_at(tmp_path)
    look.cancelled.set()
    with pytest.raises(Skipped, match="cancelled"):
        PACKAGES.gather(look, facts)


def test_without_modules_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Skipped):
        PACKAGES.gather(look_at(tmp_path), Facts(tmp_path))
