"""A module that leaves the workspace gets what only that gave it, and nobody else is left without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import Verdict
from tests.doctor.migration.migrating import SHOP, look_at, mod, repository, source, state, take, take_all
from tests.oracle import Go


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "w", SHOP)


def test_a_module_split_out_again_stands_on_its_own(root: Path, go: Go) -> None:
    take_all(root)
    assert take(root, "split:cart").done
    assert "cart" not in (root / "go.work").read_text()
    assert go.run("build", "./...", cwd=root / "cart", GOWORK="off").returncode == 0
    assert state(root).nothing_to_do, "who was split out is not proposed again"


def test_a_module_split_out_gets_the_go_line_that_its_siblings_ask_for(tmp_path: Path, go: Go) -> None:
    newer = {"api/go.mod": mod("ex.com/shop/api", go="1.22"), "go.mod": mod("ex.com/shop", go="1.22")}
    root = repository(tmp_path / "w", SHOP, {**newer, "shop.go": source("shop")})
    take_all(root)
    assert take(root, "split:cart").done
    assert "\ngo 1.22\n" in (root / "cart/go.mod").read_text()
    assert go.run("build", "./...", cwd=root / "cart", GOWORK="off").returncode == 0


def test_what_others_import_without_requiring_it_cannot_leave(tmp_path: Path) -> None:
    files = {
        "api/go.mod": mod("ex.com/api"),
        "api/api.go": source("api"),
        "cart/go.mod": mod("ex.com/cart"),
        "cart/cart.go": source("cart", "ex.com/api"),
    }
    root = repository(tmp_path / "w", dict(files))
    take_all(root)
    proof = migrate.split(look_at(root), "api").proof
    assert proof.verdict is Verdict.FAILS
    assert "cannot find module providing package ex.com/api" in proof.failures[0]
