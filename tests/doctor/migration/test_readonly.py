"""A checkout of somebody else's, that may only be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.model.migration import Verdict
from goworkdoctor.model.plan import Refused
from goworkdoctor.system.go import find_go
from tests.doctor.migration.migrating import SHOP, look_at, repository, state
from tests.nobody import as_nobody, nobody_can_run, only_root, open_to_nobody
from tests.treating import snapshot


@only_root
def test_it_is_looked_at_and_proven_and_applying_is_refused_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = find_go(os.environ)
    if go is None or not nobody_can_run(go, "version"):
        pytest.skip("the go on PATH is not for everybody")
    root = repository(tmp_path / "w", SHOP)
    home = tmp_path / "home"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    open_to_nobody(root)
    migrate.prepare(look_at(root))  # what it imports, nobody may not be able to read
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("GOCACHE", str(home / "go-build"))
    before = snapshot(root)

    def work() -> None:
        assert state(root).next.id == "found"
        report = look_at(root)
        prepared = migrate.prepare(report)
        assert prepared.proof.verdict is Verdict.HOLDS
        with pytest.raises(Refused, match=r"go\.work cannot be written: its folder is read-only"):
            migrate.carry_out(report, prepared)
        assert not sessions.load(root).pending
        assert migrate.abort(root) == (None, ())

    as_nobody(work)
    assert snapshot(root) == before
