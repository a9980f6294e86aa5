"""Caches are cleaned by real go, in the user's own cache, and only there."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import psutil
import pytest

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import describe, preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.facts import Cache, Environment, Facts, Setting, Toolchain
from goworkdoctor.model.plan import Plan, Refused
from tests.oracle import Go, write


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A GOCACHE with an entry and a fuzz input in it."""
    folder = tmp_path / "gocache"
    for shard in range(256):
        (folder / f"{shard:02x}").mkdir(parents=True)
    write(folder, {f"00/{'0' * 64}-d": "x" * 1000, "fuzz/example.com/a/FuzzA/0123456789abcdef": "corpus"})
    monkeypatch.setenv("GOCACHE", str(folder))
    return folder


def planned(id: str, go: Go, cache: Path, **more: object) -> Plan:
    cure = treatment(id)
    assert cure is not None
    more = {"environment": Environment((Setting("GOCACHE", str(cache), "environment"),))} | more
    facts = Facts(
        cache.parent,
        toolchain=Toolchain(str(go.path)),
        caches=(Cache("build", str(cache), bytes=12_400_000_000, files=1),),
        **more,  # type: ignore[arg-type]
    )
    return preview(facts, cure)


def test_the_build_cache_is_emptied_but_for_the_fuzz_corpus(any_go: Go, cache: Path) -> None:
    plan = planned("clean-build-cache", any_go, cache)
    assert apply(plan, insist=True).state == "applied"
    assert not list(cache.glob("*/*-d"))
    assert (cache / "fuzz/example.com/a/FuzzA/0123456789abcdef").read_text() == "corpus"


def test_a_cleaned_cache_says_what_it_frees_and_that_it_is_gone(go: Go, cache: Path) -> None:
    plan = planned("clean-build-cache", go, cache)
    assert describe(plan.steps[0]) == (
        f"run `GOFLAGS='' GOTOOLCHAIN=local GOWORK=off GOCACHE={cache} {go.path} clean -cache`; "
        "frees about 12.4 GB; cannot be undone: what is deleted must be compiled again; "
        "the next build of everything starts from nothing"
    )
    receipt = apply(plan, insist=True)
    assert not receipt.undoable
    with pytest.raises(Refused, match="cannot be undone: what is deleted must be compiled again"):
        undo(receipt.id, plan.root)


def test_the_cache_that_go_env_names_is_cleaned(
    go: Go, cache: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOCACHE")
    monkeypatch.setenv("GOENV", str(write(home, {"goenv": f"GOCACHE={cache}\nGOFLAGS=-mod=mod\n"}) / "goenv"))
    assert apply(planned("clean-build-cache", go, cache), insist=True).state == "applied"
    assert not list(cache.glob("*/*-d"))


def test_the_cache_is_not_cleaned_while_go_builds_unless_insisted(
    go: Go, cache: Path, tmp_path: Path
) -> None:
    fake = tmp_path / "compile"
    fake.write_bytes(Path("/bin/sleep").resolve().read_bytes())
    fake.chmod(0o755)
    # A grandchild: doctors do not count their own children.
    shell = subprocess.Popen(["/bin/sh", "-c", f"{fake} 60; true"])
    try:
        while not (building := psutil.Process(shell.pid).children()) or building[0].name() != "compile":
            time.sleep(0.01)
        plan = planned("clean-build-cache", go, cache)
        # Other go processes of this machine may be named before it.
        ours = rf"(compile \({building[0].pid}\)|\d+ more).* running now might fail by it"
        with pytest.raises(Refused, match=ours):
            apply(plan)
        assert list(cache.glob("*/*-d"))
        assert apply(plan, insist=True).state == "applied"
    finally:
        for process in psutil.Process(shell.pid).children():
            process.kill()
        shell.wait()


def test_test_results_expire_and_nothing_is_deleted(any_go: Go, cache: Path) -> None:
    plan = planned("expire-test-results", any_go, cache)
    for _ in range(2):
        before = time.time_ns()
        assert apply(plan).state == "applied"
        assert before <= int((cache / "testexpire.txt").read_text()) <= time.time_ns()
    assert list(cache.glob("*/*-d"))


def test_a_test_runs_again_once_its_result_expired(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOCACHE", str(go.cache))
    root = write(
        tmp_path / "w",
        {
            "go.mod": "module example.com/m\n\ngo 1.21\n",
            "m_test.go": 'package m\n\nimport "testing"\n\nfunc TestM(t *testing.T) {}\n',
        },
    )
    go.run("test", "./...", cwd=root)
    assert "(cached)" in go.run("test", "./...", cwd=root).stdout
    apply(planned("expire-test-results", go, go.cache))
    assert "(cached)" not in go.run("test", "./...", cwd=root).stdout


def test_without_a_cache_there_is_nothing_to_clean(go: Go, cache: Path) -> None:
    off = Environment((Setting("GOCACHE", "off", "environment"),))
    for id in ("clean-build-cache", "expire-test-results"):
        with pytest.raises(Refused, match="GOCACHE is off"):
            planned(id, go, cache, environment=off)


def test_without_go_nothing_is_cleaned(cache: Path) -> None:
    cure = treatment("expire-test-results")
    assert cure is not None
    with pytest.raises(Refused, match="no go was found on PATH"):
        preview(Facts(cache.parent, toolchain=Toolchain(), environment=Environment()), cure)


def test_results_are_not_expired_in_what_is_no_build_cache(go: Go, tmp_path: Path) -> None:
    stuff = write(tmp_path / "stuff", {"letters/to.txt": "dear"})
    with pytest.raises(Refused, match="does not look like a build cache"):
        planned("expire-test-results", go, stuff)


def test_a_stranger_in_the_cache_is_no_reason_not_to_expire_results(go: Go, cache: Path) -> None:
    write(cache, {"01/mine.txt": "precious"})
    assert apply(planned("expire-test-results", go, cache)).state == "applied"
    assert (cache / "01/mine.txt").exists()


def test_a_failing_clean_is_told_with_go_s_words(cache: Path, tmp_path: Path) -> None:
    failing = tmp_path / "go"
    failing.write_text("#!/bin/sh\necho 'go: cannot clean' >&2\nexit 1\n")
    failing.chmod(0o755)
    plan = planned("clean-build-cache", Go(failing, cache), cache)
    receipt = apply(plan, insist=True)
    assert receipt.state == "failed"
    assert "go: cannot clean" in receipt.why
    assert "cannot be taken back" in receipt.why
