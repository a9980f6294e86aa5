"""What a step changes is found in a scratch copy, before anything is written."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.model.migration import Prepared, Verdict
from goworkdoctor.model.plan import Refused
from tests.doctor.migration.migrating import SHOP, look_at, mod, repository, source, take, take_all
from tests.goproxy import Proxy
from tests.oracle import Go, write
from tests.treating import snapshot

Files = dict[str, str | bytes]


def proxy(folder: Path, *versions: tuple[str, str, str]) -> str:
    """A file:// GOPROXY with these (path, version, source of its one package) and the address of it."""
    import zipfile

    for path, version, text in versions:
        place = folder / path / "@v"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{version}.info").write_text(f'{{"Version":"{version}"}}')
        (place / f"{version}.mod").write_text(mod(path))
        with zipfile.ZipFile(place / f"{version}.zip", "w") as archive:
            archive.writestr(f"{path}@{version}/go.mod", mod(path))
            archive.writestr(f"{path}@{version}/x.go", text)
        listed = place / "list"
        listed.write_text((listed.read_text() if listed.exists() else "") + f"{version}\n")
    return f"file://{folder}"


@pytest.fixture
def fetched(tmp_path: Path, go: Go, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two modules that need ex.com/lib, at v1.0.0 and v1.1.0, both in a module cache of their own."""
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modcache"))
    monkeypatch.setenv("GOFLAGS", "")
    address = proxy(
        tmp_path / "proxy",
        ("ex.com/lib", "v1.0.0", source("lib") + "func Old() {}\n"),
        ("ex.com/lib", "v1.1.0", source("lib") + "func New() {}\n"),
        ("ex.com/b", "v1.0.0", source("b")),
    )
    files: Files = {
        "a/go.mod": mod("ex.com/a", "require (\n\tex.com/b v1.0.0\n\tex.com/lib v1.0.0\n)"),
        "a/a.go": source("a", "ex.com/lib", "ex.com/b"),
        "b/go.mod": mod("ex.com/b", "require ex.com/lib v1.1.0"),
        "b/b.go": source("b", "ex.com/lib"),
    }
    root = write(tmp_path / "w", files)
    for dir in "ab":
        env = {"GOPROXY": address, "GONOSUMDB": "*", "GOFLAGS": "-mod=mod -modcacherw"}
        go.run("mod", "tidy", cwd=root / dir, GOMODCACHE=str(tmp_path / "modcache"), **env)
    return repository(tmp_path / "w", {})


def prepared(root: Path, step: str = "") -> Prepared:
    return migrate.prepare(look_at(root), step)


def test_a_raised_version_and_a_release_that_becomes_the_tree_are_told_with_whom(fetched: Path) -> None:
    first = take(fetched)
    assert first.step.modules == ("b",)
    proof = prepared(fetched).proof
    assert (proof.verdict, proof.unproven) == (Verdict.HOLDS, ())
    seen = {(one.path, one.before, one.after, one.modules, one.in_tree) for one in proof.versions}
    assert seen == {
        ("ex.com/b", "v1.0.0", "./b", ("a",), True),
        ("ex.com/lib", "v1.0.0", "v1.1.0", ("a",), False),
    }


def test_the_sums_that_go_would_write_are_in_the_plan(fetched: Path, go: Go, tmp_path: Path) -> None:
    take_all(fetched)
    before = snapshot(fetched)
    env = {"GOMODCACHE": str(tmp_path / "modcache")}
    assert go.run("mod", "graph", cwd=fetched, **env).returncode == 0
    assert go.run("build", "./a", "./b", cwd=fetched, **env).returncode == 0
    assert snapshot(fetched) == before


def test_what_breaks_by_a_step_fails_its_proof_and_is_not_done(tmp_path: Path, go: Go) -> None:
    """In the workspace `a` gets the sibling's tree, which has no such package any more."""
    files: Files = {
        "a/go.mod": mod("ex.com/a", "require ex.com/b v0.0.0", "replace ex.com/b v0.0.0 => ./testdata/old"),
        "a/a.go": source("a", "ex.com/b/gone"),
        "a/testdata/old/go.mod": mod("ex.com/b"),
        "a/testdata/old/gone/g.go": source("gone"),
        "b/go.mod": mod("ex.com/b"),
        "b/b.go": source("b"),
    }
    root = repository(tmp_path / "w", files)
    assert take(root).step.modules == ("b",)
    report = look_at(root)
    found = migrate.prepare(report)
    assert found.proof.verdict is Verdict.FAILS
    assert "ex.com/b/gone" in found.proof.failures[0]
    before = snapshot(root)
    with pytest.raises(Refused, match="use:a is not done"):
        migrate.carry_out(report, found)
    assert snapshot(root) == before


def test_what_was_broken_before_is_no_fault_of_the_step(tmp_path: Path) -> None:
    broken: Files = {"api/bad.go": source("api", "ex.com/shop/nowhere")}
    root = repository(tmp_path / "w", SHOP, broken)
    take(root)
    proof = prepared(root).proof
    assert proof.verdict is Verdict.HOLDS
    assert "cannot be loaded, before as after" in proof.already[0]


def test_what_is_not_in_the_module_cache_is_said_to_be_unproven(tmp_path: Path) -> None:
    files: Files = {
        "go.mod": mod("ex.com/r", "require ex.com/far v1.0.0"),
        "go.sum": "ex.com/far v1.0.0 h1:AAAA\nex.com/far v1.0.0/go.mod h1:AAAA\n",
        "r.go": source("r", "ex.com/far"),
    }
    root = repository(tmp_path / "w", files)
    proof = prepared(root).proof
    assert proof.verdict is Verdict.PARTLY
    assert "ex.com/far@v1.0.0" in proof.unproven[0]
    assert take(root).done, "nothing speaks against it, and it can be taken back"


FAR: Files = {"go.mod": mod("ex.com/r", "require ex.com/far v1.0.0"), "r.go": source("r", "ex.com/far")}


def test_online_go_may_fetch_what_the_module_cache_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Proxy(tmp_path / "proxy").add(
        "ex.com/far", "v1.0.0", {"go.mod": mod("ex.com/far"), "f.go": source("far")}
    )
    for name, value in served.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GOSUMDB", "off")
    root = repository(tmp_path / "w", FAR)
    assert prepared(root).proof.verdict is Verdict.PARTLY
    assert migrate.prepare(look_at(root), online=True).proof.verdict is Verdict.HOLDS


def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOPROXY", "https://me:secret@127.0.0.1:1")
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modcache"))
    proof = migrate.prepare(look_at(repository(tmp_path / "w", FAR)), online=True).proof
    assert proof.verdict is Verdict.PARTLY
    assert (
        "ex.com/far@v1.0.0 is not in the module cache, and 127.0.0.1:1 does not answer" in proof.unproven[0]
    )


def test_modules_that_are_shut_out_for_the_time_are_named(tmp_path: Path, go: Go) -> None:
    root = repository(tmp_path / "w", SHOP)
    found = prepared(root)
    assert found.proof.shut_out == ("api", "cart")
    assert any("go commands inside api, cart fail" in note for note in found.plan.notes)
    migrate.carry_out(look_at(root), found)
    assert go.run("list", "./...", cwd=root / "api").returncode == 1
    assert go.run("list", "./...", cwd=root / "api", GOWORK="off").returncode == 0


def test_the_go_line_rises_with_a_member_and_says_so(tmp_path: Path) -> None:
    newer: Files = {"api/go.mod": mod("ex.com/shop/api", go="1.22")}
    root = repository(tmp_path / "w", SHOP, newer)
    take(root)
    found = prepared(root)
    assert "the go line rises from 1.21 to 1.22" in found.plan.notes
    assert found.plan.steps[0].after.startswith(b"go 1.22\n")


def test_a_toolchain_line_that_would_no_longer_count_moves_to_go_work(tmp_path: Path) -> None:
    pinned: Files = {"go.mod": SHOP["go.mod"] + "toolchain go1.22.5\n"}
    found = prepared(repository(tmp_path / "w", SHOP, pinned))
    assert b"\ntoolchain go1.22.5\n" in found.plan.steps[0].after


@pytest.mark.parametrize("text", ["package api\n", 'package api\n\nvar x int = "no"\n'])
def test_a_build_is_tried_where_it_is_asked_for(tmp_path: Path, text: str) -> None:
    root = repository(tmp_path / "w", SHOP, {"api/api.go": text})
    take(root)
    proof = migrate.prepare(look_at(root), build=True).proof
    assert proof.built is ("var" not in text)
    assert (proof.verdict is Verdict.HOLDS) is proof.built


def test_a_replace_that_leads_out_of_the_repository_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"lib/go.mod": mod("ex.com/lib"), "lib/l.go": source("lib")})
    files: Files = {
        "go.mod": mod("ex.com/r", "require ex.com/lib v1.0.0", "replace ex.com/lib => ../lib"),
        "r.go": source("r", "ex.com/lib"),
    }
    proof = prepared(repository(tmp_path / "w", files)).proof
    assert (proof.verdict, proof.already) == (Verdict.HOLDS, ())


def test_copies_that_a_kill_has_left_are_swept_away_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither those of a process that still runs, nor young ones, nor what has another name."""
    root = repository(tmp_path / "w", SHOP)
    temp = tmp_path / "tmp"
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    for name in ("goworkdoctor-scratch-dead", "goworkdoctor-scratch-live", "goworkdoctor-other"):
        write(temp / name, {"up/go.mod": mod("ex.com/x")})
        os.utime(temp / name, (0, 0))
    write(temp / "goworkdoctor-scratch-young", {"up/go.mod": mod("ex.com/x")})
    descriptor = os.open(temp / "goworkdoctor-scratch-live", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    migrate.prepare(look_at(root))
    os.close(descriptor)
    assert sorted(path.name for path in temp.iterdir()) == [
        "goworkdoctor-other", "goworkdoctor-scratch-live", "goworkdoctor-scratch-young"
    ]  # fmt: skip
