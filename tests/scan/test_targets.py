"""What local replace lines lead to, inside the checkout and beyond."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Module
from tests.checks.examined import mod, work
from tests.oracle import write


def targets(root: Path) -> dict[str, Module | None]:
    """The fact as an examination of that folder has it."""
    found = examine(root, Settings(select=("GM303",))).facts.targets
    assert found is not None
    return dict(found)


def test_each_directory_is_a_module_or_nothing(tmp_path: Path) -> None:
    repo = write(tmp_path / "repo", {"lib/go.mod": mod("ex.com/lib"), "empty/README": ""})
    write(tmp_path, {"beside/go.mod": mod("ex.com/beside")})
    lines = [
        f"replace ex.com/{i} => {to}"
        for i, to in enumerate(("../lib", "../empty", "../gone", "../../beside"))
    ]
    write(repo, {"a/go.mod": mod("ex.com/a", *lines, "replace ex.com/x => ex.com/y v1.0.0")})
    found = targets(repo)
    assert {dir: module and module.path for dir, module in found.items()} == {
        "lib": "ex.com/lib",
        "empty": None,
        "gone": None,
        "../beside": "ex.com/beside",
    }


def test_lines_of_go_work_count_from_its_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a/go.mod": mod("ex.com/a"), "go.work": work("./a", more="replace ex.com/x => ./x\n")})
    assert targets(tmp_path) == {"x": None}


def test_an_absolute_path_into_the_checkout_is_the_same_directory(tmp_path: Path) -> None:
    line = f"replace ex.com/lib => {tmp_path.resolve()}/lib/"
    write(tmp_path, {"a/go.mod": mod("ex.com/a", line), "lib/go.mod": mod("ex.com/lib")})
    assert [module and module.path for module in targets(tmp_path).values()] == ["ex.com/lib"]


@pytest.mark.parametrize("what", ["pipe", "garbage"])
def test_a_go_mod_that_cannot_be_read_is_there_all_the_same(tmp_path: Path, what: str) -> None:
    repo = write(tmp_path / "repo", {"go.mod": mod("ex.com/r", "replace ex.com/x => ../x")})
    (tmp_path / "x").mkdir()
    if what == "pipe":
        os.mkfifo(tmp_path / "x/go.mod")
    else:
        (tmp_path / "x/go.mod").write_bytes(b"\xff\xfe<<<")
    (found,) = targets(repo).values()
    assert found
    assert not found.mod
