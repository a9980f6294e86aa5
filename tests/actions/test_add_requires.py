"""Siblings that are imported are required: as the repository does it, so that real go builds outside too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from goworkdoctor.actions.add_requires import ADD_REQUIRES
from goworkdoctor.actions.siblings import requirement
from goworkdoctor.config import Settings
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.examine import examine
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.golang.releases import pseudo
from goworkdoctor.model.facts import Facts, Tags
from goworkdoctor.model.plan import Plan
from tests.builders import facts, module
from tests.oracle import Go, commit, write
from tests.repositories import git
from tests.treating import snapshot

LIB = "ex.com/r/lib"


def mod(path: str, *lines: str) -> str:
    return f"module {path}\n\ngo 1.21\n" + "".join(f"\n{line}\n" for line in lines)


def needs(name: str) -> tuple[str, str]:
    return f"require ex.com/r/{name} v0.0.0", f"replace ex.com/r/{name} => ../{name}"


def importing(*paths: str) -> str:
    return "package x\n\n" + "".join(f'import _ "{path}"\n' for path in paths)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """`a` imports `lib`, which needs `low`, and `aid` for its tests; a's go.mod says nothing of them."""
    return write(
        tmp_path / "repo",
        {
            "go.work": "go 1.21\n\nuse (\n\t./a\n\t./aid\n\t./lib\n\t./low\n)\n",
            "a/go.mod": "// Ours.\n" + mod("ex.com/r/a"),
            "a/a.go": importing(LIB),
            "lib/go.mod": mod(LIB, *(line for name in ("low", "aid") for line in needs(name))),
            "lib/l_test.go": importing("ex.com/r/aid"),
            "aid/go.mod": mod("ex.com/r/aid"),
            "aid/a.go": "package x\n",
            "lib/l.go": importing("ex.com/r/low"),
            "low/go.mod": mod("ex.com/r/low"),
            "low/l.go": "package x\n",
        },
    )


def plan(root: Path, go: Go, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setenv("PATH", str(go.path.parent), prepend=":")
    report = examine(root, Settings(select=("GM302",), wanted=ADD_REQUIRES.needs))
    return preview(report.facts, ADD_REQUIRES, report.findings)


def test_real_go_builds_outside_the_workspace_afterwards(
    any_go: Go, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)
    assert any_go.run("build", ".", cwd=root / "a", GOWORK="off").returncode
    receipt = apply(plan(root, any_go, monkeypatch))
    assert receipt.state == "applied"
    assert any_go.lines("list", "-deps", "-f", "{{.Module}}", cwd=root / "a", GOWORK="off")
    text = (root / "a/go.mod").read_text()
    assert text.startswith("// Ours.\n")
    assert [f"{name} v0.0.0" in text for name in ("lib", "low", "aid")] == [True, True, False]
    assert [f"{name} => ../{name}" in text for name in ("lib", "low", "aid")] == [True, True, True]
    assert not any_go.run("mod", "tidy", cwd=untouched(root / "a", root)).returncode
    assert undo(receipt.id, root).state == "undone"
    assert snapshot(root) == before


def test_what_one_sibling_brings_along_and_another_import_needs_is_required(
    go: Go, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`a` imports `aid` itself, which `lib` would only have brought along for its tests."""
    write(root, {"a/a.go": importing(LIB, "ex.com/r/aid")})
    apply(plan(root, go, monkeypatch))
    assert "ex.com/r/aid v0.0.0" in (root / "a/go.mod").read_text()
    assert not go.run("build", ".", cwd=root / "a", GOWORK="off").returncode


def untouched(module: Path, root: Path) -> Path:
    """A copy of the checkout, to run what writes in."""
    copy = root.with_name("copy")
    shutil.copytree(root, copy)
    return copy / module.relative_to(root)


def requires(version: str, replaced: bool, *more: str) -> Facts:
    """`b` requires `lib` so, and `a` does not yet; tags are those given."""
    replaces = [(LIB, "../lib")] if replaced else []
    b = module("b", requires=[(LIB, version)], replaces=replaces)
    return facts(module("a"), b, module("lib", LIB), module("new", "ex.com/r/new/v2"), tags=tags(*more))


def tags(*names: str) -> Tags:
    return Tags(frozenset(names), "0123456789abcdef0123", "20260102030405")


@pytest.mark.parametrize(("version", "replaced"), [("v0.0.0", True), ("v1.3.0", False), ("v1.3.0", True)])
def test_a_sibling_that_others_require_is_required_as_they_do(version: str, replaced: bool) -> None:
    world = requires(version, replaced, "lib/v1.9.0")
    a, _, lib, _ = world.counted_modules
    how = requirement(world, a, lib)
    assert (how.version, how.replaced, how.why) == (version, replaced, "as b has it")


def test_of_several_versions_it_is_the_highest() -> None:
    modules = [
        module(name, requires=[(LIB, version)]) for name, version in (("b", "v1.9.0"), ("c", "v1.10.0"))
    ]
    world = facts(module("a"), *modules, module("lib", LIB))
    assert requirement(world, world.counted_modules[0], world.counted_modules[-1]).version == "v1.10.0"


@pytest.mark.parametrize(
    ("version", "replaced", "names", "expected"),
    [
        ("v0.0.0", True, ("new/v2.1.0",), ("v2.0.0", True)),
        ("v1.3.0", False, ("new/v2.1.0", "new/v2.2.0-rc.1", "new/v1.9.0", "v2.9.0"), ("v2.1.0", False)),
        ("v1.3.0", False, (), ("v2.0.0-20260102030405-0123456789ab", False)),
    ],
    ids=["by folder", "by its release", "by the commit"],
)
def test_one_that_nobody_requires_follows_the_others(
    version: str, replaced: bool, names: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    world = requires(version, replaced, *names)
    how = requirement(world, world.counted_modules[0], world.counted_modules[-1])
    assert (how.version, how.replaced) == expected


def test_without_any_example_a_release_is_taken_or_else_the_folder() -> None:
    a, lib = module("a"), module("lib", LIB)
    assert requirement(facts(a, lib, tags=tags("lib/v0.2.0")), a, lib).version == "v0.2.0"
    assert requirement(facts(a, lib, tags=tags("v0.2.0")), a, lib).replaced


def test_a_pseudo_version_names_the_commit_as_git_does(tmp_path: Path) -> None:
    write(tmp_path / "src", {"go.mod": mod("ex.com/r"), "r.go": "package r\n"})
    src = commit(tmp_path / "src")
    seen = examine(src, Settings(select=("GM302",), wanted=frozenset({"tags"}))).facts.tags
    assert seen
    assert pseudo("ex.com/r", seen.when, seen.head) == version_by_git(src)


def version_by_git(src: Path) -> str:
    """As golang.org/x/mod writes it: the time of the commit in UTC, and twelve letters of its name."""
    when = git(src, "log", "-1", "--date=format-local:%Y%m%d%H%M%S", "--format=%cd", TZ="UTC")
    return f"v0.0.0-{when}-{git(src, 'rev-parse', '--short=12', 'HEAD')}"
