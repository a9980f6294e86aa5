"""What go said of modules without the workspace, for as long as what it was said of is there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.scratch import home
from goworkdoctor.doctor.migration.session import Answer
from goworkdoctor.model.facts import Tree
from goworkdoctor.model.migration import Readiness
from goworkdoctor.scan.blobs import blob_id
from goworkdoctor.system.files import read


def fresh(ground: Ground) -> Mapping[str, Answer]:
    """The answers that still hold, by module directory."""
    kept = ground.session.answers
    if not kept:
        return {}
    now = stamps(ground)
    return {dir: answer for dir, answer in kept.items() if answer.of == now.get(dir)}


def answered(ground: Ground, found: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """Answers that were just given, with what they were given of and when."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    of = stamps(ground)
    return {dir: replace(answer, of=of[dir], when=when) for dir, answer in found.items()}


def with_answer(one: Readiness, answer: Answer | None) -> Readiness:
    """What the rules say of a module, and over that what go said."""
    if answer is None:
        return one
    one = replace(one, asked=answer.when)
    if answer.ready is False:
        return replace(one, ready=False, why=answer.why or one.why)
    if one.ready is False:
        return one
    if answer.ready is None:
        return replace(one, ready=None, why=answer.why)
    return replace(one, ready=True, why="; ".join(filter(None, (one.why, answer.why))))


def stamps(ground: Ground) -> Mapping[str, str]:
    """By module: one word for its Go files, go.mod and go.sum, those of its siblings, and the go here."""
    tree = ground.facts.tree
    if tree is None:
        return {}
    own: defaultdict[str, list[str]] = defaultdict(list)
    homes = {module.dir for module in ground.facts.modules or ()}
    for path in sorted(tree.files):
        if path.endswith((".go", "go.mod", "go.sum")):
            own[home(path, homes)].append(f"{path} {_content(tree, path)}")
    go = ground.facts.toolchain.version if ground.facts.toolchain else ""
    words = {dir: _word(lines) for dir, lines in own.items()}
    return {
        module.dir: _word([go, *(words.get(dir, "") for dir in sorted(ground.needed(module.dir)))])
        for module in ground.facts.counted_modules
    }


def _content(tree: Tree, path: str) -> str:
    if known := tree.blobs.get(path):
        return known
    try:
        return blob_id(read(tree.root / path), tree.algorithm)
    except OSError:
        return ""


def _word(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:32]
