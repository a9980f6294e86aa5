"""Add requires: a module's go.mod names the siblings that it imports, and where they lie.

A sibling that is replaced by its folder brings its own needs along, for its go.mod's replaces do not count
for others: the siblings that it requires are replaced here too, and required where its packages import them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from goworkdoctor.actions.goworkfile import listed
from goworkdoctor.actions.siblings import Requirement, folder, requirement, requires
from goworkdoctor.golang.replacements import Member, applies
from goworkdoctor.model.facts import Facts, Module
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.graph import crossings, missing_requires
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment


class _Line(Struct, frozen=True):
    """What one go.mod gets: a sibling in a version, required or not, and its folder, "" for no replace."""

    importer: Module
    target: Module
    how: Requirement
    required: bool
    there: str


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """One edit a go.mod, with the version that the repository's own convention gives."""
    wanted = {finding.subject for finding in findings}
    lines: list[_Line] = []
    for missing in missing_requires(facts):
        if f"{missing.importer.file}: {missing.provider.path}" in wanted:
            lines += _lines(facts, missing.importer, missing.provider)
    lines.sort(key=lambda line: (line.importer.dir, line.required))
    lines = list({(line.importer.dir, line.target.path): line for line in lines}.values())
    if not lines:
        raise Refused("nothing is left to do: every sibling is required")
    files = list(dict.fromkeys(line.importer.file for line in lines))
    return Draft(
        title=f"require the siblings that {listed(files)} {'leaves' if len(files) == 1 else 'leave'} out",
        steps=tuple(GoEdit("mod", file, tuple(_arguments(lines, file))) for file in files),
        notes=(*dict.fromkeys(_why(line) for line in lines), *_after(lines)),
    )


def _lines(facts: Facts, importer: Module, target: Module) -> Iterator[_Line]:
    """The target, and, where it is taken from its folder, what of the repository it requires itself."""
    siblings = {module.path: module for module in facts.counted_modules if module.path}
    imported = _imported(facts, target)
    seen, pending = {importer.path}, [target]
    while pending:
        module = pending.pop()
        if module.path in seen:
            continue
        seen.add(module.path)
        how = requirement(facts, importer, module)
        replaced = _replaced(importer, module)
        there = folder(importer, module) if how.replaced and not replaced else ""
        lacking = module.dir in imported and not requires(importer.mod, module.path)
        if there or lacking:
            yield _Line(importer, module, how, lacking, there)
        if (how.replaced or replaced) and module.mod:
            pending += [siblings[line.path] for line in module.mod.requires if line.path in siblings]


def _imported(facts: Facts, target: Module) -> frozenset[str]:
    """The module and all that its packages, but for their tests, import of the repository."""
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for each in crossings(facts):
        if not each.test:
            graph[each.importer.dir].add(each.provider.dir)
    found, pending = {target.dir}, [target.dir]
    while pending:
        more = graph[pending.pop()] - found
        found |= more
        pending += more
    return frozenset(found)


def _replaced(importer: Module, module: Module) -> bool:
    """Whether the importer's go.mod has a replace line for that module already."""
    if importer.mod is None:
        return False
    lines = Member(importer.dir, importer.mod).replaces
    versions = [line.version for line in importer.mod.requires if line.path == module.path]
    return applies(lines, module.path, versions[0] if versions else "") is not None


def _arguments(lines: Iterable[_Line], file: str) -> Iterator[str]:
    for line in lines:
        if line.importer.file == file:
            if line.required:
                yield f"-require={line.target.path}@{line.how.version}"
            if line.there:
                yield f"-replace={line.target.path}={line.there}"


def _why(line: _Line) -> str:
    if not line.required:
        return f"{line.target.path}: replaced, for what requires it is replaced by its folder"
    return f"{line.target.path} {line.how.version}: {line.how.why}"


def _after(lines: list[_Line]) -> Iterator[str]:
    dirs = listed(list(dict.fromkeys(line.importer.dir for line in lines)))
    yield f"run `go mod tidy` in {dirs} afterwards: go.sum and what the siblings need of others are its part"


ADD_REQUIRES = Treatment(
    id="add-requires",
    title="Require the siblings that are imported",
    applicability=Applicability.REVIEW,
    draft=draft,
    codes=("GM302",),
    needs=frozenset({"modules", "packages", "tree"}),
    uses=frozenset({"tags"}),
)
