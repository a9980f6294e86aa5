"""A scratch copy of what go reads of a checkout, in which go may write.

Nothing is written to the checkout or to the user's caches: Go sources are linked, the files that go may
rewrite are copied, and the user's module cache serves as a read-only proxy
(https://go.dev/ref/mod#module-cache).
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from msgspec import Struct

from goworkdoctor.model.facts import Environment, Facts
from goworkdoctor.scan.environment import module_cache
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.system.files import read
from goworkdoctor.system.go import run_go, safe_environment
from goworkdoctor.system.runner import Cancelled, RunError

PATIENCE = 300.0
NOT_CACHED = re.compile(r"reading file://\S+: .*")
COPIED = ("go.mod", "go.sum")
OUTSIDE = "it replaces a module by a folder outside the checkout"
DEEP = ("up",) * 4

Content = dict[str, bytes | None]
"""Files by their paths relative to the root; None where there is none."""


class Scratch(Struct, frozen=True):
    """The copy's root, and the go that is run there."""

    root: Path
    go: Path
    env: dict[str, str]
    cancelled: Event

    def run(self, *arguments: str, dir: str = ".", gowork: str = "off") -> str:
        """Why go did not come to an end, in one line; "" where it did. `gowork` is "off" or a file here."""
        env = self.env | {"GOWORK": gowork if gowork == "off" else str(self.root / gowork)}
        try:
            done = run_go(self.go, arguments, self.root / dir, env, PATIENCE, self.cancelled)
        except Cancelled as error:
            raise Skipped(str(error)) from error
        except RunError as error:
            return str(error)
        return _complaint(done.stderr, self.root, f"go {' '.join(arguments)} failed") if done.code else ""

    def content(self, paths: Iterable[str]) -> Content:
        return {path: _read(self.root / path) for path in paths}

    def write(self, content: Content) -> None:
        for path, data in content.items():
            file = self.root / path
            if data is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)


def unable(look: Look, facts: Facts, command: str) -> str:
    """Why no go can be run in a copy; "" where one can."""
    if not look.execute:
        return f"--no-exec: {command} is not run"
    return "" if facts.toolchain and facts.toolchain.path else "no go was found on PATH"


@contextmanager
def scratch(look: Look, facts: Facts, *more: str) -> Iterator[Scratch]:
    """The copy, with these files too if they exist; gone when it is left. Ask first if one is `unable`."""
    assert facts.toolchain
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-", ignore_cleanup_errors=True) as name:
        top = Path(name).resolve()
        copy = Scratch(
            top.joinpath(*DEEP, "checkout"),
            Path(facts.toolchain.path),
            _environment(facts, look, top),
            look.cancelled,
        )
        _link(facts, copy.root)
        copy.write({path: data for path in more if (data := _read(facts.root / path)) is not None})
        yield copy


def beside(dir: str) -> tuple[str, ...]:
    """The module files of a directory."""
    return COPIED if dir == "." else tuple(f"{dir}/{name}" for name in COPIED)


def climbs_out(dir: str, path: str) -> bool:
    """Whether a path, as written in a file of `dir`, leads out of the root, if only on its way."""
    return posixpath.isabs(path) or posixpath.normpath(posixpath.join(dir, path)).startswith("..")


def _link(facts: Facts, root: Path) -> None:
    """The Go sources as links, for go looks through those to files; go.mod and go.sum as copies."""
    files = facts.tree.files if facts.tree else frozenset()
    wanted = [path for path in files if _is_read(path)]
    for folder in {root / path.rpartition("/")[0] for path in wanted} | {root}:
        folder.mkdir(parents=True, exist_ok=True)
    for path in wanted:
        if path.rpartition("/")[2] in COPIED:
            data = _read(facts.root / path)
            if data is not None:
                (root / path).write_bytes(data)
        else:
            (root / path).symlink_to(facts.root / path)


def _is_read(path: str) -> bool:
    """Neither `go mod tidy` nor `go work sync` looks into vendor directories."""
    folder, _, name = path.rpartition("/")
    return (name.endswith(".go") and "vendor" not in folder.split("/")) or name in COPIED


def _read(path: Path) -> bytes | None:
    try:
        return read(path)
    except OSError:
        return None


def _environment(facts: Facts, look: Look, top: Path) -> dict[str, str]:
    """Go with caches of its own, which fetches from the user's module cache and from nowhere else."""
    cache = module_cache(facts.environment or Environment())
    download = Path(cache, "cache", "download") if cache else None
    proxy = download.as_uri() if download and download.is_absolute() and download.is_dir() else "off"
    return safe_environment(look.environ) | {
        "GOPROXY": proxy,
        "GOFLAGS": "-modcacherw",
        "GOCACHE": str(top / "cache"),
        "GOMODCACHE": str(top / "modules"),
    }


def _complaint(said: bytes, root: Path, nothing: str) -> str:
    """The last line of go's complaint that is one: what it was looking for comes before it."""
    lines = said.decode("utf-8", "replace").replace(f"{root}/", "").strip().splitlines()
    told = list(_told(lines))
    return NOT_CACHED.sub("not in the module cache", told[-1] if told else nothing)[:300]


def _told(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.strip() and not line.startswith(("go: finding ", "go: downloading ", "go: found ")):
            yield line.strip().removeprefix("go: ")
