"""Go is run the same for everyone: the user's settings, downloads and other toolchains stay out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from goworkdoctor.system.go import find_go, run_go, safe_environment, settings_environment
from tests.oracle import Go, write


def answer(go: Go, env: dict[str, str], cwd: Path, *names: str) -> list[str]:
    done = run_go(go.path, ["env", *names], cwd, env)
    assert done.code == 0, done.complaint
    return done.stdout.decode().splitlines()


def test_the_user_s_own_settings_do_not_count(go: Go, tmp_path: Path, home: Path) -> None:
    write(tmp_path, {"env": "GOFLAGS=-mod=mod\nGOPROXY=https://example.com\n"})
    environ = go.env | {"GOENV": str(tmp_path / "env"), "GOTOOLCHAIN": "go1.99.0", "GOWORK": "/x/go.work"}
    names = ("GOFLAGS", "GOPROXY", "GOTOOLCHAIN", "GOWORK", "GOSUMDB")
    assert answer(go, safe_environment(environ), tmp_path, *names) == ["", "off", "local", "off", "off"]


def test_the_settings_are_read_as_the_user_has_them(go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"env": "GOFLAGS=-mod=mod\n"})
    environ = {key: value for key, value in go.env.items() if key != "GOFLAGS"}
    env = settings_environment(environ | {"GOTOOLCHAIN": "go1.99.0"}, tmp_path / "env")
    assert answer(go, env, Path("/"), "GOFLAGS", "GOTOOLCHAIN") == ["-mod=mod", "local"]


def test_a_go_line_from_the_future_downloads_nothing(any_go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module example.com/m\n\ngo 1.99\n"})
    done = run_go(any_go.path, ["mod", "edit", "-json"], tmp_path, safe_environment(any_go.env))
    assert done.code == 0, done.complaint


def test_go_edits_although_the_user_switched_modules_off(any_go: Go, tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module example.com/m\n"})
    env = safe_environment(any_go.env | {"GO111MODULE": "off"})
    done = run_go(any_go.path, ["mod", "edit", "-go=1.20"], tmp_path, env)
    assert done.code == 0, done.complaint
    assert "go 1.20" in (tmp_path / "go.mod").read_text()


def test_go_sees_the_real_directory_whatever_way_led_there(go: Go, tmp_path: Path) -> None:
    real = write(tmp_path / "real", {"go.mod": "module example.com/m\n"})
    (tmp_path / "link").symlink_to(real)
    env = safe_environment(go.env | {"PWD": str(tmp_path / "link")})
    assert answer(go, env, tmp_path / "link", "GOMOD") == [str(real.resolve() / "go.mod")]


def test_a_go_in_the_current_directory_is_not_the_go_on_path(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"go": "#!/bin/sh\n"})
    (tmp_path / "go").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert find_go({"PATH": os.pathsep.join([".", "", str(go.path.parent)])}) == go.path


@pytest.mark.skipif(sys.platform == "darwin", reason="there the folder cannot be named")
@pytest.mark.parametrize("how", [safe_environment, lambda environ: settings_environment(environ, None)])
def test_go_notes_nothing_of_its_runs(go: Go, tmp_path: Path, how: Callable[..., dict[str, str]]) -> None:
    home = dict(os.environ) | {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": ""}
    assert run_go(go.path, ["env", "GOVERSION"], tmp_path, how(home)).code == 0
    assert not (tmp_path / "home").exists()
    assert run_go(go.path, ["env", "GOVERSION"], tmp_path, home).code == 0
    assert (tmp_path / "home/.config/go/telemetry").exists(), "it would have"
