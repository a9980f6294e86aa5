"""What patterns match and how they fail, held against real go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goworkdoctor.golang.layout import Layout, ModuleRoot
from goworkdoctor.golang.patterns import expand
from tests.oracle import Go, write

MODULE = "module example.com/{}\n\ngo 1.21\n"
FILES = {
    "m/go.mod": MODULE.format("r"),
    "m/n/go.mod": MODULE.format("r/n"),
    "o/go.mod": MODULE.format("o"),
    "m/empty/readme": "",
    "m/win/a_windows.go": "package win\n",
    **{
        f"{dir}/a.go": "package a\n"
        for dir in (
            *("m", "m/sub", "m/sub/deep", "m/testdata/x", "m/testdata/x/y", "m/_u", "m/.d/z", "m/vendor/v"),
            *("m/sub/vendor/w", "m/n", "m/n/d", "o", "o/b", "o/a@b", "no"),
        )
    },
}
PATHS = {"m": "r", "m/n": "r/n", "o": "o"}
BOTH, ONE = ("m", "m/n"), ("m",)
CALM = {"GOFLAGS": "-mod=readonly", "GOOS": "linux"}


def layout(root: Path, files: dict[str, str], paths: dict[str, str], ignores: tuple[str, ...] = ()) -> Layout:
    """The layout of written files; every module has the same ignore paths."""
    packages: dict[str, bool] = {}
    for path in files:
        dir, _, name = path.rpartition("/")
        if name.endswith(".go"):
            packages[dir or "."] = packages.get(dir or ".", False) or not name.endswith("_windows.go")
    modules = {dir: ModuleRoot(f"example.com/{path}", ignores) for dir, path in paths.items()}
    return Layout(str(root), modules, packages, {str(Path(path).parent) for path in files})


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files on disk, and a go.work for each set of used modules."""
    root = write(tmp_path_factory.mktemp("patterns").resolve(), FILES)
    for used in (BOTH, ONE):
        lines = "".join(f"use ./{dir}\n" for dir in used)
        write(root, {work_file(used): f"go 1.21\n\n{lines}"})
    return root


def work_file(used: tuple[str, ...] | None) -> str:
    return f"{len(used)}.work" if used else "off"


def ask(go: Go, root: Path, cwd: str, used: tuple[str, ...] | None, pattern: str) -> tuple[list[str], str]:
    """The directories that go lists, relative to root, and the error that it prints."""
    gowork = str(root / work_file(used)) if used else "off"
    done = go.run("list", "-f", "{{.Dir}}", pattern, cwd=root / cwd, GOWORK=gowork, **CALM)
    error = "" if "matched no packages" in done.stderr else done.stderr.removesuffix("\n")
    return sorted(str(Path(dir).relative_to(root)) for dir in done.stdout.splitlines()), error


LOCAL = [
    *("./...", ".", "./", "./sub", "./sub/", "./sub/...", "./s...", "./.../deep", ".//sub/../sub"),
    *("./gone", "./gone/...", "./empty", "./empty/...", "./win", "./win/...", "..", "../..."),
    *("./testdata/x", "./testdata/x/...", "./testdata/...", "./_u", "./_u/...", "./.d/...", "./.d/z/..."),
    *("./vendor/...", "./vendor/v", "./sub/vendor/...", "./sub/vendor/w"),
    *("./n", "./n/...", "./n/d", "./n/gone", "./n/gone/...", "../o", "../o/...", "../no", "../no/..."),
]
IMPORTS = [
    *("example.com/r", "example.com/r/sub", "example.com/r/win", "example.com/r/testdata/x"),
    *("example.com/r/...", "example.com/r/n/...", "example.com/.../deep", "example.com/r/testdata/..."),
    *("example.com/r/sub/vendor/...", "work"),
]


@pytest.mark.parametrize("pattern", LOCAL + IMPORTS)
def test_in_a_module_a_pattern_means_what_it_means_to_go(go: Go, tree: Path, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "m")
    assert (list(found.dirs), found.error) == ask(go, tree, "m", None, pattern)


@pytest.mark.parametrize(
    "pattern", ["./n", "./n/...", "./n/d", "../o", "../o/...", "../no", "../no/...", "work"]
)
@pytest.mark.parametrize("used", [BOTH, ONE], ids=["both", "one"])
def test_in_a_workspace_too(go: Go, tree: Path, used: tuple[str, ...], pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "m", used)
    assert (list(found.dirs), found.error) == ask(go, tree, "m", used, pattern)


@pytest.mark.parametrize("pattern", ["example.com/r/n", "example.com/r/n/...", "example.com/..."])
def test_import_paths_reach_every_used_module(go: Go, tree: Path, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "m", BOTH)
    assert (list(found.dirs), found.error) == ask(go, tree, "m", BOTH, pattern)


@pytest.mark.parametrize("cwd", [".", "o", "o/b", "no"])
@pytest.mark.parametrize("pattern", ["./...", ".", "work"])
def test_where_no_used_module_is(go: Go, tree: Path, cwd: str, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), cwd, BOTH)
    assert (list(found.dirs), found.error) == ask(go, tree, cwd, BOTH, pattern)


@pytest.mark.parametrize("pattern", ["./...", ".", "./gone", "work"])
def test_where_no_module_is(go: Go, tree: Path, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "no")
    assert (list(found.dirs), found.error) == ask(go, tree, "no", None, pattern)


@pytest.mark.parametrize("pattern", ["./sub/...", "./n/...", "./gone", "example.com/r/..."])
def test_old_go_says_the_same(any_go: Go, tree: Path, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "m")
    assert (list(found.dirs), found.error) == ask(any_go, tree, "m", None, pattern)


def test_a_directory_with_an_at_sign_makes_the_whole_pattern_fail(go: Go, tree: Path) -> None:
    found = expand("./...", layout(tree, FILES, PATHS), "o")
    assert found.dirs == ("o", "o/b")
    assert found.error == ask(go, tree, "o", None, "./...")[1] != ""


def test_an_absolute_directory_is_one_too(go: Go, tree: Path) -> None:
    for pattern in (f"{tree}/m/sub/...", f"{tree}/m/n", f"{tree}/gone"):
        found = expand(pattern, layout(tree, FILES, PATHS), "m")
        assert (list(found.dirs), found.error) == ask(go, tree, "m", None, pattern)


def test_work_is_a_word_only_since_go_1_25(tree: Path) -> None:
    place = layout(tree, FILES, PATHS)
    assert expand("work", place, "m", minor=24).error == "package work is not in std"
    assert expand("work", place, "m", minor=25).dirs == expand("work", place, "m").dirs != ()


@pytest.mark.parametrize("pattern", ["all", "std", "./a.go", "golang.org/x/mod", "fmt"])
def test_what_a_layout_cannot_tell_is_unknown(tree: Path, pattern: str) -> None:
    found = expand(pattern, layout(tree, FILES, PATHS), "m")
    assert found.unknown
    assert not found.dirs


def test_import_wildcards_may_match_dependencies_too(tree: Path) -> None:
    assert expand("example.com/...", layout(tree, FILES, PATHS), "m").unknown


NAMES = st.sampled_from(["a", "b", "vendor", "testdata", "_u", ".d"])
DIRS = st.lists(NAMES, max_size=3).map(lambda names: "/".join(names) or ".")
IGNORES = st.lists(st.sampled_from(["./a", "b", "a/b", "./b/a", "./"]), max_size=2, unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    packages=st.dictionaries(DIRS, st.sampled_from(["a.go", "a_test.go", "a_windows.go"]), max_size=8),
    nested=st.sets(DIRS, max_size=2),
    ignores=IGNORES,
    start=DIRS,
)
def test_any_tree_is_entered_as_go_enters_it(
    go: Go,
    tmp_path_factory: pytest.TempPathFactory,
    packages: dict[str, str],
    nested: set[str],
    ignores: list[str],
    start: str,
) -> None:
    root = tmp_path_factory.mktemp("any").resolve()
    paths = {".": "r"} | {dir: f"m{number}" for number, dir in enumerate(sorted(nested - {"."}))}
    lines = "".join(f"ignore {path}\n" for path in ignores)
    files = {
        f"{dir}/go.mod": f"module example.com/{path}\n\ngo 1.25\n\n{lines}" for dir, path in paths.items()
    }
    files |= {f"{dir}/{name}": "package a\n" for dir, name in packages.items()} | {f"{start}/x": ""}
    files = {path.removeprefix("./"): text for path, text in files.items()}
    write(root, files)
    place = layout(root, files, paths, tuple(ignores))
    for pattern in ("./...", f"./{start}/...", "example.com/r/..."):
        found = expand(pattern, place)
        assert (list(found.dirs), found.error) == ask(go, root, ".", None, pattern)
