"""Which modules are tidy: `go mod tidy`, run in a scratch copy, with what the module cache holds."""

from __future__ import annotations

from goworkdoctor.model.facts import Change, Facts, Module, ModuleKind, Tidiness
from goworkdoctor.model.graph import dependencies, dependencies_first, dependents
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.scan.scratch import OUTSIDE, Scratch, beside, climbs_out, scratch, unable


def gather(look: Look, facts: Facts) -> tuple[Tidiness, ...]:
    """Each module by itself, and then what tidying all that need it, dependencies first, comes to."""
    if why := unable(look, facts, "go mod tidy"):
        raise Skipped(why)
    modules = {module.dir: module for module in facts.counted_modules if _asked(module)}
    with scratch(look, facts) as copy:
        alone = {dir: _alone(copy, module) for dir, module in modules.items()}
        planned = _together(copy, facts, alone)
    return tuple(Tidiness(dir, why, changes, planned.get(dir, ())) for dir, (changes, why) in alone.items())


def _asked(module: Module) -> bool:
    return bool(module.path) and module.kind is not ModuleKind.SUBMODULE


def _tidy(copy: Scratch, dir: str) -> tuple[tuple[Change, ...], str]:
    """Run it in one module: what it changed, and why it did not come to an end."""
    before = copy.content(beside(dir))
    why = copy.run("mod", "tidy", dir=dir)
    after = before if why else copy.content(before)
    copy.write(after)
    changes = (Change(path, old, after[path]) for path, old in before.items())
    return tuple(change for change in changes if _words(change.before) != _words(change.after)), why


def _words(data: bytes | None) -> list[list[bytes]]:
    """What a file says, whatever its layout: tidy drops blank lines, and `tidy -diff` does not mind them."""
    return [line.split() for line in (data or b"").splitlines() if line.strip()]


def _alone(copy: Scratch, module: Module) -> tuple[tuple[Change, ...], str]:
    """The module tidied beside siblings as they are; the copy is as before afterwards."""
    replaces = module.mod.replaces if module.mod else ()
    if any(line.local and climbs_out(module.dir, line.new_path) for line in replaces):
        return (), OUTSIDE
    changes, why = _tidy(copy, module.dir)
    copy.write({change.path: change.before for change in changes})
    return changes, why


def _together(
    copy: Scratch, facts: Facts, alone: dict[str, tuple[tuple[Change, ...], str]]
) -> dict[str, tuple[Change, ...]]:
    """What becomes of the untidy ones, and of all that depend on them, one after the other."""
    graph = dependencies(facts)
    affected = dependents(graph, (dir for dir, (changes, _) in alone.items() if changes))
    order = (dir for dir in dependencies_first(graph) if dir in affected and dir in alone)
    return {dir: _tidy(copy, dir)[0] for dir in order if not alone[dir][1]}


TIDINESS = Gatherer(
    "tidiness",
    gather,
    needs=frozenset({"tree", "modules", "packages", "toolchain", "environment"}),
    patient=True,
    family="GM",
    deep=True,
)
