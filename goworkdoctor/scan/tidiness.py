"""Which modules are tidy: `go mod tidy`, run in a copy of what it reads, with what the module cache holds.

Nothing is written to the checkout or to the user's caches: Go sources are linked, go.mod and go.sum are
copied, and the user's module cache serves as a read-only proxy (https://go.dev/ref/mod#module-cache).
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from msgspec import Struct

from goworkdoctor.model.facts import Change, Environment, Facts, Module, ModuleKind, Tidiness
from goworkdoctor.model.graph import dependencies, dependencies_first, dependents
from goworkdoctor.scan.environment import module_cache
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.files import read
from goworkdoctor.system.go import run_go, safe_environment
from goworkdoctor.system.runner import Cancelled, RunError

PATIENCE = 300.0
NOT_CACHED = re.compile(r"reading file://\S+: .*")
COPIED = ("go.mod", "go.sum")
OUTSIDE = "it replaces a module by a folder outside the checkout"
DEEP = ("up",) * 4


def gather(look: Look, facts: Facts) -> tuple[Tidiness, ...]:
    """Each module by itself, and then what tidying all that need it, dependencies first, comes to."""
    if not look.execute:
        raise Skipped("--no-exec: go mod tidy is not run")
    if facts.toolchain is None or not facts.toolchain.path:
        raise Skipped("no go was found on PATH")
    modules = {module.dir: module for module in facts.counted_modules if _asked(module)}
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-", ignore_cleanup_errors=True) as name:
        top = Path(name).resolve()
        root = top.joinpath(*DEEP, "checkout")
        _link(facts, root)
        environment = _environment(facts, look, top)
        copy = _Copy(root, Path(facts.toolchain.path), environment, look.cancelled)
        alone = {dir: _alone(copy, module) for dir, module in modules.items()}
        planned = _together(copy, facts, alone)
    return tuple(Tidiness(dir, why, changes, planned.get(dir, ())) for dir, (changes, why) in alone.items())


def _asked(module: Module) -> bool:
    return bool(module.path) and module.kind is not ModuleKind.SUBMODULE


class _Copy(Struct, frozen=True):
    """What go mod tidy reads of the checkout, and the go that is run there."""

    root: Path
    go: Path
    env: dict[str, str]
    cancelled: Event

    def tidy(self, dir: str) -> tuple[tuple[Change, ...], str]:
        """Run it in one module: what it changed, and why it did not come to an end."""
        before = self.content(dir)
        try:
            done = run_go(self.go, ["mod", "tidy"], self.root / dir, self.env, PATIENCE, self.cancelled)
            why = _complaint(done.stderr, self.root) if done.code else ""
        except Cancelled as error:
            raise Skipped(str(error)) from error
        except RunError as error:
            why = str(error)
        after = before if why else self.content(dir)
        self.write(after)
        changes = (Change(path, old, after[path]) for path, old in before.items())
        return tuple(change for change in changes if _words(change.before) != _words(change.after)), why

    def content(self, dir: str) -> dict[str, bytes | None]:
        paths = [name if dir == "." else f"{dir}/{name}" for name in COPIED]
        return {path: _read(self.root / path) for path in paths}

    def write(self, content: dict[str, bytes | None]) -> None:
        for path, data in content.items():
            if data is None:
                (self.root / path).unlink(missing_ok=True)
            else:
                (self.root / path).write_bytes(data)


def _words(data: bytes | None) -> list[list[bytes]]:
    """What a file says, whatever its layout: tidy drops blank lines, and `tidy -diff` does not mind them."""
    return [line.split() for line in (data or b"").splitlines() if line.strip()]


def _alone(copy: _Copy, module: Module) -> tuple[tuple[Change, ...], str]:
    """The module tidied beside siblings as they are; the copy is as before afterwards."""
    replaces = module.mod.replaces if module.mod else ()
    if any(line.local and _climbs_out(module.dir, line.new_path) for line in replaces):
        return (), OUTSIDE
    changes, why = copy.tidy(module.dir)
    copy.write({change.path: change.before for change in changes})
    return changes, why


def _climbs_out(dir: str, path: str) -> bool:
    return posixpath.isabs(path) or posixpath.normpath(posixpath.join(dir, path)).startswith("..")


def _together(
    copy: _Copy, facts: Facts, alone: dict[str, tuple[tuple[Change, ...], str]]
) -> dict[str, tuple[Change, ...]]:
    """What becomes of the untidy ones, and of all that depend on them, one after the other."""
    graph = dependencies(facts)
    affected = dependents(graph, (dir for dir, (changes, _) in alone.items() if changes))
    order = (dir for dir in dependencies_first(graph) if dir in affected and dir in alone)
    return {dir: copy.tidy(dir)[0] for dir in order if not alone[dir][1]}


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
    """Tidy does not look into vendor directories."""
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


def _complaint(said: bytes, root: Path) -> str:
    """The last line of go's complaint that is one: what it was looking for comes before it."""
    lines = said.decode("utf-8", "replace").replace(f"{root}/", "").strip().splitlines()
    told = list(_told(lines))
    return NOT_CACHED.sub("not in the module cache", told[-1] if told else "go mod tidy failed")[:300]


def _told(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.strip() and not line.startswith(("go: finding ", "go: downloading ", "go: found ")):
            yield line.strip().removeprefix("go: ")


TIDINESS = Gatherer(
    "tidiness",
    gather,
    needs=frozenset({"tree", "modules", "packages", "toolchain", "environment"}),
    patient=True,
    family="GM",
    deep=True,
)
