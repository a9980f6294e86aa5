"""The migration screen with the real doctor, a real repository and real go."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.tui.app import DoctorApp
from tests.doctor.migration.migrating import SHOP, repository
from tests.oracle import Go
from tests.tui.driving import press, text, until
from tests.tui.migrating import keys, on_screen


async def test_a_real_repository_is_migrated_left_resumed_and_undone_to_the_byte(
    tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the keyboard alone, with the real doctor and real go."""
    for name in ("PATH", "GOCACHE", "GOMODCACHE", "GOPATH"):
        monkeypatch.setenv(name, go.env[name])
    monkeypatch.setenv("XDG_CACHE_HOME", str(go.cache.parent))
    root = repository(tmp_path / "shop", SHOP)
    settings = Settings(select=("GW", "GM"))
    app = DoctorApp(root, settings, screen="migration")
    async with app.run_test(size=(120, 40)) as pilot:
        await on_screen(pilot)
        await press(pilot, "v")
        await keys(pilot, "enter", "a")
        assert (root / "go.work").read_text() == "go 1.21\n\nuse .\n"
    app = DoctorApp(root, settings, screen="migration")
    async with app.run_test(size=(120, 40)) as pilot:
        await on_screen(pilot)
        assert "begun on main" in text(pilot)
        await keys(pilot, "v", "a")
        await keys(pilot, "v", "a")
        assert go.lines("list", "-m", cwd=root) == ["ex.com/shop", "ex.com/shop/api", "ex.com/shop/cart"]
        assert "1 of 1 test functions in go test work" in text(pilot)
        await press(pilot, "u")
        await keys(pilot, "y")
        assert "cart" not in (root / "go.work").read_text()
        await press(pilot, "b", "down")
        await keys(pilot, "enter")
        await until(pilot, lambda: "not begun" in text(pilot))
    assert not (root / "go.work").exists()
    status = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, check=True)
    assert status.stdout == b""
