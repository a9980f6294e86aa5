"""What is where in Go's module cache, and the hash that vouches for a module's files.

Sources: https://go.dev/ref/mod#module-cache, golang.org/x/mod/module (EscapePath), cmd/go/internal/modfetch
and golang.org/x/mod/sumdb/dirhash (Hash1).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

DOWNLOAD = "cache/download"
VCS = "cache/vcs"
TOOLCHAIN = "golang.org/toolchain"
"""The module path of Go's own SDKs; their versions are v0.0.1-goVERSION.GOOS-GOARCH."""
_CAPITAL = re.compile(r"[A-Z]")
_ESCAPED = re.compile(r"!([a-z])")
_PLAIN = re.compile(r"(?:[a-z0-9._~/+-]|![a-z])+")
_SDK = re.compile(r"v0\.0\.1-go(?P<version>.+)\.(?P<platform>[a-z0-9]+-[a-z0-9]+)")


class Key(NamedTuple):
    """A module version."""

    path: str
    version: str

    def __str__(self) -> str:
        return f"{self.path}@{self.version}"


def escape(name: str) -> str:
    """A module path or version as the cache spells it: `!azure` for `Azure`."""
    return _CAPITAL.sub(lambda letter: f"!{letter[0].lower()}", name)


def unescape(name: str) -> str:
    """The path or version that is spelled so, "" where none is (module.CheckPath: ASCII and few signs)."""
    return _ESCAPED.sub(lambda found: found[1].upper(), name) if _PLAIN.fullmatch(name) else ""


def tree_name(key: Key) -> str:
    """The folder with the version's files, below the cache."""
    return f"{escape(key.path)}@{escape(key.version)}"


def download_name(key: Key, ending: str) -> str:
    """The version's file with that ending: info, mod, zip, ziphash, lock or partial."""
    return f"{DOWNLOAD}/{escape(key.path)}/@v/{escape(key.version)}.{ending}"


def tree_key(name: str) -> Key | None:
    """The version whose files are in a folder of that name below the cache; None for any other folder."""
    path, at, version = name.rpartition("@")
    key = Key(unescape(path), unescape(version))
    return key if at and all(key) and "@" not in path else None


class Sdk(Struct, frozen=True):
    """The Go release that a toolchain module holds: `1.26.6` for `linux-amd64`."""

    go: str
    platform: str


def sdk(key: Key) -> Sdk | None:
    """The Go release in a module version, None where it is no toolchain."""
    found = _SDK.fullmatch(key.version) if key.path == TOOLCHAIN else None
    return Sdk(found["version"], found["platform"]) if found else None


def is_hash(text: str) -> bool:
    """Whether go takes this in a .ziphash for a hash; else it makes it anew from the zip (isValidSum)."""
    return len(text) == 47 and text.startswith("h1:") and "\0" not in text


class Hashes(Struct, frozen=True):
    """What the parts of a version hash to: None for a part that is not there, "" for one that cannot be read.

    `written` is what the .ziphash says, and `sums` what go.sum files do.
    """

    zip: str | None
    tree: str | None
    written: str | None
    sums: frozenset[str] = frozenset()


def bad_parts(hashes: Hashes) -> tuple[str, ...]:
    """Which of `tree`, `zip` and `ziphash` must go for the rest to be right: none where go verifies it.

    A .ziphash that is gone, go makes anew from the zip without the network, and a tree too; so a zip, which
    comes from the network, goes only where its own content is wrong. The .ziphash of a good tree stays: with
    it go builds even where there is no zip.
    """
    right = _right_hash(hashes)
    bad = [name for name, part in (("tree", hashes.tree), ("zip", hashes.zip)) if part not in (None, right)]
    lonely = "zip" in bad and hashes.tree != right
    if hashes.written is not None and (hashes.written != right or lonely):
        bad.append("ziphash")
    return tuple(bad)


def _right_hash(hashes: Hashes) -> str:
    """What go.sum says, else what the .ziphash does, else what the zip is; "?" where nothing can be right."""
    parts = (hashes.written or "", hashes.zip or "", hashes.tree or "")
    if hashes.sums:
        return next((part for part in parts if part in hashes.sums), "?")
    return next((part for part in parts if is_hash(part)), "?")


def hash1(files: Iterable[tuple[bytes, str]]) -> str:
    """The `h1:` hash of files, each a name (`path@version/file`) and the SHA-256 of its content, in hex."""
    lines = (b"%s  %s\n" % (digest.encode(), name) for name, digest in sorted(files))
    return "h1:" + b64encode(hashlib.sha256(b"".join(lines)).digest()).decode()
