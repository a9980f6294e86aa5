"""Private build caches of a tiny module, and the ways to spoil an entry without changing its size."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.oracle import Go, write

MODULE = {
    "go.mod": "module ex.com/m\n\ngo 1.21\n",
    "q/q.go": """package q

import "errors"

type Q[T comparable] struct {
	items map[T]error
}

func (q *Q[T]) Add(t T) {}

type Iface interface {
	M(a int, b ...string) (error, func(int) error)
	N(ccc, ddd map[string]int) (eee chan int)
}

type S struct{ A, B int }

func (s *S) Do(aaa, bbb int, zzz ...string) (res error) { return errors.New("x") }

func New[T comparable]() *Q[T] { return nil }
""",
    "u/u.go": """package u

import "ex.com/m/q"

func U(i q.Iface, s *q.S) { x := q.New[string](); x.Add("a"); s.Do(1, 2); i.N(nil, nil) }
""",
}
EXPORT = b"$$B\n"


@dataclass
class Clinic:
    """A module, and a build cache of its own in which it was built and vetted."""

    go: Go
    module: Path
    cache: Path
    tries: int = field(default=0)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.go.run(*arguments, cwd=self.module, GOCACHE=str(self.cache), GOFLAGS="-trimpath", **env)

    def edit(self) -> None:
        """Change the importer, so that go must read what it imports again."""
        self.tries += 1
        (self.module / "u" / "u.go").write_text(f"{MODULE['u/u.go']}// {self.tries}\n")

    def vet(self) -> str:
        """What `go vet` says of the changed importer; "" where all is well."""
        self.edit()
        done = self.run("vet", "./u")
        return done.stderr if done.returncode else ""

    def build(self) -> str:
        """What `go build` says of the changed importer; "" where all is well."""
        self.edit()
        done = self.run("build", "./u")
        return done.stderr if done.returncode else ""

    def archive(self, package: str) -> Path:
        """The output that a package was compiled to."""
        return Path(self.run("list", "-export", "-f", "{{.Export}}", package).stdout.strip())

    def outputs(self) -> list[Path]:
        return sorted(path for path in self.cache.glob("??/*-d") if path.is_file())

    def wrong(self) -> set[str]:
        """The outputs whose content is not what they are named by: the oracle."""
        return {
            path.relative_to(self.cache).as_posix()
            for path in self.outputs()
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.name[:-2]
        }


@functools.cache
def _ready(go: Go) -> Path:
    """A cache that outlives the test run, in which this very toolchain has built and vetted the module.

    What go knows of its own folders lies in the cache by path and time, so another folder's run does not do.
    """
    ready = go.cache.parent / "clinic"
    first = Clinic(go, write(ready / "module", MODULE), ready / "cache")
    assert first.run("build", "./...").returncode == 0
    assert first.run("vet", "./...").returncode == 0
    return first.cache


def clinic(go: Go, folder: Path) -> Clinic:
    """A clinic in that folder; its cache is a copy of the ready one, made by one test runner at a time."""
    with (go.cache.parent / "clinic.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.copytree(_ready(go), folder / "cache", copy_function=os.link)
    return Clinic(go, write(folder / "module", MODULE), folder / "cache")


def spoil(file: Path, content: bytes) -> None:
    """Put other content in an entry; the file may be shared with other caches, so it is made anew."""
    file.unlink()
    file.write_bytes(content)
    long_ago = file.parent.stat().st_mtime - 3600
    os.utime(file, (long_ago, long_ago))


def flip(data: bytes, position: int, by: int = 0xFF) -> bytes:
    """One byte changed."""
    return data[:position] + bytes([data[position] ^ by]) + data[position + 1 :]


def output(cache: Path, content: bytes) -> Path:
    """An output as go would store it."""
    id = hashlib.sha256(content).hexdigest()
    name = f"{id[:2]}/{id}-d"
    return write(cache, {name: content}) / name


def index_entry(cache: Path, number: int, output: Path, size: int) -> Path:
    """An index entry that leads to an output, and says that it has so many bytes."""
    action = hashlib.sha256(b"action %d" % number).hexdigest()
    text = f"v1 {action} {output.name[:-2]} {size:20d} {1_700_000_000_000_000_000:20d}\n"
    name = f"{action[:2]}/{action}-a"
    return write(cache, {name: text}) / name
