"""Caches for the pictures: what a machine that builds a large monorepo has gathered in some months."""

from __future__ import annotations

import time
from collections.abc import Iterator

from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.model.buildcache import DAY, Age, BadEntry, BuildCache, BuildHealth, Measured, Share
from goworkdoctor.model.facts import Cache, Disk, Process, Trashed
from goworkdoctor.model.modulecache import ModuleCache, ModuleRoot, ModuleVersion

BUILD, MODULE = "/home/you/.cache/go-build", "/home/you/go/pkg/mod"
LINT = "/home/you/.cache/golangci-lint"
KINDS = (
    (Kind.ARCHIVE, 61_204, 8_420_000_000),
    (Kind.EXECUTABLE, 312, 2_310_000_000),
    (Kind.VET, 20_816, 940_000_000),
    (Kind.PACKAGE_INDEX, 1_984, 410_000_000),
    (Kind.TEST, 9_702, 48_000_000),
    (Kind.INDEX_ENTRY, 94_186, 272_000_000),
)
AGES = (
    (0, 21_400, 3_100_000_000),
    (2, 30_116, 4_000_000_000),
    (12, 28_090, 3_260_000_000),
    (44, 14_412, 1_768_000_000),
)
MODULES = (
    ("github.com/aws/aws-sdk-go", ("v1.44.122", "v1.55.5"), 310),
    ("google.golang.org/api", ("v0.126.0", "v0.187.0"), 205),
    ("k8s.io/client-go", ("v0.29.3", "v0.30.1", "v0.31.0"), 48),
    ("github.com/envoyproxy/go-control-plane", ("v0.12.0",), 41),
    ("github.com/docker/docker", ("v26.1.4+incompatible", "v27.1.1+incompatible"), 33),
    ("golang.org/x/tools", ("v0.21.0", "v0.24.0"), 27),
    ("github.com/google/cel-go", ("v0.20.1",), 17),
    ("golang.org/x/sys", ("v0.22.0", "v0.24.0"), 14),
    ("github.com/prometheus/client_golang", ("v1.19.1",), 9),
    ("google.golang.org/grpc", ("v1.64.0", "v1.65.0"), 9),
    ("github.com/stretchr/testify", ("v1.9.0",), 2),
    ("go.uber.org/zap", ("v1.27.0",), 2),
    ("github.com/spf13/cobra", ("v1.8.1",), 1),
)


def versions(now: float) -> Iterator[ModuleVersion]:
    """The newest of each module is needed here; two toolchains, one of them unused."""
    for path, all, size in MODULES:
        for place, version in enumerate(reversed(all)):
            needed = (() if place else (".", "../shop-api")) if size % 2 else (() if place > 1 else (".",))
            yield ModuleVersion(
                path,
                version,
                tree_bytes=size * 1_010_000,
                zip_bytes=size * 212_000,
                files=size * 20,
                has_tree=True,
                has_zip=True,
                has_hash=True,
                used=now - DAY * (1 + 37 * place + size % 5),
                needed_by=needed,
            )
    for go, needed in (("1.26.8", ("the go on PATH",)), ("1.25.1", ())):
        version = f"v0.0.1-go{go}.linux-amd64"
        yield ModuleVersion(
            "golang.org/toolchain",
            version,
            tree_bytes=251_000_000,
            zip_bytes=74_000_000,
            has_tree=True,
            has_zip=True,
            has_hash=True,
            used=now - DAY * (3 if needed else 120),
            needed_by=needed,
        )


def build_cache(now: float) -> BuildCache:
    today = int(now // DAY)
    earlier = (7.1, 7.9, 8.6, 9.2, 9.1, 10.4, 11.2)
    return BuildCache(
        BUILD,
        exists=True,
        bytes=sum(bytes for _, _, bytes in KINDS),
        files=188_204,
        entries=188_204,
        kinds=tuple(Share(*each) for each in KINDS),
        ages=tuple(Age(today - day, entries, bytes) for day, entries, bytes in AGES),
        earlier=tuple(
            Measured(now - DAY * (len(earlier) - i) * 2, int(gb * 1e9), 0) for i, gb in enumerate(earlier)
        ),
    )


def health() -> BuildHealth:
    bad = BadEntry(
        "3f/3fb1c7d2a9e0-d", "its content is not the one that it is named by", 48_112, False, "shop/pricing"
    )
    return BuildHealth(
        BUILD, 188_204, 94_018, bytes=12_128_000_000, read=12_128_000_000, seconds=31.4, bad=(bad,)
    )


def facts() -> dict[str, object]:
    """The fields of the facts that tell of this machine's caches."""
    now = time.time()
    modules = tuple(sorted(versions(now), key=lambda one: one.key))
    trash = Trashed(
        f"{BUILD}/.goworkdoctor-trash/20261118-091204-412a7f", 1_930_000_000, 12_804, 1_795_000_000
    )
    census = build_cache(now)
    return {
        "caches": (
            Cache("build", BUILD, census.bytes, census.files, stale=5_028_000_000, trash=(trash,)),
            Cache("module", MODULE, sum(one.bytes for one in modules) + 310_000_000, 96_113),
            Cache("fuzz", f"{BUILD}/fuzz", 1_200_000, 340),
            Cache("lint", LINT, 614_000_000, 8_902),
        ),
        "build_cache": census,
        "build_health": health(),
        "module_cache": ModuleCache(
            MODULE,
            exists=True,
            versions=modules,
            vcs_bytes=310_000_000,
            roots=(ModuleRoot(".", "this checkout"), ModuleRoot("../shop-api", "named in goworkdoctor.toml")),
        ),
        "disk": (Disk(BUILD, 80_000_000_000, 252_000_000_000),),
        "processes": (
            Process(4802, "gopls", "/home/you/shop"),
            Process(5117, "go", "/home/you/shop-api", (("build", "/tmp/other"),)),
        ),
    }
