"""A small monorepo to migrate, and the doctor's eyes on it."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.config import Settings
from goworkdoctor.doctor import migrate
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.migration import Migration, Obstacle, Preflight, Taken
from goworkdoctor.model.report import Report
from tests.oracle import Go, commit, write

Files = dict[str, str | bytes]

SETTINGS = Settings(wanted=migrate.NEEDS, select=migrate.RULES)


def mod(path: str, *lines: str, go: str = "1.21") -> str:
    """A go.mod: `mod("ex.com/a", "require ex.com/b v0.0.0")`."""
    return "\n".join([f"module {path}", "", f"go {go}", "", *lines, ""])


def source(name: str, *imports: str) -> str:
    """A Go file that imports these paths for their effects."""
    return "\n".join([f"package {name}", "", *(f'import _ "{path}"' for path in imports), ""])


TEST = 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n'
SHOP: dict[str, str | bytes] = {
    "go.mod": mod("ex.com/shop", "require ex.com/shop/api v0.0.0", "replace ex.com/shop/api => ./api"),
    "shop.go": source("shop", "ex.com/shop/api"),
    "api/go.mod": mod("ex.com/shop/api"),
    "api/api.go": source("api"),
    "api/api_test.go": TEST.replace("package a", "package api"),
    "cart/go.mod": mod("ex.com/shop/cart", "require ex.com/shop/api v0.0.0"),
    "cart/cart.go": source("cart", "ex.com/shop/api"),
}
"""A root that replaces a sibling, that sibling with a test, and a module that only a workspace lets build."""
ROOT: Files = {"go.mod": mod("ex.com/r"), "r.go": source("r")}


def repository(root: Path, *more: dict[str, str | bytes]) -> Path:
    """The files, the later over the earlier, committed on main."""
    files = {name: content for each in more for name, content in each.items()}
    return commit(write(root.resolve(), files))


def look_at(root: Path) -> Report:
    return examine(root, SETTINGS, patience=0)


def state(root: Path) -> Migration:
    return migrate.look(look_at(root))


def take(root: Path, step: str = "", report: Report | None = None) -> Taken:
    """Prove and do a step, the next one without an id."""
    report = report or look_at(root)
    return migrate.carry_out(report, migrate.prepare(report, step))


def take_all(root: Path) -> list[Taken]:
    """Every step until none is left, or one is not done."""
    taken: list[Taken] = []
    while not taken or taken[-1].done:
        report = look_at(root)
        step = migrate.look(report, Preflight()).next
        if step is None or step.kind == "publish":
            break
        taken.append(take(root, report=report))
    return taken


def obstacles(root: Path) -> dict[str, Obstacle]:
    """What the pre-flight says, by kind."""
    return {one.kind: one for one in state(root).preflight.obstacles}


def refusal(root: Path, go: Go, *dirs: str, line: str = "1.21", more: str = "", **env: str) -> str:
    """What go says of a go.work that uses these directories, without any doctor; "" where it takes it."""
    uses = "".join(f"use {dir}\n" for dir in dirs)
    write(root, {"go.work": f"go {line}\n\n{uses}{more}"})
    done = go.run("list", "-m", "all", cwd=root, **env)
    (root / "go.work").unlink()
    return done.stderr if done.returncode else ""


def said(root: Path, go: Go, *arguments: str, **env: str) -> str:
    """What go says of the workspace as it is: of `go list -m all`, or of another command."""
    done = go.run(*(arguments or ("list", "-m", "all")), cwd=root, **env)
    return done.stderr if done.returncode else ""
