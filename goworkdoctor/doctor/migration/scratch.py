"""A scratch copy of what go reads of a checkout: go.mod, go.sum, go.work, go.work.sum and Go sources.

Go writes go.work.sum beside go.work, and a build cache, whatever it is asked: here it may. The copy is a real
one, for a hard link would let go write into the original, and would change its times.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from msgspec import Struct

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.plan import Refused
from goworkdoctor.scan.environment import user_folder
from goworkdoctor.system.go import run_go, safe_environment
from goworkdoctor.system.runner import Completed, RunError

DEEP = ("up",) * 8
"""The copy lies as deep as this, so that paths that climb out of the checkout still lead to own places."""
AT_ONCE = 8
PATIENCE = 600.0
PREFIX = "goworkdoctor-scratch-"
HOUR = 3600.0
NAMES = frozenset({"go.mod", "go.sum", "go.work", "go.work.sum"})


class Scratch(Struct, frozen=True):
    """The copy's root, the go that is run in it, and the environment of every run."""

    root: Path
    go: Path
    env: Mapping[str, str]
    file: str = "go.work"
    cancelled: Event | None = None

    @property
    def work(self) -> Path:
        return self.root / self.file

    def write(self, files: Mapping[str, bytes | None]) -> None:
        """Give files of the copy this content; None takes one away."""
        for path, data in files.items():
            file = self.root / path
            if data is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def content(self, path: str) -> bytes | None:
        file = self.root / path
        return file.read_bytes() if file.is_file() else None

    def run(self, *arguments: str, dir: str = ".", workspace: bool) -> Completed:
        """go in a directory of the copy, in its workspace or without any; raises RunError."""
        gowork = str(self.work) if workspace else "off"
        env = dict(self.env) | {"GOWORK": gowork}
        return run_go(self.go, arguments, self.root / dir, env, PATIENCE, self.cancelled)


@contextmanager
def scratch(
    facts: Facts,
    dirs: Iterable[str],
    go: Path,
    file: str = "go.work",
    *,
    everything: bool = False,
    online: bool = False,
    cancelled: Event | None = None,
) -> Iterator[Scratch]:
    """A copy with the sources of the modules in these directories, gone when it is left; raises Refused.

    Of all other modules there are go.mod and go.sum. With `everything` the modules' other files are there
    too, as a build needs them; with `online` go may fetch what the module cache lacks.
    """
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name, _held(Path(name)):
        top = Path(name).resolve()
        root = top.joinpath(*DEEP, facts.root.name or "root")
        try:
            root.mkdir(parents=True)
            _copy(facts.root, root, _wanted(facts, frozenset(dirs), everything), cancelled)
            _link(facts, root)
        except OSError as error:
            raise Refused(f"the step cannot be tried on a copy: {error}") from error
        cache = top / "cache" if everything else _own_cache(top)
        yield Scratch(root, go, environment(facts, cache, online), file, cancelled)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Locked as long as this process lives, so that nobody takes it for one that a crash has left."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(parent: Path) -> None:
    """Remove copies that processes which were killed have left: old ones that nobody holds."""
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            seen = os.fstat(descriptor)
            if seen.st_uid == os.getuid() and time.time() - seen.st_mtime > HOUR:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
        finally:
            os.close(descriptor)


def _own_cache(top: Path) -> Path:
    """A build cache that outlives the copy: what go knows of the standard library. Go itself trims it."""
    folder = user_folder(os.environ, "XDG_CACHE_HOME", ".cache", "Library/Caches")
    return folder / "goworkdoctor" / "go-build" if folder else top / "cache"


def environment(facts: Facts, cache: Path, online: bool = False) -> dict[str, str]:
    """As go runs everywhere here, with the user's module cache and a build cache of its own.

    With `online` go may fetch modules into the module cache, from where the user's settings say.
    """
    env = safe_environment(os.environ) | {"GOCACHE": str(cache)}
    if facts.environment and (modules := facts.environment.value("GOMODCACHE")):
        env["GOMODCACHE"] = modules
    for name in ("GOPROXY", "GOSUMDB", "GOPRIVATE") if online else ():
        env[name] = facts.environment.value(name) if facts.environment else ""
    return env


def _wanted(facts: Facts, dirs: frozenset[str], everything: bool) -> Sequence[str]:
    tree = facts.tree
    if tree is None:
        raise Refused("the tree was not examined, so that nothing can be tried on a copy")
    homes = {module.dir for module in facts.modules or ()}
    vendored = "vendor/modules.txt"
    found = [
        path
        for path in tree.files
        if path.rpartition("/")[2] in NAMES
        or path == vendored
        or ((everything or path.endswith(".go")) and home(path, homes) in dirs and not _foreign(path))
    ]
    return sorted(found)


def home(path: str, homes: set[str]) -> str:
    """The directory of the module that holds a file; "" for none."""
    folder = path.rpartition("/")[0]
    while folder and folder not in homes:
        folder = folder.rpartition("/")[0]
    return folder or ("." if "." in homes else "")


def _foreign(path: str) -> bool:
    return path.startswith("vendor/") or "/vendor/" in path


def _copy(source: Path, target: Path, paths: Sequence[str], cancelled: Event | None) -> None:
    for folder in {target / path.rpartition("/")[0] for path in paths}:
        folder.mkdir(parents=True, exist_ok=True)

    def one(path: str) -> None:
        if not (cancelled and cancelled.is_set()) and (source / path).is_file():
            shutil.copyfile(source / path, target / path)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, paths, chunksize=64))


def _link(facts: Facts, root: Path) -> None:
    """A link for each directory that a use or a replace leads to and that is none of the copy's.

    It lies outside the checkout, where go reads it as it is, or is itself a link to a module of the copy.
    """
    uses = facts.workspace.uses if facts.workspace else ()
    for dir in {*(use.dir for use in uses), *(facts.targets or ())}:
        written = Path(os.path.normpath(facts.root / dir))
        real = written.resolve()
        place = Path(os.path.normpath(root / dir))
        linked = dir.startswith("../") or real != written
        if linked and real.is_dir() and not os.path.lexists(place):
            within = real.is_relative_to(facts.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(root / real.relative_to(facts.root) if within else real)


def complaint(done: Completed, scratch: Scratch, facts: Facts) -> str:
    """What go said of the copy, as one line about the checkout."""
    said = done.stderr.decode("utf-8", "replace").replace(str(scratch.root), str(facts.root))
    lines = [line for line in said.splitlines() if not line.startswith("go: downloading ")]
    return " ".join(" ".join(lines).split()).removeprefix("go: ")[:600]


def tried(error: RunError) -> Refused:
    return Refused(f"the step cannot be tried on a copy: {error}")
