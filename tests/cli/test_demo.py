"""`demo`: written, told and reported, with one of every fault that can live in one checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.cli import terminal
from tests.cli.conftest import Doctor
from tests.oracle import Go

NOT_IN_A_CHECKOUT = {"GC602", "GC604", "GC607", "GC608", "GC609", "GE701", "GE702", "GE706"}
ONLY_WITH_DEEP = {"GC601", "GM311"}
NOT_BESIDE_A_WORKSPACE_THAT_PARSES = {"GW108", "GW113"}


def test_it_has_one_of_every_fault(doctor: Doctor, tmp_path: Path, with_go: Go) -> None:
    ended = doctor("demo", tmp_path / "demo")
    assert ended.code == 0
    assert ended.err == f"the demo is in {tmp_path / 'demo'}\n"
    report = json.loads(doctor("-C", tmp_path / "demo", "--format", "json").out)
    assert {finding["code"] for finding in report["findings"]} == (
        {rule.code for rule in RULES}
        - NOT_IN_A_CHECKOUT
        - ONLY_WITH_DEEP
        - NOT_BESIDE_A_WORKSPACE_THAT_PARSES
    )
    assert {module["ignored_because"] for module in report["modules"]} == {
        None, "vendor", "testdata", "underscore", "gitignored",
    }  # fmt: skip


def test_without_a_directory_it_takes_a_temporary_one(doctor: Doctor, tmp_path: Path) -> None:
    ended = doctor("demo")
    root = Path(ended.err.removeprefix("the demo is in ").strip())
    assert (root / "go.work").is_file()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_directory_with_anything_in_it_is_refused(doctor: Doctor, healthy: Path) -> None:
    ended = doctor("demo", healthy)
    assert (ended.code, ended.out) == (2, "")
    assert "is not empty" in ended.err


def test_on_a_terminal_the_app_is_opened_on_it(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr("goworkdoctor.tui.app.run", lambda start, settings: opened.append(start) or 0)
    assert doctor("demo", tmp_path / "demo").code == 0
    assert opened == [tmp_path / "demo"]
