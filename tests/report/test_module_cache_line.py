"""The module cache in a line, and what of it is bad in the JSON report."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.modulecache import BadModule, ModuleCache, ModuleHealth, ModuleVersion
from goworkdoctor.report import cacherecords
from goworkdoctor.report.subjects import lines

LIB = ModuleVersion("x.com/lib", "v1.0.0", tree_bytes=3_000_000, zip_bytes=1_000_000)
SDK = ModuleVersion("golang.org/toolchain", "v0.0.1-go1.24.1.linux-amd64", tree_bytes=250_000_000)
BAD = BadModule("x.com/lib", "v1.0.0", ("zip",), "its zip has been modified")
FACTS = Facts(Path("/repo"), module_cache=ModuleCache("/mod", True, (SDK, LIB), vcs_bytes=2_000_000))
CACHE = Cache("module", "/mod")


def test_trees_zips_toolchains_and_repositories_are_told_apart() -> None:
    assert dict(lines(FACTS))["Module cache"] == (
        "1 version: extracted 3.0 MB, zips 1.0 MB; 1 toolchain, 250.0 MB; cloned repositories 2.0 MB"
    )


def test_health_is_told_once_it_is_known() -> None:
    sound, sick = (replace(FACTS, module_health=ModuleHealth("/mod", bad=bad)) for bad in ((), (BAD,)))
    assert dict(lines(sound))["Module cache"].endswith("; none bad")
    assert dict(lines(sick))["Module cache"].endswith("; 1 bad")
    assert [cacherecords.cache(facts, CACHE, None)["corrupt"] for facts in (FACTS, sound, sick)] == [
        None,
        0,
        1,
    ]


def test_an_empty_cache_takes_no_line() -> None:
    assert "Module cache" not in dict(lines(replace(FACTS, module_cache=ModuleCache("/mod", True))))
