"""Many apps live and die in one test process."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """What an examination put beyond the garbage collector's reach goes back to it."""
    yield
    gc.unfreeze()
