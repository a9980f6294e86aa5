"""GW109: members of the workspace where go and git do not look."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.actions.drop_adopted_use import DROP_ADOPTED_USE
from goworkdoctor.config import Settings
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.examine import examine
from goworkdoctor.doctor.preview import preview
from goworkdoctor.model.finding import Severity
from tests.checks.examined import ERROR, INFO, WARNING, mod, refusal, told, work
from tests.oracle import Go, commit, write

ODD = {
    "a/testdata/m": WARNING,
    "_x/m": INFO,
    ".x/m": INFO,
    "out/m": ERROR,
}


def repo(root: Path) -> Path:
    """Modules at every odd place, with `out` ignored by git and a go.work that does not exist yet."""
    dirs = ("a", *ODD)
    files = {f"{dir}/go.mod": mod(f"ex.com/m{number}") for number, dir in enumerate(dirs)}
    write(root, {**files, **{f"{dir}/x.go": "package x\n" for dir in dirs}, ".gitignore": "out/\n"})
    return write(root, {"go.work": work("./a")})


def test_what_go_sweeps_up_is_told_and_dropped_again(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(go.path.parent), prepend=":")
    root = repo(tmp_path)
    go.lines("work", "use", "-r", ".", cwd=root)
    commit(root)
    report = examine(root, Settings(select=("GW109",)))
    assert {found.subject: found.severity for found in report.findings} == ODD
    assert apply(preview(report.facts, DROP_ADOPTED_USE, report.findings)).state == "applied"
    assert go.lines("list", "-m", cwd=root) == ["ex.com/m0"]


def test_a_member_that_is_not_in_git_breaks_every_other_checkout(go: Go, tmp_path: Path) -> None:
    root = commit(write(repo(tmp_path / "ours"), {"go.work": work("./a", "./out/m")}))
    (found,) = told("GW109", root)
    assert (found.subject, found.severity) == ("out/m", ERROR)
    assert not refusal(go, root)
    clone = tmp_path / "clone"
    write(clone, {name: (root / name).read_bytes() for name in ("go.work", "a/go.mod")})
    assert "cannot load module out/m" in refusal(go, clone)


@pytest.mark.parametrize(("dir", "severity"), [("out/m", WARNING), ("vendor/m", WARNING)])
def test_in_a_workspace_of_ones_own_it_is_no_error(tmp_path: Path, dir: str, severity: Severity) -> None:
    root = write(repo(tmp_path), {".gitignore": "out/\ngo.work\n", "go.work": work("./a", f"./{dir}")})
    write(root, {"vendor/m/go.mod": mod("ex.com/v")})
    assert [found.severity for found in told("GW109", commit(root))] == [severity]


def test_members_at_ordinary_places_are_no_news(tmp_path: Path) -> None:
    assert not told("GW109", commit(repo(tmp_path)))
