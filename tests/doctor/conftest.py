"""What tests of the doctor's verbs share."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forced to the disk: a killed process needs no more, and a busy machine is quick."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
