"""GM312: a go.sum that suffices only inside the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.examined import WARNING, mod, refusal, told, work
from tests.goproxy import Proxy
from tests.oracle import Go, write

LIB = "ex.com/lib"
USES = f'package x\n\nimport _ "{LIB}"\n'
ALONE = {"GOWORK": "off"}


def world(go: Go, tmp_path: Path, **files: str) -> tuple[Path, dict[str, str]]:
    """`a` and `b` need `lib` and have go.sum files by go itself; then `files` change something."""
    proxy = Proxy(tmp_path / "proxy")
    for version in ("v1.0.0", "v1.1.0"):
        proxy.add(LIB, version, {"go.mod": mod(LIB), "l.go": "package lib\n", "sub/s.go": "package sub\n"})
    a, b = (
        mod(f"ex.com/{name}", f"require {LIB} {version}")
        for name, version in (("a", "v1.0.0"), ("b", "v1.1.0"))
    )
    root = write(tmp_path / "repo", {"a/go.mod": a, "a/x.go": USES, "b/go.mod": b, "b/x.go": USES})
    for dir in ("a", "b"):
        go.lines("mod", "tidy", cwd=root / dir, **proxy.env)
    return write(root, {"go.work": work("./a", "./b"), **files}), proxy.env


def test_a_higher_version_of_another_member_hides_it(any_go: Go, tmp_path: Path) -> None:
    root, env = world(any_go, tmp_path)
    (root / "a/go.sum").unlink()
    assert not refusal(any_go, root, "build", "./a", **env)
    assert "missing go.sum entry" in refusal(any_go, root / "a", "build", ".", **env, **ALONE)
    (found,) = told("GM312", root)
    assert (found.severity, found.subject, found.path, found.line) == (WARNING, "a/go.sum", "a/x.go", 3)
    assert "ex.com/lib v1.0.0" in found.message


def test_go_work_sum_hides_it(go: Go, tmp_path: Path) -> None:
    root, env = world(go, tmp_path, **{"go.work": work("./a")})
    (root / "a/go.sum").unlink()
    go.lines("list", "-deps", "./a", cwd=root, **env)
    assert refusal(go, root / "a", "build", ".", **env, **ALONE)
    (found,) = told("GM312", root)
    assert "go.work.sum has it" in found.message


def test_the_sum_of_a_go_mod_alone_does_not_do(go: Go, tmp_path: Path) -> None:
    root, env = world(go, tmp_path)
    lines = (root / "a/go.sum").read_text().splitlines(keepends=True)
    (root / "a/go.sum").write_text("".join(line for line in lines if "/go.mod " in line))
    assert refusal(go, root / "a", "build", ".", **env, **ALONE)
    assert len(told("GM312", root)) == 1


HEALTHY: dict[str, dict[str, str]] = {
    "as tidy leaves it": {},
    "not imported": {"a/x.go": "package x\n", "a/go.sum": ""},
    "not built here": {"a/x.go": "package x\n", "a/x_plan9.go": USES, "a/go.sum": ""},
    "replaced by a folder": {
        "a/go.mod": mod("ex.com/a", f"require {LIB} v1.0.0", f"replace {LIB} => ../lib"),
        "lib/go.mod": mod(LIB),
        "lib/l.go": "package lib\n",
        "a/go.sum": "",
    },
    "replaced by a version": {
        "a/go.mod": mod("ex.com/a", f"require {LIB} v0.9.0", f"replace {LIB} => {LIB} v1.0.0")
    },
}


@pytest.mark.parametrize("files", HEALTHY.values(), ids=HEALTHY)
def test_what_builds_on_its_own_is_no_news(go: Go, tmp_path: Path, files: dict[str, str]) -> None:
    root, env = world(go, tmp_path, **files)
    assert not refusal(go, root / "a", "build", ".", **env, **ALONE)
    assert not told("GM312", root)


def test_a_replacement_needs_its_own_sum(go: Go, tmp_path: Path) -> None:
    replaced = mod("ex.com/a", f"require {LIB} v1.0.0", f"replace {LIB} => {LIB} v1.1.0")
    root, env = world(go, tmp_path, **{"a/go.mod": replaced})
    assert refusal(go, root / "a", "build", ".", **env, **ALONE)
    (found,) = told("GM312", root)
    assert "ex.com/lib v1.1.0; b/go.sum has it" in found.message


def test_two_modules_that_might_hold_the_package_are_left_to_go(go: Go, tmp_path: Path) -> None:
    both = mod("ex.com/a", f"require {LIB} v1.0.0", f"require {LIB}/sub v1.0.0")
    root, _ = world(
        go, tmp_path, **{"a/go.mod": both, "a/x.go": USES.replace(LIB, f"{LIB}/sub"), "a/go.sum": ""}
    )
    assert not told("GM312", root)


def test_a_module_that_is_vendored_or_not_used_is_left_in_peace(go: Go, tmp_path: Path) -> None:
    root, env = world(go, tmp_path, **{"go.work": work("./b")})
    (root / "a/go.sum").unlink()
    assert not told("GM312", root)
    write(
        root, {"go.work": work("./a", "./b"), "a/vendor/modules.txt": f"# {LIB} v1.0.0\n## explicit\n{LIB}\n"}
    )
    write(root, {f"a/vendor/{LIB}/l.go": "package lib\n"})
    assert not refusal(go, root / "a", "build", ".", **env, **ALONE)
    assert not told("GM312", root)
