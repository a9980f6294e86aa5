"""Module caches that real go filled from a proxy in a folder, and the ways to spoil a version in them."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.golang.modcache import Key, download_name, tree_name
from goworkdoctor.model.facts import Facts
from goworkdoctor.system.trash import make_writable
from tests.goproxy import Proxy
from tests.oracle import Go, write

VERSION = "v1.1.0"


@dataclass(frozen=True)
class Depot:
    """A proxy, a module cache, and a checkout that needs one version of each module."""

    go: Go
    folder: Path
    modules: tuple[str, ...]

    @property
    def cache(self) -> Path:
        return self.folder / "modcache"

    @property
    def checkout(self) -> Path:
        return self.folder / "w"

    def run(self, *arguments: str, proxy: bool = False) -> str:
        """What go says in the checkout when it fails, "" where it does not; offline unless `proxy`."""
        env = {"GOMODCACHE": str(self.cache), "GOPROXY": f"file://{self.folder}/proxy" if proxy else "off"}
        done = self.go.run(*arguments, cwd=self.checkout, **env)
        return done.stdout + done.stderr if done.returncode else ""

    def tree(self, path: str, version: str = VERSION) -> Path:
        return self.cache / tree_name(Key(path, version))

    def file(self, path: str, ending: str, version: str = VERSION) -> Path:
        return self.cache / download_name(Key(path, version), ending)

    def facts(self, *codes: str, **settings: object) -> Facts:
        """What the doctor finds when these rules are asked for by name."""
        return examine(self.checkout, Settings(select=codes or ("GC603",), **settings)).facts  # type: ignore[arg-type]

    def copy(self, folder: Path) -> Depot:
        """The same somewhere else, to be spoiled."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        return Depot(self.go, folder, self.modules)


def files_of(path: str) -> dict[str, str]:
    """A small module with a package, some text, and something random that no compression makes small."""
    noise = random.Random(path).randbytes(600).hex()
    return {
        "go.mod": f"module {path}\n\ngo 1.21\n",
        "l.go": f'package lib\n\nconst V = "{path}"\n',
        "sub/s.go": "package sub\n",
        "data.txt": noise,
    }


def depot(go: Go, folder: Path, modules: Iterable[str]) -> Depot:
    """A depot in which the checkout needs each of these modules, and everything is downloaded."""
    made = Depot(go, folder.resolve(), tuple(modules))
    proxy = Proxy(made.folder / "proxy")
    for path in made.modules:
        proxy.add(path, VERSION, files_of(path))
    require = "".join(f"\t{path} {VERSION}\n" for path in made.modules)
    imports = "".join(f'\t_ "{path}"\n' for path in made.modules)
    write(
        made.checkout,
        {
            "go.mod": f"module ex.com/w\n\ngo 1.21\n\nrequire (\n{require})\n",
            "w.go": f"package w\n\nimport (\n{imports})\n",
        },
    )
    assert not made.run("mod", "tidy", proxy=True)
    assert not made.run("mod", "download", proxy=True)
    return made


def writable(tree: Path) -> Path:
    """The tree of a version, open for changes."""
    make_writable(tree)
    return tree


def flip(file: Path, at: int) -> None:
    """Change one byte, and not the size."""
    data = bytearray(file.read_bytes())
    data[at] ^= 0x20
    file.chmod(0o644)
    file.write_bytes(data)


def _modified(depot: Depot, path: str) -> None:
    flip(depot.tree(path) / "l.go", 3)


def _extra(depot: Depot, path: str) -> None:
    write(writable(depot.tree(path)), {"more.go": "package lib\n"})


def _deleted(depot: Depot, path: str) -> None:
    (writable(depot.tree(path)) / "sub/s.go").unlink()


def _bad_zip(depot: Depot, path: str) -> None:
    zip = depot.file(path, "zip")
    flip(zip, zip.stat().st_size // 2)


def _cut_zip(depot: Depot, path: str) -> None:
    os.truncate(depot.file(path, "zip"), 50)


def _empty_zip(depot: Depot, path: str) -> None:
    os.truncate(depot.file(path, "zip"), 0)


def _other_zip(depot: Depot, path: str) -> None:
    """A zip that is sound, of something else."""
    other = Proxy(depot.folder / "other").add(path, VERSION, files_of(path) | {"l.go": "package evil\n"})
    found = next(other.folder.rglob(f"{depot.file(path, 'zip').parent.parent.name}/@v/*.zip"))
    depot.file(path, "zip").write_bytes(found.read_bytes())


def _bad_zip_and_tree(depot: Depot, path: str) -> None:
    _modified(depot, path)
    _bad_zip(depot, path)


def _bad_zip_no_tree(depot: Depot, path: str) -> None:
    shutil.rmtree(writable(depot.tree(path)))
    _bad_zip(depot, path)


def _wrong_hash(depot: Depot, path: str) -> None:
    depot.file(path, "ziphash").write_text("h1:" + "A" * 43 + "=")


def _no_hash_at_all(depot: Depot, path: str) -> None:
    depot.file(path, "ziphash").write_text("h1:AAAA")


def _missing_hash(depot: Depot, path: str) -> None:
    depot.file(path, "ziphash").unlink()


SPOILED: dict[str, Callable[[Depot, str], None]] = {
    "ex.com/Modified": _modified,
    "ex.com/extra": _extra,
    "ex.com/deleted": _deleted,
    "ex.com/badzip": _bad_zip,
    "ex.com/cutzip": _cut_zip,
    "ex.com/emptyzip": _empty_zip,
    "ex.com/otherzip": _other_zip,
    "ex.com/badboth": _bad_zip_and_tree,
    "ex.com/badziponly": _bad_zip_no_tree,
    "ex.com/wronghash": _wrong_hash,
    "ex.com/nohash": _no_hash_at_all,
    "ex.com/missinghash": _missing_hash,
}
"""What can go wrong with a version, each done to the module of that name."""


def _no_tree(depot: Depot, path: str) -> None:
    shutil.rmtree(writable(depot.tree(path)))


def _no_zip(depot: Depot, path: str) -> None:
    depot.file(path, "zip").unlink()


def _half_extracted(depot: Depot, path: str) -> None:
    _deleted(depot, path)
    depot.file(path, "partial").touch()


def _tree_alone(depot: Depot, path: str) -> None:
    for ending in ("zip", "ziphash"):
        depot.file(path, ending).unlink()


ODD: dict[str, Callable[[Depot, str], None]] = {
    "ex.com/sound": lambda depot, path: None,
    "ex.com/notree": _no_tree,
    "ex.com/nozip": _no_zip,
    "ex.com/half": _half_extracted,
    "ex.com/treealone": _tree_alone,
}
"""What is odd, and not wrong."""
