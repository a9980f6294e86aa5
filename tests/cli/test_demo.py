"""`demo`: written, told and reported, with one of every fault that can live in any checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.cli import terminal
from goworkdoctor.demo import archive
from tests.cli.conftest import Doctor
from tests.oracle import Go

NOT_HERE = {
    "GC": "in the machine's caches and disks, of which a demo makes up nothing",
    "GE": "in the environment, or go is missing",
    "GW108": "where GOWORK or a folder above names another workspace",
    "GW113": "a go.work that does not parse would hide all other faults of the workspace",
    "GT204": "the root must be in the workspace, or GS501 is silent",
}
"""Rules that the demo has no fault for, by code or family, and where their faults are or why not."""


def shown() -> set[str]:
    return {rule.code for rule in RULES if not rule.code.startswith(tuple(NOT_HERE))}


def test_it_has_one_of_every_fault_that_a_checkout_can_have(
    doctor: Doctor, tmp_path: Path, with_go: Go
) -> None:
    ended = doctor("demo", tmp_path / "demo")
    assert ended.code == 0
    assert ended.err == f"the demo is in {tmp_path / 'demo'}\n"
    report = json.loads(doctor("-C", tmp_path / "demo", "--format", "json", "--ignore", "GC").out)
    deep = json.loads(doctor("-C", tmp_path / "demo", "--format", "json", "--select", "GM311").out)
    assert {finding["code"] for finding in report["findings"] + deep["findings"]} == shown()
    assert {module["ignored_because"] for module in report["modules"]} == {
        None, "vendor", "testdata", "underscore", "gitignored",
    }  # fmt: skip


def test_each_fault_is_named_where_it_is() -> None:
    assert set(re.findall(r"\b[A-Z]{2}\d{3}\b", "".join(content for _, content in archive()))) == shown()


def test_what_is_not_in_the_demo_is_a_rule() -> None:
    assert all(any(rule.code.startswith(name) for rule in RULES) for name in NOT_HERE)


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
    monkeypatch.setattr("goworkdoctor.tui.app.run", lambda start, settings, screen: opened.append(start) or 0)
    assert doctor("demo", tmp_path / "demo").code == 0
    assert opened == [tmp_path / "demo"]
