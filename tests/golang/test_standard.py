"""Import paths of the standard library."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.golang.standard import may_be_standard
from tests.oracle import Go


def test_every_package_of_the_newest_go_is_known(go: Go, tmp_path: Path) -> None:
    assert [path for path in go.lines("list", "std", cwd=tmp_path) if not may_be_standard(path)] == []


def test_other_paths_are_not_taken_for_it() -> None:
    assert may_be_standard("C")
    assert not any(may_be_standard(path) for path in ("example.com/fmt", "rideshare/car", "fmtx", "cmd/go"))
