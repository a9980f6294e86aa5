"""What go would delete with a cache though it is not Go's is named, and the cache is not emptied whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor.apply import apply
from goworkdoctor.model.facts import Facts, Toolchain
from goworkdoctor.model.plan import Refused
from tests.caches import a_cache, facts_of, planned
from tests.oracle import Go, write

MODULES = {
    "cache/download/example.com/a/@v/v1.0.0.zip": "z",
    "cache/lock": "",
    "cache/vcs/0a/info": "git",
    "example.com/a@v1.0.0/notes.txt": "the module's own",
    "example.com/a/v2@v2.0.0/sub/x.go": "package sub\n",
    ".goworkdoctor-trash/1/example.com/b@v1.0.0/b.go": "package b\n",
}


def facts(kind: str, cache: Path, go: Go) -> Facts:
    root = write(cache.parent / "w", {"go.mod": "module example.com/w\n"})
    return facts_of(cache, root, kind=kind, toolchain=Toolchain(str(go.path)))


def test_photos_in_folders_named_like_those_of_a_build_cache_are_kept(tmp_path: Path, go: Go) -> None:
    photos = write(tmp_path.resolve() / "photos", {"01/january.jpg": "j", "02/february.jpg": "f"})
    with pytest.raises(Refused, match=r"01/january.jpg is not Go's, and would be deleted with the cache"):
        planned("clean-build-cache", facts("build", photos, go))


@pytest.mark.parametrize(
    "stranger", ["data/thesis.tex", "notes.txt", "example.com/notes.txt", "cache/mine/x"]
)
def test_files_beside_modules_are_kept(tmp_path: Path, go: Go, stranger: str) -> None:
    cache = write(tmp_path.resolve() / "mod", {**MODULES, stranger: "precious"})
    with pytest.raises(Refused, match=rf"{stranger.removesuffix('/x')} is not Go's"):
        planned("clean-everything", facts("module", cache, go))


def test_a_stranger_that_came_after_the_preview_is_kept(tmp_path: Path, go: Go) -> None:
    cache = a_cache(tmp_path.resolve() / "go-build", {1: 9})
    plan = planned("clean-build-cache", facts("build", cache, go))
    write(cache, {"01/mine.txt": "precious"})
    with pytest.raises(Refused, match=r"01/mine.txt is not Go's"):
        apply(plan, insist=True)
    assert (cache / "01/mine.txt").read_text() == "precious"


def test_what_go_puts_into_its_caches_is_no_stranger(tmp_path: Path, go: Go) -> None:
    cache = write(tmp_path.resolve() / "mod", MODULES)
    assert planned("clean-everything", facts("module", cache, go)).steps


@pytest.mark.parametrize("kind", ["build", "module"])
def test_a_cache_that_real_go_filled_has_no_strangers(tmp_path: Path, any_go: Go, kind: str) -> None:
    folder = tmp_path.resolve()
    write(folder / "p", {"go.mod": "module example.com/p\n", "main.go": "package main\n\nfunc main() {}\n"})
    cache = folder / kind
    env = {"build": "GOCACHE", "module": "GOMODCACHE"}[kind]
    assert any_go.run("vet", ".", cwd=folder / "p", **{env: str(cache)}).returncode == 0
    if kind == "module":
        write(cache, MODULES)
    assert planned("clean-everything", facts(kind, cache, any_go)).steps
