"""The last stage: whether each module stands on its own; what go said holds as long as that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.model.migration import StepState
from tests.conftest import toolchain
from tests.doctor.migration.migrating import SHOP, look_at, mod, repository, source, state, take
from tests.oracle import write
from tests.repositories import git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Without go.work `cart` does not build: it requires its sibling at v0.0.0, and replaces nothing."""
    root = repository(tmp_path / "w", SHOP)
    migrate.begin(look_at(root).facts)
    return root


def ready(root: Path) -> dict[str, bool | None]:
    """What go said of each module, as far as that holds."""
    return {one.module: one.ready for one in state(root).readiness if one.asked}


def test_what_go_says_is_kept_with_the_session(root: Path) -> None:
    assert ready(root) == {}
    said = migrate.check_publish(look_at(root))
    assert {one.module: one.ready for one in said} == {".": True, "api": True, "cart": False}
    assert state(root).readiness == said
    assert state(root).asked
    assert "with 1 local replace line, which counts only in it" in said[0].why


def test_it_holds_whatever_becomes_of_go_work_and_of_git(root: Path) -> None:
    migrate.check_publish(look_at(root))
    before = ready(root)
    take(root)
    write(root, {"README.md": "new"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "all")
    assert ready(root) == before


def test_it_ends_with_a_change_of_the_module_or_of_a_sibling_that_it_needs(root: Path) -> None:
    migrate.check_publish(look_at(root))
    write(root, {"cart/cart.go": source("cart")})
    assert ready(root) == {".": True, "api": True}
    write(root, {"api/go.mod": mod("ex.com/shop/api", go="1.22")})
    assert ready(root) == {}
    write(root, {"cart/cart.go": SHOP["cart/cart.go"], "api/go.mod": SHOP["api/go.mod"]})
    assert len(ready(root)) == 3, "it is as it was"


def test_the_stage_is_open_again_once_something_changed(root: Path) -> None:
    migrate.check_publish(look_at(root))
    migrate.publish_checked(look_at(root))
    assert state(root).step("publish").state is StepState.DONE
    write(root, {"cart/more.go": source("cart")})
    step = state(root).step("publish")
    assert step.state is StepState.WAITING
    assert step.why == "checked before; since then something changed of cart"
    migrate.check_publish(look_at(root))
    assert state(root).step("publish").state is StepState.DONE


def test_without_a_session_nothing_is_kept(root: Path) -> None:
    sessions.forget(sessions.load(root))
    assert all(one.asked for one in migrate.check_publish(look_at(root)))
    assert not sessions.place(root).exists()
    assert ready(root) == {}


def test_of_a_module_that_the_go_here_is_too_old_for_nothing_is_known(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", toolchain("1.21.13").env["PATH"])
    write(
        root, {"api/go.mod": mod("ex.com/shop/api", "ignore ./x"), "cart/go.mod": mod("ex.com/c", go="1.25")}
    )
    said = {one.module: one for one in migrate.check_publish(look_at(root))}
    assert (said["api"].ready, said["cart"].ready) == (None, None)
    assert "unknown directive: ignore" in said["api"].why
    assert "requires go >= 1.25" in said["cart"].why


def test_what_is_not_in_the_module_cache_is_not_known(root: Path) -> None:
    far = {
        "api/go.mod": mod("ex.com/shop/api", "require ex.com/far v1.0.0"),
        "api/api.go": source("api", "ex.com/far"),
        "api/go.sum": "ex.com/far v1.0.0 h1:AAAA\nex.com/far v1.0.0/go.mod h1:AAAA\n",
    }
    write(root, dict(far))
    said = next(one for one in migrate.check_publish(look_at(root)) if one.module == "api")
    assert (said.ready, said.why) == (None, "ex.com/far is not in the module cache")
