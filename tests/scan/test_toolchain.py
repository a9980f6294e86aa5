"""Which go is found, and that asking it changes nothing."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.model.facts import Environment, Facts, Toolchain
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.scan.toolchain import gather
from tests.oracle import Go


def toolchain(root: Path, execute: bool = True, **environ: str) -> Toolchain:
    return gather(Look(root, execute=execute, environ=environ), Facts(root, environment=Environment()))


def test_the_version_is_the_one_go_says(any_go: Go, tmp_path: Path) -> None:
    found = toolchain(tmp_path, PATH=str(any_go.path.parent), HOME=str(tmp_path))
    [version] = any_go.lines("env", "GOVERSION", cwd=tmp_path)
    assert (found.path, found.version) == (str(any_go.path), version)
    assert found.platform.minor == int(version.split(".")[1])


def test_without_executing_the_version_comes_from_the_toolchains_folder(any_go: Go, tmp_path: Path) -> None:
    environ = {"PATH": str(any_go.path.parent), "HOME": str(tmp_path)}
    assert toolchain(tmp_path, execute=False, **environ).version == toolchain(tmp_path, **environ).version


def test_no_go_on_path_is_a_toolchain_without_a_path(tmp_path: Path) -> None:
    assert toolchain(tmp_path, PATH=str(tmp_path)).path == ""


def test_a_newer_toolchain_line_is_not_downloaded(go: Go, tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module x\n\ngo 1.99\n\ntoolchain go1.99.1\n")
    assert toolchain(tmp_path, PATH=str(go.path.parent), HOME=str(tmp_path)).version.startswith("go1.27")


def test_asking_go_writes_nothing_but_gos_own_local_telemetry(go: Go, tmp_path: Path) -> None:
    toolchain(tmp_path, PATH=str(go.path.parent), HOME=str(tmp_path))
    telemetry = tmp_path / ".config" / "go" / "telemetry"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if not path.is_relative_to(telemetry)] == []
