"""GC602, GC607, GC608 and GC609: how big the caches are, who shares them, and where they lie."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Cache, CachePlace, Checkout, Environment, Facts, Setting, Tree, Worktree
from tests.builders import ROOT, facts
from tests.caches import a_cache
from tests.checks.examined import said
from tests.oracle import commit, write

GB = 10**9


@pytest.mark.parametrize(
    ("cache", "message", "severity"),
    [
        (
            Cache("build", "/c", 30 * GB, budget=20 * GB),
            "takes 30.0 GB; build-cache-budget allows 20.0 GB",
            "warning",
        ),
        (
            Cache("build", "/c", 30 * GB, stale=16 * GB),
            "16.0 GB of the build cache's 30.0 GB were not used",
            "info",
        ),
        (Cache("build", "/c", 30 * GB, stale=14 * GB, budget=40 * GB), "", ""),
        (Cache("build", "/c", GB, stale=GB * 9 // 10), "", ""),
        (Cache("build", "/c", 30 * GB, stale=None), "", ""),
        (Cache("module", "/c", 30 * GB, stale=30 * GB), "", ""),
    ],
)
def test_a_build_cache_is_held_to_its_budget_and_its_age(cache: Cache, message: str, severity: str) -> None:
    seen = list(said("GC602", facts(caches=(cache,))))
    assert [message in one.message for one in seen] == [True] * bool(message)
    assert [one.severity for one in seen] == [severity] * bool(severity)


def lint(
    cache: str = "/home/me/.cache/golangci-lint", trees: tuple[str, ...] = (".", "../b"), **more: object
) -> Facts:
    given = {"files": 1} | more
    return facts(
        caches=(Cache("lint", cache, **given),),
        checkout=Checkout(worktrees=tuple(Worktree(dir) for dir in trees)),
        tree=Tree(ROOT, git=True),
    )


def test_a_lint_cache_for_several_worktrees_is_told_with_their_names() -> None:
    (seen,) = said("GC607", lint(trees=(".", "../b", "../c")))
    assert seen.message.startswith("golangci-lint keeps one cache for this worktree and ../b and ../c:")


@pytest.mark.parametrize(
    "healthy",
    [lint(trees=(".",)), lint(f"{ROOT}/.cache/golangci-lint"), lint(files=0), lint(exists=False)],
)
def test_one_worktree_a_cache_of_its_own_or_none_is_fine(healthy: Facts) -> None:
    assert not list(said("GC607", healthy))


def test_worktrees_of_real_git_share_the_lint_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = commit(
        write(tmp_path / "main", {"go.mod": "module example.com/a\n\ngo 1.22\n", ".golangci.yml": ""})
    )
    settings = Settings(select=("GC607",))
    assert not examine(main, settings, patience=None).findings
    subprocess.run(["git", "worktree", "add", "-q", "../other", "-b", "b"], cwd=main, check=True)
    (finding,) = examine(main, settings, patience=None).findings
    assert "../other" in finding.message
    assert [fix.id for fix in finding.fixes] == ["clean-lint-cache"]
    monkeypatch.setenv("GOLANGCI_LINT_CACHE", str(main.resolve() / ".cache"))
    assert not examine(main, settings, patience=None).findings


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (CachePlace("build", "/c", "nfs4"), "the build cache is on a network filesystem (nfs4)"),
        (CachePlace("module", "/c", "tmpfs"), "the module cache is on tmpfs: it takes memory"),
        (CachePlace("lint", "/c", "ext4", writable=False), "golangci-lint's cache cannot be written"),
        (CachePlace("module", "/repo/mod", "ext4", inside="mod"), "is inside the checkout, at mod"),
    ],
)
def test_a_bad_place_is_told(place: CachePlace, message: str) -> None:
    setting = Environment((Setting("GOCACHE", "/c", "environment"),))
    (seen,) = said("GC608", facts(cache_places=(place,), environment=setting))
    assert message in seen.message


@pytest.mark.parametrize("filesystem", ["ext4", "xfs", "btrfs", "overlay", "zfs", "apfs", ""])
def test_a_disk_of_this_machine_is_a_good_place(filesystem: str) -> None:
    places = (CachePlace("build", "/c", filesystem),)
    assert not list(said("GC608", facts(cache_places=places, environment=Environment())))


def test_a_module_cache_in_the_checkout_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n\ngo 1.22\n"})
    monkeypatch.setenv("GOMODCACHE", str(root / "third_party" / "mod"))
    told = [one for one in examine(root, Settings(select=("GC608",))).findings if one.subject == "GOMODCACHE"]
    assert [one.message for one in told] == ["the module cache is inside the checkout, at third_party/mod"]


@pytest.mark.parametrize("source", ["environment", "/home/me/.config/go/env"])
def test_a_cache_program_is_told_without_its_command(source: str) -> None:
    settings = Environment((Setting("GOCACHEPROG", "cacher --token=secret", source),))
    (seen,) = said("GC609", facts(environment=settings))
    assert "secret" not in repr(seen)
    assert not list(said("GC609", facts(environment=Environment())))


def test_what_is_in_the_trash_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path.resolve() / "w", {"go.mod": "module example.com/a\n\ngo 1.22\n"})
    cache = a_cache(tmp_path.resolve() / "cache", {1: 9, 2: 0})
    write(cache, {".goworkdoctor-trash/20250101-000000-ab12/00/x": "x" * 9000})
    monkeypatch.setenv("GOCACHE", str(cache))
    report = examine(root, Settings(select=("GC602",)), patience=None)
    (build,) = [one for one in report.facts.caches or () if one.kind == "build"]
    assert (build.stale, [one.bytes for one in build.trash]) == (8192, [12288])
    assert build.bytes < 9000 * 2 + 12288
