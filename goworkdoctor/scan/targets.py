"""What local replace lines lead to, also outside the checkout: a module, or a directory without one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from goworkdoctor.golang.modfile import ModFileError, parse_mod
from goworkdoctor.golang.replacements import Placed, place
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.files import read


def gather(look: Look, facts: Facts) -> dict[str, Module | None]:
    """The module in each target directory; None where there is no go.mod.

    A go.mod that is there and cannot be read is a Module that does not parse: of that nothing is said.
    """
    known = {module.dir: module for module in facts.modules or ()}
    root = str(look.root)
    dirs = {posixpath.normpath(place(line.dir, line.replace.new_path, root)) for line in _lines(facts)}
    return {dir: known[dir] if dir in known else _module(look, dir) for dir in sorted(dirs)}


def _lines(facts: Facts) -> Iterator[Placed]:
    """Every local replace line: of the modules, of what the workspace uses, and of go.work."""
    workspace = facts.workspace
    uses = workspace.uses if workspace else ()
    mods = {use.dir: use.mod for use in uses} | {module.dir: module.mod for module in facts.modules or ()}
    for dir, mod in mods.items():
        yield from (Placed(line, dir, dir) for line in (mod.replaces if mod else ()) if line.local)
    if workspace and workspace.work:
        work = workspace.work.replaces
        yield from (Placed(line, workspace.file, workspace.dir) for line in work if line.local)


def _module(look: Look, dir: str) -> Module | None:
    file = f"{dir}/go.mod"
    try:
        return Module(dir, mod=parse_mod(read(look.root / file), file))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return Module(dir)
    except ModFileError as error:
        return Module(dir, error=error)


TARGETS = Gatherer("targets", gather, needs=frozenset({"modules", "workspaces"}), family="GM")
