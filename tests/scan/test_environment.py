"""Go's settings, as go itself reports them."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.scan.environment import gather, module_cache
from goworkdoctor.scan.gatherer import Look
from tests.oracle import Go


def environment(root: Path, **environ: str) -> Environment:
    return gather(Look(root, environ=environ), Facts(root))


def test_a_setting_in_the_environment_wins_over_the_go_env_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("GOFLAGS=-mod=mod\n")
    found = environment(tmp_path, GOENV=str(tmp_path / "env"), GOFLAGS="-v").setting("GOFLAGS")
    assert (found.value, found.source) == ("-v", "environment")


def test_an_empty_variable_does_not_hide_the_go_env_file(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("# a comment\nGOFLAGS=-mod=mod -v\n")
    found = environment(tmp_path, GOENV=str(file), GOFLAGS="").setting("GOFLAGS")
    assert (found.value, found.source) == ("-mod=mod -v", str(file))


def test_goenv_off_reads_no_file(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "go"
    folder.mkdir(parents=True)
    (folder / "env").write_text("GOFLAGS=-v\n")
    assert environment(tmp_path, HOME=str(tmp_path), GOENV="off").value("GOFLAGS") == ""


def test_gowork_cannot_come_from_the_go_env_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("GOWORK=off\n")
    assert environment(tmp_path, GOENV=str(tmp_path / "env")).value("GOWORK") == ""


@pytest.mark.parametrize("name", ["GOFLAGS", "GOPROXY", "GOCACHE", "GO111MODULE", "GOTOOLCHAIN"])
def test_what_go_env_writes_is_what_we_read(go: Go, tmp_path: Path, name: str) -> None:
    value = {"GOCACHE": "/x/y", "GOFLAGS": "-v -tags=a,b", "GO111MODULE": "on", "GOTOOLCHAIN": "local"}.get(
        name, "off"
    )
    file = str(tmp_path / "env")
    clean = {"GOFLAGS": "", "GOPROXY": "", "GOCACHE": "", "GOTOOLCHAIN": ""}
    assert go.run("env", "-w", f"{name}={value}", cwd=tmp_path, **clean | {"GOENV": file}).returncode == 0
    [said] = go.lines("env", name, cwd=tmp_path, **clean | {"GOENV": file})
    assert environment(tmp_path, GOENV=file).value(name) == said == value


def test_default_cache_folders_are_gos_own(go: Go, tmp_path: Path) -> None:
    clean = {"GOCACHE": "", "GOMODCACHE": "", "GOPATH": "", "HOME": str(tmp_path), "XDG_CACHE_HOME": ""}
    build, modules = go.lines("env", "GOCACHE", "GOMODCACHE", cwd=tmp_path, **clean)
    found = environment(tmp_path, HOME=str(tmp_path))
    assert (found.value("GOCACHE"), module_cache(found)) == (build, modules)


def test_without_a_home_no_cache_folder_is_invented(tmp_path: Path) -> None:
    found = environment(tmp_path)
    assert (found.value("GOCACHE"), module_cache(found)) == ("", "")
