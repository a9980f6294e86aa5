"""Conflicting replacements, held against what real go refuses and what it chooses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from goworkdoctor.golang.modfile import parse_mod, parse_work
from goworkdoctor.golang.replacements import Member, Placed, place, refused, silent
from tests.oracle import Go, write

LIB = "ex.com/lib"
DIRS = {"a": "a", "b": "b", "c": "deep/c"}
UP = {"a": "..", "b": "..", "c": "../.."}
VERSIONS = ("", "v1.0.0", "v1.1.0")
TARGETS = ("one", "two", "one/", "ex.com/other v1.0.0", "same")
"""`same` is written `../one` in every member, which leads to another place from deep/c."""


@dataclass(frozen=True)
class Shape:
    """A workspace: `replaces` are (member, version, target), `requires` (member, version)."""

    order: tuple[str, ...]
    requires: tuple[tuple[str, str], ...] = ()
    replaces: tuple[tuple[str, str, str], ...] = ()
    work: tuple[str, ...] = ()
    used: bool = False

    def files(self) -> dict[str, str]:
        folders = [DIRS[name] for name in self.order] + ["lib"] * self.used
        uses = "".join(f"use ./{dir}\n" for dir in folders)
        files = {"go.work": f"go 1.21\n{uses}" + "".join(_replace(v, "./three") for v in self.work)}
        return files | {f"{DIRS[name]}/go.mod": self.member(name) for name in DIRS}

    def member(self, name: str) -> str:
        lines = [f"require {LIB} {version}\n" for who, version in self.requires if who == name]
        lines += [_replace(v, _target(name, target)) for who, v, target in self.replaces if who == name]
        return f"module ex.com/{name}\n\ngo 1.21\n\n" + "".join(lines)


def _replace(version: str, target: str) -> str:
    return f"replace {LIB} {version} => {target}\n"


def _target(name: str, target: str) -> str:
    if target == "same":
        return "../one"
    return target if " " in target else f"{UP[name]}/{target}"


SHAPES = st.builds(
    Shape,
    order=st.permutations("abc").map(lambda names: tuple(names[:2]) if names[0] == "a" else tuple(names)),
    requires=st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from(VERSIONS[1:])), max_size=3).map(
        lambda pairs: tuple({who: (who, version) for who, version in sorted(pairs)}.values())
    ),
    replaces=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(VERSIONS), st.sampled_from(TARGETS)), max_size=4
    ).map(tuple),
    work=st.sets(st.sampled_from(["", "v1.0.0", "v1.9.0"]), max_size=1).map(tuple),
    used=st.booleans(),
)


@pytest.fixture(scope="module")
def place_to_write(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Targets to replace by, and a proxy with every version that a member may require."""
    root = tmp_path_factory.mktemp("replacements")
    files = {f"w/{dir}/go.mod": f"module {LIB}\n" for dir in ("one", "two", "three", "deep/one", "lib")}
    for path, versions in ((LIB, VERSIONS[1:]), ("ex.com/other", ("v1.0.0",))):
        for version in versions:
            at = f"proxy/{path}/@v/{version}"
            files |= {f"{at}.mod": f"module {path}\n", f"{at}.info": json.dumps({"Version": version})}
    return write(root, files)


def read(shape: Shape, root: Path) -> tuple[list[Member], list[Placed], str]:
    files = shape.files()
    work = parse_work(files["go.work"].encode())
    names = [DIRS[name] for name in shape.order]
    members = [Member(dir, parse_mod(files[f"{dir}/go.mod"].encode())) for dir in names]
    if shape.used:
        members.append(Member("lib", parse_mod(f"module {LIB}\n".encode())))
    return members, [Placed(line, "go.work", ".") for line in work.replaces], str(root)


def ask(go: Go, shape: Shape, base: Path) -> tuple[bool, str]:
    """Whether go refuses, and where it takes lib from: a directory relative to the root, or path@version."""
    root = write(base / "w", shape.files()).resolve()
    form = "{{with .Replace}}{{if .Version}}{{.Path}}@{{.Version}}{{else}}{{.Dir}}{{end}}{{end}}"
    proxy = f"file://{base / 'proxy'}"
    done = go.run("list", "-m", "-f", f"{{{{.Path}}}} {form}", "all", cwd=root, GOPROXY=proxy)
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    taken = next((rest for path, rest in lines if path == LIB), "")
    return done.returncode != 0, place(".", taken, str(root)) if taken.startswith("/") else taken


HARD = Shape(("a", "b"), (("a", "v1.1.0"),), (("a", "", "one"), ("b", "v1.1.0", "two")))
ELSEWHERE = Shape(("a", "c"), (("a", "v1.1.0"),), (("a", "", "same"), ("c", "v1.1.0", "same")))
ALIKE = Shape(("a", "c"), (("a", "v1.1.0"),), (("a", "", "one"), ("c", "v1.1.0", "one")))
OTHER = Shape(("a", "b"), (("a", "v1.1.0"),), (("a", "", "one"), ("b", "", "two")), ("v1.9.0",))
TWICE = Shape(("a", "b"), (), (("a", "", "one"), ("a", "", "one/")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES)
@example(HARD)
@example(Shape(("b", "a"), HARD.requires, HARD.replaces))
@example(Shape(HARD.order, HARD.requires, HARD.replaces, used=True))
@example(ELSEWHERE)
@example(ALIKE)
@example(OTHER)
@example(TWICE)
def test_go_refuses_and_chooses_as_foretold(go: Go, place_to_write: Path, shape: Shape) -> None:
    root = place_to_write / "w"
    members, work, here = read(shape, root.resolve())
    fails, taken = ask(go, shape, place_to_write)
    used_and_replaced = shape.used and "" in shape.work
    assert fails == (used_and_replaced or bool(list(refused(members, work, here))))
    if not fails and not shape.used:
        selected = max((version for who, version in shape.requires if who in shape.order), default="")
        decided = [conflict for conflict in silent(members, work, here) if conflict.version == selected]
        assert all(conflict.placed[-1].target(here) == taken for conflict in decided)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES)
@example(OTHER)
@example(ELSEWHERE)
@example(Shape(("b", "a"), HARD.requires, HARD.replaces))
def test_where_order_changes_the_choice_it_was_foretold(go: Go, place_to_write: Path, shape: Shape) -> None:
    turned = Shape(shape.order[::-1], shape.requires, shape.replaces, shape.work, shape.used)
    (fails, taken), (turned_fails, turned_taken) = (ask(go, one, place_to_write) for one in (shape, turned))
    if not fails and not turned_fails and taken != turned_taken:
        members, work, here = read(shape, (place_to_write / "w").resolve())
        assert list(silent(members, work, here))


@pytest.mark.parametrize(
    ("shape", "named"),
    [
        (HARD, [f"{LIB}@v1.1.0"]),
        (Shape(("b", "a"), HARD.requires, HARD.replaces), []),
        (Shape(HARD.order, (), HARD.replaces), []),
        (ALIKE, [f"{LIB}@v1.1.0"]),
        (ELSEWHERE, []),
        (TWICE, [LIB]),
    ],
)
def test_a_refusal_names_the_module_and_where_it_matters_the_version(shape: Shape, named: list[str]) -> None:
    members, work, here = read(shape, Path("/r"))
    assert [conflict.name for conflict in refused(members, work, here)] == named


def test_the_last_used_module_wins_silently() -> None:
    members, work, here = read(Shape(("b", "a"), HARD.requires, HARD.replaces), Path("/r"))
    (conflict,) = silent(members, work, here)
    assert (conflict.name, conflict.placed[-1].file) == (f"{LIB}@v1.1.0", "a/go.mod")


def test_a_conflict_about_a_used_module_decides_nothing() -> None:
    members, work, here = read(Shape(("b", "a"), HARD.requires, HARD.replaces, used=True), Path("/r"))
    assert not list(silent(members, work, here))


@pytest.mark.parametrize(
    ("dir", "path", "expected"),
    [
        ("a/b", "../c", "a/c"),
        (".", "..", ".."),
        ("a", "/r/one", "one"),
        ("a", "/r", "."),
        ("a", "/rest/one", "/rest/one"),
    ],
)
def test_a_written_path_leads_somewhere_relative_to_the_root(dir: str, path: str, expected: str) -> None:
    assert place(dir, path, "/r") == expected
