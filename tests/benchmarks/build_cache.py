"""The census against du, the health scan against sha256sum: `python -m tests.benchmarks.build_cache [CACHE]`.

In one run, as ratios, the best of three each; without CACHE on a made one of 40,000 entries. Nothing is
written to it. The bounds are those of the project: the first census in 1.5 times the time of `du -s`, the
second 20 times faster than the first, and the health scan with 80 % of the speed of sha256sum on all cores.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from goworkdoctor.model.buildcache import BuildCache
from goworkdoctor.scan.build_cache import Census, remembered
from goworkdoctor.scan.build_health import HealthScan
from goworkdoctor.scan.gatherer import Look

RUNS = 3
OUTPUTS = 10_000
SIZES = (64, 800, 4000, 50_000, 250_000, 1_000_000)
WEIGHTS = (20, 15, 15, 20, 22, 8)
"""As in the cache of `go build std` for a few platforms, but for the few very large ones."""
SUMS = "find {} -name '*-d' -type f -print0 | xargs -0 -n 64 -P {} sha256sum"


def made_cache(folder: Path) -> Path:
    """A cache of three index entries to each output; most outputs are small, most bytes are in large ones."""
    chance = random.Random(1)
    for shard in range(256):
        (folder / f"{shard:02x}").mkdir(parents=True)
    for _ in range(OUTPUTS):
        data = chance.randbytes(16) * (chance.choices(SIZES, WEIGHTS)[0] // 16)
        output = hashlib.sha256(data).hexdigest()
        (folder / output[:2] / f"{output}-d").write_bytes(data)
        for _ in range(3):
            action = chance.randbytes(32).hex()
            text = f"v1 {action} {output} {len(data):20d} {time.time_ns():20d}\n"
            (folder / action[:2] / f"{action}-a").write_text(text)
    for shard in folder.iterdir():
        os.utime(shard, (time.time() - 3600,) * 2)
    return folder


def best(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The shortest of a few runs, in seconds; `before` is not counted."""
    times = []
    for _ in range(RUNS):
        before()
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times)


def census(cache: Path, own: Path) -> None:
    """du and both census runs, one after the other."""

    def take() -> BuildCache:
        return Census(cache, Look(cache), remembered(os.environ)).take()

    def forget() -> None:
        shutil.rmtree(own, ignore_errors=True)

    du = best(lambda: subprocess.run(["du", "-s", cache], capture_output=True, check=True))
    first, second = best(take, forget), best(take)
    print(  # noqa: T201
        f"census of {take().entries:,} entries: du {du * 1000:.0f} ms; first {first * 1000:.0f} ms "
        f"({first / du:.2f} of du), second {second * 1000:.1f} ms ({first / second:.0f} times faster)"
    )


def health(cache: Path) -> None:
    """sha256sum on all cores, and the scan, which also reads the index entries."""
    sums = SUMS.format(cache, os.cpu_count())
    summed = best(lambda: subprocess.run(sums, shell=True, capture_output=True, check=True))
    first = best(lambda: HealthScan(cache, Look(cache, again=True)).run())
    second = best(lambda: HealthScan(cache, Look(cache)).run())
    found = HealthScan(cache, Look(cache)).run()
    print(  # noqa: T201
        f"health of {found.bytes / 1e6:,.0f} MB: sha256sum {summed:.2f} s; first {first:.2f} s "
        f"({summed / first:.0%} of its speed), second {second:.2f} s; {len(found.bad)} bad"
    )


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = f"{name}/own"
        cache = Path(arguments[0]) if arguments else made_cache(Path(name) / "cache")
        census(cache, Path(name) / "own")
        health(cache)


if __name__ == "__main__":
    main(sys.argv[1:])
