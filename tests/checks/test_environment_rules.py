"""GC604, GE701, GE702 and GE706: the machine and the settings that go finds there."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Disk, Environment, Setting, Toolchain
from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told, work
from tests.oracle import Go, write

ROOT = module()
IN_WORKSPACE = workspace(used(ROOT))


def setting(name: str, value: str, source: str = "environment") -> Environment:
    return Environment((Setting(name, value, source),))


def test_little_room_is_told_by_what_lies_there_not_by_its_directory() -> None:
    full, roomy = Disk("/home/me", 10**9, 10**11), Disk("/repo", 10**10, 10**11)
    cache = setting("GOCACHE", "/home/me/.cache/go-build")
    (seen,) = said("GC604", facts(ROOT, disk=(full, roomy), environment=cache))
    assert seen.subject == "the build cache"
    assert seen.message == "1.0 GB of 100.0 GB are free on the disk of the build cache; builds need more"


def test_the_setting_says_what_little_is(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": mod("ex.com/r")})
    found = [examine(tmp_path, Settings(select=("GC604",), min_free=size)).findings for size in (0, 10**18)]
    assert [bool(findings) for findings in found] == [False, True]


@pytest.mark.parametrize(
    ("goflags", "hit"),
    [
        ("-mod=mod", True),
        ("-v --mod=mod", True),
        ("'-mod=mod' -short", True),
        ("-mod=readonly -mod=mod", True),
        ("-mod=mod -mod=readonly", False),
        ("-mod=readonly", False),
        ("-modfile=mod", False),
        ("", False),
    ],
)
def test_go_agrees_about_goflags_in_a_workspace(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goflags: str, hit: bool
) -> None:
    write(tmp_path, {"go.mod": mod("ex.com/r"), "go.work": work(".")})
    monkeypatch.setenv("GOFLAGS", goflags)
    assert bool(told("GE701", tmp_path)) == hit
    assert ("-mod may only be set to" in refusal(go, tmp_path, "list", "-m", GOFLAGS=goflags)) == hit
    (tmp_path / "go.work").unlink()
    assert not told("GE701", tmp_path)


def test_a_setting_that_was_written_is_unset_another_way() -> None:
    written = setting("GOFLAGS", "-mod=mod", "/home/me/.config/go/env")
    (seen,) = said("GE701", facts(ROOT, workspaces=IN_WORKSPACE, environment=written))
    assert "go env -u GOFLAGS" in seen.cure
    assert "/home" not in f"{seen}"


@pytest.mark.parametrize(
    ("goflags", "source", "command"),
    [
        ("-mod=mod -trimpath -v", "environment", "export GOFLAGS='-trimpath -v'"),
        ("-v -mod=mod", "/home/me/.config/go/env", "go env -w GOFLAGS=-v"),
        ("-mod=readonly -mod=mod", "environment", "unset GOFLAGS"),
    ],
)
def test_other_flags_are_left_in_goflags(goflags: str, source: str, command: str) -> None:
    environment = setting("GOFLAGS", goflags, source)
    (seen,) = said("GE701", facts(ROOT, workspaces=IN_WORKSPACE, environment=environment))
    assert seen.cure == f"Run `{command}`, or set GOWORK=off."


def test_a_full_disk_without_a_cache_is_not_cured_by_cleaning_one() -> None:
    full = Disk("/repo", 10**9, 10**11)
    (seen,) = said("GC604", facts(ROOT, disk=(full,), environment=setting("GOCACHE", "/home/me/go-build")))
    assert (seen.subject, seen.treatments) == ("the checkout", ())


@pytest.mark.parametrize("value", ["off", "on", "auto", ""])
def test_go_agrees_about_go111module(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    write(tmp_path, {"go.mod": mod("ex.com/r")})
    monkeypatch.setenv("GO111MODULE", value)
    assert bool(told("GE702", tmp_path)) == bool(refusal(go, tmp_path, "list", "-m", GO111MODULE=value))


def test_a_missing_go_is_a_note_and_one_that_was_not_looked_for_none() -> None:
    assert [one.subject for one in said("GE706", facts(ROOT, toolchain=Toolchain()))] == ["go"]
    assert not said("GE706", facts(ROOT, toolchain=Toolchain("/usr/bin/go", "go1.27.3")))
    assert not said("GE706", facts(ROOT))
