"""How long the module cache takes, against du and go: `python -m tests.benchmarks.module_cache [DIR CACHE]`.

DIR is a checkout and CACHE the module cache that it fills; without them a generated cache of 300 modules.
All in one run, the best of several, as ratios.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from msgspec.structs import replace

from goworkdoctor.model.facts import Environment, Facts, Setting, Toolchain
from goworkdoctor.scan import module_cache, module_health, tree
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.system.trash import make_writable
from tests import modulecaches
from tests.oracle import Go
from tests.toolchains import newest_go

RUNS = 5
MODULES, FILES = 300, 60
Result = TypeVar("Result")


def generated(folder: Path) -> modulecaches.Depot:
    """A cache of many modules, each of many files of a few kB, as real ones are."""
    dice = random.Random(1)
    words = [dice.randbytes(5).hex() for _ in range(2000)]

    def files_of(path: str) -> dict[str, str]:
        text = (" ".join(dice.choices(words, k=dice.randrange(50, 1500))) for _ in range(FILES))
        files = {f"p{number:02}/f.go": f"package p\n\n// {one}\n" for number, one in enumerate(text)}
        return files | {"go.mod": f"module {path}\n\ngo 1.21\n", "l.go": "package lib\n"}

    modulecaches.files_of = files_of
    names = [f"ex.com/m{number:03}" for number in range(MODULES)]
    return modulecaches.depot(Go(newest_go(), folder / "go-build"), folder, names)


def best(act: Callable[[], Result]) -> tuple[float, Result]:
    """The seconds of the fastest of several runs, and what the last one gave."""
    seconds = []
    for _ in range(RUNS):
        began = perf_counter()
        result = act()
        seconds.append(perf_counter() - began)
    return min(seconds), result


def quiet(argv: list[str], cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(argv, cwd=cwd, env=env | {"PWD": str(cwd)}, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode("utf-8", "replace"))


def measure(checkout: Path, cache: Path) -> None:
    """Print what the census and the health scan take, and what du and go take."""
    env = Go(newest_go(), cache).env | {"GOMODCACHE": str(cache), "GOWORK": "off"}
    look = Look(checkout)
    facts = Facts(
        checkout,
        tree=tree.gather(look, Facts(checkout)),
        environment=Environment((Setting("GOMODCACHE", str(cache), "environment"),)),
        toolchain=Toolchain(),
    )
    du, _ = best(lambda: quiet(["du", "-s", str(cache)], checkout, env))
    census, found = best(lambda: module_cache.gather(look, facts))
    facts = replace(facts, module_cache=found)
    verify, _ = best(lambda: quiet([str(newest_go()), "mod", "verify"], checkout, env))
    health, verdict = best(lambda: module_health.gather(replace(look, again=True), facts))
    size = sum(one.bytes for one in found.versions)
    print(f"{len(found.versions)} versions, {size / 1e6:.0f} MB, {len(verdict.bad)} bad")  # noqa: T201
    print(f"du -s {du:.3f} s; census {census:.3f} s ({census / du:.2f} of du)")  # noqa: T201
    print(  # noqa: T201
        f"go mod verify {verify:.2f} s; health {health:.2f} s ({health / verify:.2f} of go), "
        f"{size / health / 1e6:.0f} MB/s"
    )


def main(arguments: list[str]) -> None:
    if arguments:
        checkout, cache = (Path(name).resolve() for name in arguments)
        measure(checkout, cache)
        return
    with tempfile.TemporaryDirectory() as name:
        made = generated(Path(name).resolve())
        measure(made.checkout, made.cache)
        if os.getuid():
            make_writable(made.folder)


if __name__ == "__main__":
    main(sys.argv[1:])
