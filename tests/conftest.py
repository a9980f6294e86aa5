"""Fixtures that every test may ask for: real go, and a home that is not the user's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.oracle import Go
from tests.toolchains import newest_go, older_go


def shared(version: str) -> Path:
    """A build cache for one toolchain that outlives the test run: content-addressed, hence never stale."""
    folder = Path(tempfile.gettempdir()) / f"goworkdoctor-tests-{os.getuid()}" / version / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def go() -> Go:
    """The newest real go."""
    return Go(newest_go(), shared("newest"))


def toolchain(version: str) -> Go:
    """The real go of that version; skips the test where it was not fetched."""
    path = older_go(version)
    if path is None:
        pytest.skip(f"go {version} is not here: python -m tests.toolchains")
    return Go(path, shared(version))


@pytest.fixture(params=["1.21.13", "1.24.11", "newest"])
def any_go(request: pytest.FixtureRequest, go: Go) -> Go:
    """Old, middle and newest go, one test for each."""
    return go if request.param == "newest" else toolchain(request.param)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home with empty XDG directories, so that no test reads or writes the user's own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CACHE", "CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("GO") and name != "GOWORKDOCTOR_TOOLCHAINS"]:
        monkeypatch.delenv(name)
    return folder
