"""Fixtures for the tests of Go's rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.golang.mod_oracle import ModOracle
from tests.golang.source_oracle import SourceOracle
from tests.oracle import Go


@pytest.fixture(scope="session")
def source_oracle(go: Go, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SourceOracle]:
    """Go's own reading of single files and expressions."""
    oracle = SourceOracle(go, tmp_path_factory.mktemp("source_oracle"))
    yield oracle
    oracle.close()


@pytest.fixture(scope="session")
def mod_oracle(go: Go, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModOracle]:
    """Go's own reading of go.mod and go.work files, and its order of versions."""
    oracle = ModOracle(go, tmp_path_factory.mktemp("mod_oracle"))
    yield oracle
    oracle.close()
