"""What is a cache of Go's, told from all else that GOCACHE may point to."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from goworkdoctor.golang.cachedirs import ENTRY, Folder, refusal
from tests.caches import README, entry

BUILD = Folder("build", "/home/me/.cache/go-build", names=frozenset({"README", "00", "ff"}), readme=README)
MODULE = Folder("module", "/home/me/go/pkg/mod", names=frozenset({"cache"}), inner=frozenset({"download"}))
HOMES = ("/home/me",)
ROOT = "/home/me/src/repo"


LINT = replace(BUILD, kind="lint", readme="This directory holds cached build artifacts from golangci-lint.\n")


@pytest.mark.parametrize("folder", [BUILD, MODULE, LINT])
def test_a_cache_may_be_cleaned(folder: Folder) -> None:
    assert refusal(folder, HOMES, ROOT) == ""


@pytest.mark.parametrize(
    "names", [{"00", "fe", "trim.txt"}, {"0a", "fuzz", ".goworkdoctor-trash", "testexpire.txt"}]
)
def test_a_build_cache_without_readme_is_known_by_its_folders(names: set[str]) -> None:
    assert refusal(replace(BUILD, readme="", names=frozenset(names)), HOMES, ROOT) == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"path": "relative"}, "is not an absolute path"),
        ({"path": "/"}, "is the root of all files"),
        ({"path": "/home/me"}, "is a home directory, or holds one"),
        ({"path": "/home"}, "is a home directory, or holds one"),
        ({"path": ROOT}, "is this checkout, or holds it"),
        ({"path": "/home/me/src"}, "is this checkout, or holds it"),
        ({"link": True, "real": "/big/cache"}, "is a symbolic link to /big/cache: name the directory itself"),
        ({"real": "/home/me"}, "is a home directory, or holds one"),
        ({"exists": False}, "is no directory"),
        ({"mine": False}, "belongs to another user"),
        ({"kind": "lint"}, "is a build cache, and no lint cache"),
        ({"names": BUILD.names | {".git"}}, "is somebody's work: it has .git in it"),
        ({"names": BUILD.names | {"go.mod"}}, "is somebody's work: it has go.mod in it"),
        ({"readme": "My notes"}, ""),
        ({"readme": "My notes", "names": BUILD.names | {"notes.txt"}}, "does not look like a build cache"),
        ({"readme": "", "names": frozenset()}, "is empty"),
        ({"readme": "", "names": frozenset(), "path": "/"}, "is the root of all files"),
        ({"readme": "", "names": frozenset({"trim.txt"})}, "does not look like a build cache"),
    ],
)
def test_all_else_is_refused_with_the_reason(change: dict[str, object], why: str) -> None:
    said = refusal(replace(BUILD, **change), HOMES, ROOT)  # type: ignore[arg-type]
    assert said.startswith(why)
    assert bool(said) == bool(why)


@pytest.mark.parametrize("inner", [frozenset(), frozenset({"stuff"})])
def test_a_module_cache_has_what_go_downloaded(inner: frozenset[str]) -> None:
    assert "no cache/download" in refusal(replace(MODULE, inner=inner), HOMES, ROOT)


def test_only_go_s_names_are_entries() -> None:
    assert all(ENTRY.fullmatch(name) for name in (entry(3), entry(255, "a")))
    strange = (f"04/03{'0' * 62}-d", f"03/03{'0' * 61}-d", f"03/03{'0' * 62}-x", f"03/03{'0' * 62}-d.bak")
    assert not any(ENTRY.fullmatch(name) for name in strange)
