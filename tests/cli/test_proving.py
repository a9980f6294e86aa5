"""`fix --prove`: what failed is seen to fail before, and to pass after."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.scan import build_health, entries
from tests.cli.conftest import Doctor
from tests.clinic import Clinic, clinic, flip, output, spoil
from tests.oracle import Go

KNOWN = (1568, 1583, 1818)
"""Offsets in the export data at which one byte makes go vet of 1.21, 1.24 and 1.27 panic."""
VET = "go vet ./u"


@pytest.fixture
def here(any_go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A module with a cache of its own, and its go on PATH."""
    monkeypatch.setattr(build_health, "QUIET", 0.02)
    monkeypatch.setattr(entries, "SETTLED", 0.02)
    found = clinic(any_go, tmp_path.resolve())
    for name in ("PATH", "GOPROXY", "GOTOOLCHAIN"):
        monkeypatch.setenv(name, any_go.env[name])
    monkeypatch.setenv("GOCACHE", str(found.cache))
    monkeypatch.setenv("GOFLAGS", "-trimpath")
    return found


def panicking(here: Clinic) -> None:
    """Change one byte of q's export data, so that go vet of what imports it panics."""
    archive = here.archive("./q")
    good = archive.read_bytes()
    start = good.index(b"$$B\n") + 4
    for position in KNOWN:
        spoil(archive, flip(good, start + position, 0x55))
        if "panic: assertion failed" in here.vet():
            return
    raise AssertionError("go vet does not panic")


def test_the_vet_panic_is_seen_healed_and_proved(doctor: Doctor, here: Clinic) -> None:
    panicking(here)
    ended = doctor("-C", here.module, "fix", "GC601", "--apply", "--prove", VET)
    assert ended.code == 0
    before, *_, after = ended.out.splitlines()
    assert before.startswith(f"before: `{VET}` fails: panic: assertion failed [recovered")
    assert after.startswith(f"after: `{VET}` passes")
    assert "entries now, none is corrupt" in ended.err
    assert here.wrong() == set()


def test_what_passes_proves_nothing_and_nothing_is_done(doctor: Doctor, here: Clinic) -> None:
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), 700))
    ended = doctor("-C", here.module, "fix", "GC601", "--apply", "--prove", "go version")
    assert ended.code == 1
    assert "`go version` does not fail, so nothing can be proved" in ended.err
    assert len(here.wrong()) == 1


@pytest.fixture
def small(doctor: Doctor, healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout, and a cache in which nothing is."""
    (tmp_path / "cache").mkdir()
    monkeypatch.setenv("GOCACHE", str(tmp_path / "cache"))
    return healthy


def test_what_fails_still_is_told(doctor: Doctor, small: Path) -> None:
    ended = doctor("-C", small, "fix", "GC601", "--apply", "--prove", "sh -c 'echo why >&2; exit 3'")
    assert ended.code == 1
    assert [line.split(" (")[0] for line in ended.out.splitlines() if line] == [
        f"{when}: `sh -c 'echo why >&2; exit 3'` fails: why" for when in ("before", "after")
    ]
    assert "nothing to treat\n" in ended.err


def test_a_dry_run_only_says_what_would_be_run(doctor: Doctor, small: Path) -> None:
    ended = doctor("-C", small, "fix", "GC601", "--prove", "touch made")
    assert ended.code == 0
    assert f"--prove: `touch made` would be run in {small} before and after it" in ended.err
    assert not (small / "made").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--apply", "--prove", "no-such-program"],
        ["--prove", "'open"],
        ["--prove", " "],
        ["--script", "--prove", "false"],
    ],
)
def test_what_is_no_command_is_told_at_once(doctor: Doctor, small: Path, arguments: list[str]) -> None:
    ended = doctor("-C", small, "fix", "GC601", *arguments)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)


def test_a_healthy_cache_is_told_to_be_so(doctor: Doctor, small: Path, tmp_path: Path) -> None:
    ended = doctor("-C", small, "fix", "GC601", "--apply")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"nothing to treat\nthere is no entry of go's in {tmp_path}/cache\n"
    output(tmp_path / "cache", b"sound")
    ended = doctor("-C", small, "fix", "GC601", "--apply")
    said = f"nothing to treat\nthe build cache {tmp_path}/cache has 1 entry now, none is corrupt\n"
    assert (ended.code, ended.out, ended.err) == (0, "", said)
