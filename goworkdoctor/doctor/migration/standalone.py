"""What a module needs to stand on its own once it leaves the workspace: its siblings, by directory.

The siblings that it imports or requires are required at v0.0.0 where they are not yet, and replaced by their
directory where nothing in its go.mod says where they are: so it builds in this repository, as before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.goedit import edited
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.versions import IMPLICIT_GO_MOD, compare_go, go_key
from goworkdoctor.model.facts import Module
from goworkdoctor.model.plan import GoEdit, Refused
from goworkdoctor.system import atomic

PLACEHOLDER = "v0.0.0"
STRICT = "1.21"


def standing_alone(ground: Ground, dir: str) -> tuple[dict[str, bytes | None], tuple[str, ...]]:
    """(the module's go.mod after, what to say of it); nothing where it needs no sibling."""
    module = ground.by_dir.get(dir)
    if module is None or module.mod is None:
        return {}, ()
    arguments = tuple(_arguments(ground, module))
    if not arguments:
        return {}, ()
    data = atomic.content(ground.facts.root / module.file)
    if data is None:
        raise Refused(f"{module.file} is not there any more: examine again")
    after = edited(go_command(ground.facts), GoEdit("mod", module.file, arguments), data)
    note = f"{module.file} gets what only the workspace gave it: its siblings, each replaced by its directory"
    return {module.file: after}, (note,)


def _arguments(ground: Ground, module: Module) -> Iterator[str]:
    assert module.mod
    required = {line.path: line.version for line in module.mod.requires}
    replaced = {line.old_path for line in module.mod.replaces}
    # Also those of siblings: a replace counts only in the main module.
    siblings = sorted(ground.needed(module.dir) - {module.dir})
    yield from _raised(module, [ground.by_dir[sibling].go for sibling in siblings])
    for sibling in siblings:
        other = ground.by_dir[sibling]
        if other.path not in required:
            yield f"-require={other.path}@{PLACEHOLDER}"
        if other.path not in replaced and required.get(other.path, PLACEHOLDER) == PLACEHOLDER:
            path = os.path.relpath(sibling, module.dir)
            yield f"-replace={other.path}={path if path.startswith('.') else f'./{path}'}"


def _raised(module: Module, versions: list[str]) -> Iterator[str]:
    """From go 1.21 on a module must have at least the go line of all that it needs."""
    highest = max(versions, key=go_key, default="")
    if highest and compare_go(highest, STRICT) >= 0 and compare_go(highest, module.go or IMPLICIT_GO_MOD) > 0:
        yield f"-go={highest}"
