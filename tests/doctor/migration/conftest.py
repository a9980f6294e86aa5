"""Real go on PATH for every test of a migration."""

from __future__ import annotations

import pytest

from tests.oracle import Go


@pytest.fixture(autouse=True)
def with_go(go: Go, home: object, monkeypatch: pytest.MonkeyPatch) -> Go:
    """The newest go, with caches of the tests; the doctor's own build cache outlives a test too."""
    for name in ("PATH", "GOCACHE", "GOMODCACHE", "GOPATH"):
        monkeypatch.setenv(name, go.env[name])
    monkeypatch.setenv("XDG_CACHE_HOME", str(go.cache.parent))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "t")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "t@example.com")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "t")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "t@example.com")
    return go
