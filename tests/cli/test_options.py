"""Flags over goworkdoctor.toml over defaults, and what the report says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit, Stop
from tests.cli.conftest import Doctor


@pytest.fixture
def configured(stale: Path) -> Path:
    (stale / "goworkdoctor.toml").write_text('ignore = ["GW102"]\nfail-on = "warning"\n')
    return stale


def options(root: Path, **more: object) -> Options:
    return Options(directory=str(root), **more)  # type: ignore[arg-type]


def test_the_file_speaks_where_the_user_does_not(configured: Path) -> None:
    settings = options(configured).settings()
    assert (settings.ignore, settings.fail_on) == (("GW102",), "warning")


def test_the_user_overrules_the_file(configured: Path) -> None:
    settings = options(configured, select=("GW102",), fail_on="never").settings()
    assert (settings.select, settings.ignore, settings.fail_on) == (("GW102",), (), "never")
    assert not settings.left_out_by_file("GW102")


def test_ignore_adds_to_the_file(configured: Path) -> None:
    assert options(configured, ignore=("GC",)).settings().ignore == ("GW102", "GC")


def test_no_config_leaves_the_file_out(configured: Path) -> None:
    assert options(configured, no_config=True).settings().ignore == ()


def test_another_file_can_be_named(configured: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('ignore = ["GT"]')
    assert options(configured, config=str(other)).settings().ignore == ("GT",)


def test_a_file_that_cannot_be_followed_stops_the_run_and_tells_the_way_out(stale: Path) -> None:
    (stale / "goworkdoctor.toml").write_text('\nignore = ["GW102"')
    with pytest.raises(Stop, match=r"goworkdoctor.toml:2: not TOML.*--no-config") as caught:
        options(stale).settings()
    assert caught.value.code is Exit.USAGE


def test_the_report_says_what_the_file_silences(doctor: Doctor, configured: Path) -> None:
    ended = doctor("-C", configured, "--report")
    assert ended.code == 0
    assert "GW102: ignored by goworkdoctor.toml" in ended.out
    assert ended.err == "fail-on is 'warning' by goworkdoctor.toml\n"


def test_the_json_says_so_too(doctor: Doctor, configured: Path) -> None:
    probes = json.loads(doctor("-C", configured, "--format", "json").out)["probes"]
    assert {"name": "GW102", "status": "skipped", "why": "ignored by goworkdoctor.toml", "ms": 0} in probes


def test_what_the_user_ignores_needs_no_telling(doctor: Doctor, stale: Path) -> None:
    ended = doctor("-C", stale, "--report", "--ignore", "gw102")
    assert ended.code == 0
    assert "GW102" not in ended.out


def test_select_takes_prefixes_with_commas_and_repeated(doctor: Doctor, stale: Path) -> None:
    found = doctor("-C", stale, "--format", "json", "--select", "gw102,GT", "--select", "GM3").out
    asked = {probe["name"] for probe in json.loads(found)["probes"] if probe["name"][2:].isdigit()}
    assert asked == {rule.code for rule in RULES if rule.code.startswith(("GW102", "GT", "GM3"))}


def test_no_exec_runs_no_go(
    doctor: Doctor, stale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "ran"
    go = tmp_path / "bin/go"
    go.parent.mkdir()
    go.write_text(f"#!/bin/sh\ntouch {canary}\necho go version go1.24.0 linux/amd64\n")
    go.chmod(0o755)
    monkeypatch.setenv("PATH", str(go.parent), prepend=":")
    doctor("-C", stale, "--report", "--no-exec")
    assert not canary.exists()
    doctor("-C", stale, "--report")
    assert canary.exists()


def test_codes_complete(monkeypatch: pytest.MonkeyPatch, doctor: Doctor) -> None:
    monkeypatch.setenv("_GOWORKDOCTOR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("COMP_WORDS", "goworkdoctor explain gw10")
    assert "plain,GW102" in doctor().out.splitlines()
    monkeypatch.setenv("COMP_WORDS", "goworkdoctor --select GT201,gw11")
    assert "plain,GT201,GW112" in doctor().out.splitlines()
    monkeypatch.setenv("COMP_WORDS", "goworkdoctor fix drop-s")
    assert "plain,drop-stale-use" in doctor().out.splitlines()
