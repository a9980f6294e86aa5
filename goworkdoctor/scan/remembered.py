"""Packages as they were made of the very same files before: to lose one costs only time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack

from goworkdoctor import __version__, golang
from goworkdoctor.golang.constraints import Platform
from goworkdoctor.model.facts import Facts, Module, Package, Remembered
from goworkdoctor.scan.environment import user_folder
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.parse_cache import ParseCache

MADE_BY = ("scan/packages.py", "scan/parsed.py", "scan/sources.py", "model/module.py")
"""The files of this program, with all in golang, on which it depends what a package is."""

Contents = Mapping[str, str]
"""The files of a directory by name, and the git blob id of each, "" where it is not known."""
Wanted = tuple[Package, Contents]
KEY = 16
"""Bytes of a key."""


def gather(look: Look, facts: Facts) -> Remembered:
    """The packages of this checkout's last examination: most will be wanted again.

    They are read while git still lists the files, though nobody knows yet which of them still hold.
    """
    cache = _cache(look.environ)
    if cache is None:
        return Remembered()
    latest = b"".join(cache.get([_latest(look.root)]).values())
    whole, *keys = (latest[at : at + KEY] for at in range(0, len(latest) or 1, KEY))
    records = cache.get(keys)
    packages = dict(_decoded({key: records[key] for key in keys if key in records}))
    return Remembered(whole if len(packages) == len(keys) else b"", packages)


class Memory(Struct):
    """What `packages` recalls for one examination, and keeps for the next.

    `cache` is None where the user has no cache folder, `latest` is what was read ahead of it. `wanted` and
    `keys` are those of the last recall, by directory.
    """

    cache: ParseCache | None
    root: Path
    platform: Platform
    latest: Remembered = Remembered()
    wanted: Mapping[str, Wanted] = {}
    keys: dict[str, bytes] = {}

    def recall(self, wanted: Mapping[str, Wanted]) -> dict[str, Package]:
        """Those packages, by directory, that were made of the same contents before."""
        if not self.cache:
            return {}
        self.wanted = wanted
        self.keys = {dir: key_of(*each, self.platform) for dir, each in wanted.items()}
        latest = self.latest.packages
        found = {dir: latest[key] for dir, key in self.keys.items() if key in latest}
        others = self.cache.get(key for dir, key in self.keys.items() if key and dir not in found)
        decoded = dict(_decoded(others))
        return found | {dir: decoded[key] for dir, key in self.keys.items() if key in decoded}

    def keep(self, packages: Iterable[Package], made: Mapping[str, Wanted], whole: bytes) -> None:
        """Keep those that were made, as far as that is possible, and which ones this checkout has.

        A name that is no text cannot be kept, nor what was made of a content that nobody knows.
        """
        if not self.cache:
            return
        changed = {dir: each for dir, each in made.items() if each[1] != self.wanted[dir][1]}
        now = self.keys | {dir: key_of(*each, self.platform) for dir, each in changed.items()}
        keys = {each.dir: now[each.dir] for each in packages}
        records = dict(_encoded({keys[dir]: package for dir, (package, _) in made.items() if keys.get(dir)}))
        complete = not changed and all(dir not in made or key in records for dir, key in keys.items())
        latest = b"".join([whole if whole and complete else bytes(KEY), *filter(None, keys.values())])
        if made or latest != b"".join((self.latest.whole, *self.latest.packages)):
            records[_latest(self.root)] = latest
        self.cache.put(records)


def memory(look: Look, platform: Platform, latest: Remembered) -> Memory:
    """What is kept in the user's cache folder."""
    return Memory(_cache(look.environ), look.root, platform, latest)


def _cache(environ: Mapping[str, str]) -> ParseCache | None:
    folder = user_folder(environ, "XDG_CACHE_HOME", ".cache", ".cache")
    return ParseCache(folder / "goworkdoctor" / "packages.sqlite") if folder else None


def _latest(root: Path) -> bytes:
    """The key of the list of a checkout's keys."""
    return b"latest " + os.fsencode(root)


def _decoded(records: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, Package]]:
    decoder = msgpack.Decoder(Package)
    for key, record in records.items():
        with suppress(MsgspecError):
            yield key, decoder.decode(record)


def _encoded(packages: Mapping[bytes, Package]) -> Iterator[tuple[bytes, bytes]]:
    for key, package in packages.items():
        with suppress(UnicodeEncodeError):
            yield key, msgpack.encode(package)


def whole_key(modules: Iterable[Module], ids: Contents, platform: Platform) -> bytes:
    """What all packages of a checkout depend on together; b"" where a content is not known."""
    if not all(ids.values()):
        return b""
    of_modules = list(map(_of_module, modules))
    words = chain([str(len(of_modules))], chain.from_iterable(of_modules), chain.from_iterable(ids.items()))
    return blake2b(os.fsencode("\0".join(words)), digest_size=KEY, key=maker(platform)).digest()


def _of_module(module: Module) -> Iterable[str]:
    """What of a module decides on the packages in it."""
    ignores = [each.path for each in module.mod.ignores] if module.mod else []
    return (module.dir, module.path, str(module.ignored), str(len(ignores)), *ignores)


def key_of(package: Package, contents: Contents, platform: Platform) -> bytes:
    """What a package depends on; b"" where the content of one of its files is not known."""
    if not all(contents.values()):
        return b""
    # The import path, in which a hostile go.mod may have a NUL, comes last, after what is counted.
    words = chain(
        (package.dir, package.module, str(len(contents))), *sorted(contents.items()), (package.import_path,)
    )
    digest = blake2b(os.fsencode("\0".join(words)), digest_size=KEY, key=maker(platform))
    return digest.digest()


@lru_cache(maxsize=8)
def maker(platform: Platform) -> bytes:
    """Another one for every platform, and whenever the program makes packages in another way."""
    digest = blake2b(os.fsencode(f"{__version__}\0{_spelled(platform)}"), digest_size=16)
    folder = Path(golang.__file__).parent
    for file in (*sorted(folder.glob("*.py")), *(folder.parent / name for name in MADE_BY)):
        digest.update(file.read_bytes())
    return digest.digest()


def _spelled(platform: Platform) -> str:
    """The platform in words that are the same in every process: a set has no order."""
    words = (platform.goos, platform.goarch, str(platform.cgo), str(platform.minor), *sorted(platform.tags))
    return "\0".join(words)


REMEMBERED = Gatherer("remembered", gather)
