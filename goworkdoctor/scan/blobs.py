"""The content of a file by its git blob id: as git tells it, else computed."""

from __future__ import annotations

import hashlib

from goworkdoctor.model.facts import Tree
from goworkdoctor.scan.gatherer import Look, Skipped
from goworkdoctor.system.files import read


def content_id(look: Look, tree: Tree, path: str) -> str:
    """A file's git blob id; "" where the file cannot be read whole."""
    if path in tree.blobs:
        return tree.blobs[path]
    if look.cancelled.is_set():
        raise Skipped("cancelled")
    try:
        return blob_id(read(look.root / path), tree.algorithm)
    except OSError:
        return ""


def blob_id(data: bytes, algorithm: str) -> str:
    """The id that git gives a file of that content; `algorithm` is the repository's, sha1 or sha256."""
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
