"""What a module would bring into the workspace that go refuses there, or that breaks another member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.checks.place import unfetched
from goworkdoctor.checks.replacing import Need, local_replaces
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.modfile import ModFile, WorkFile
from goworkdoctor.golang.replacements import Member
from goworkdoctor.golang.standard import may_be_standard
from goworkdoctor.golang.versions import compare_go, toolchain_version
from goworkdoctor.model.facts import Module
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle

PLACEHOLDERS = frozenset({"v0.0.0", "v0.0.0-00010101000000-000000000000"})
"""Versions that stand for none: people write the first, `go mod tidy` the second."""
SINCE = {"godebugs": ("godebug", 23), "tools": ("tool", 24), "ignores": ("ignore", 25)}
"""Directives that an older go does not know, and the minor version of the first that does."""


def entrants(ground: Ground) -> Iterator[Obstacle]:
    """Obstacles of single modules, each by what its own files say."""
    for module in ground.candidates:
        yield from _unparsed(module)
        yield from _too_new(ground, module)
        yield from unknown_directives(ground, module.mod, module.file, (module.dir,))
        yield from _standard(ground, module)
        yield from _replaced(ground, module)
    yield from _twice(ground)
    yield from _placeholders(ground)
    yield from _replaced_by_nothing(ground)


def _unparsed(module: Module) -> Iterator[Obstacle]:
    if module.mod and module.mod.module:
        return
    why = str(module.error) if module.error else f"{module.file}: missing module declaration"
    text = module.error.message if module.error else "no module line"
    evidence = (Evidence(text, module.file, (module.error.line if module.error else 0) or None),)
    message = f"{module.dir} does not parse, and with one such member go builds nothing: {why}"
    yield Obstacle("parse", message, (module.dir,), evidence, f"Correct {module.file}.")


def _too_new(ground: Ground, module: Module) -> Iterator[Obstacle]:
    here = toolchain_version(ground.facts.toolchain.version) if ground.facts.toolchain else ""
    if here and module.go and compare_go(module.go, "1.21") >= 0 and compare_go(module.go, here) > 0:
        message = (
            f"{module.dir} needs go {module.go}, and go.work would have to follow: the go here is {here}"
        )
        evidence = (Evidence(f"go {module.go}", module.file, module.mod.go_line if module.mod else None),)
        yield Obstacle("go-line", message, (module.dir,), evidence, f"Install go {module.go} or newer.")


def unknown_directives(
    ground: Ground, file: ModFile | WorkFile | None, name: str, dirs: tuple[str, ...], *, inside: bool = False
) -> Iterator[Obstacle]:
    """Directives that the go here does not know: "unknown directive", whatever the go line says."""
    minor = ground.facts.toolchain.platform.minor if ground.facts.toolchain else 0
    for field, (directive, first) in SINCE.items():
        lines = getattr(file, field, ())
        if lines and 0 < minor < first:
            message = f"{name} has `{directive}`, a directive of Go 1.{first}: the go here is 1.{minor}"
            evidence = (Evidence(directive, name, lines[0].line),)
            cure = f"Install go 1.{first} or newer."
            yield Obstacle("directive", message, dirs, evidence, cure, True, inside)


def _standard(ground: Ground, module: Module) -> Iterator[Obstacle]:
    """A package with the path of one of the standard library makes every import of that ambiguous."""
    facts = ground.facts
    if not (module.path and may_be_standard(module.path)) or not (facts.toolchain and facts.toolchain.goroot):
        return
    library = Path(facts.toolchain.goroot, "src")
    packages = (one.import_path for one in facts.packages or () if one.module == module.dir)
    if taken := next((path for path in packages if (library / path).is_dir()), ""):
        message = f"{module.dir} provides {taken}, as the standard library does: go finds it ambiguous"
        line = module.mod.module_line if module.mod else None
        evidence = (Evidence(f"module {module.path}", module.file, line),)
        yield Obstacle("path-standard", message, (module.dir,), evidence, "Name it otherwise, or skip it.")


def _replaced(ground: Ground, module: Module) -> Iterator[Obstacle]:
    for line in ground.work_replaces:
        if line.replace.old_path == module.path and not line.replace.old_version:
            evidence = (Evidence(f"replace {module.path} => {line.written}", line.file, line.replace.line),)
            message = f"{line.file} replaces {module.path} at all versions: go refuses {module.dir} then"
            cure = f"Run `go work edit -dropreplace={module.path}`."
            yield Obstacle("replaced", message, (module.dir,), evidence, cure)


def _twice(ground: Ground) -> Iterator[Obstacle]:
    """A path that two modules declare, or that differs by case alone: go refuses to have or build both."""
    homes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for member in ground.members:
        homes[member.mod.module.casefold()][member.dir] = member.mod.module
    for module in ground.candidates:
        if module.path and module not in ground.skipped:
            homes[module.path.casefold()][module.dir] = module.path
    for by_dir in homes.values():
        if entering := tuple(dir for dir in by_dir if dir not in ground.used) if len(by_dir) > 1 else ():
            yield _same(by_dir, entering)


def _same(by_dir: dict[str, str], entering: tuple[str, ...]) -> Obstacle:
    dirs, paths = tuple(by_dir), sorted(set(by_dir.values()))
    files = [f"{dir}/go.mod" if dir != "." else "go.mod" for dir in dirs]
    evidence = tuple(
        Evidence(f"module {path}", file, 1) for path, file in zip(by_dir.values(), files, strict=True)
    )
    cure = f"Skip all but one of {', '.join(dirs)}."
    if len(paths) == 1:
        message = f"{paths[0]} is declared by {' and '.join(dirs)}: a workspace takes only one of them"
        return Obstacle("path-twice", message, entering, evidence, cure)
    message = f"{' and '.join(paths)} differ by case alone: go refuses to build both (import collision)"
    return Obstacle("path-case", message, entering, evidence, cure)


def _placeholders(ground: Ground) -> Iterator[Obstacle]:
    """`require X v0.0.0`, a version that does not exist, of what neither is here nor is replaced."""
    everyone = [*ground.members, *(Member(one.dir, one.mod) for one in ground.candidates if one.mod)]
    provided = {member.mod.module for member in everyone}
    provided |= {one.path for one in ground.facts.counted_modules}
    replaced = {line.old_path for member in everyone for line in member.mod.replaces}
    replaced |= {line.replace.old_path for line in ground.work_replaces}
    for module in ground.candidates:
        for line in module.mod.requires if module.mod else ():
            if line.version in PLACEHOLDERS and line.path not in provided | replaced:
                what = f"{line.path} {line.version}"
                message = f"{module.dir} requires {what}, which nothing here provides or replaces"
                evidence = (Evidence(what, module.file, line.line),)
                cure = "Replace it by its directory, or require a version that exists."
                yield Obstacle("placeholder", message, (module.dir,), evidence, cure)


def _replaced_by_nothing(ground: Ground) -> Iterator[Obstacle]:
    """A required module that is replaced by a directory without go.mod: no member's graph loads any more."""
    provided = {one.path for one in ground.facts.counted_modules}
    entering = {one.dir for one in ground.candidates}
    for one in local_replaces(ground.facts):
        line = one.line
        if line.dir not in entering or one.need is Need.NONE or line.replace.old_path in provided:
            continue
        if (ground.facts.targets or {}).get(one.target) is None:
            submodule = unfetched(ground.facts, one.target)
            message = (
                f"{line.dir} replaces {one.name} by {line.written}, which has no go.mod: "
                "`go list -m all` fails for the whole workspace then"
            )
            evidence = (Evidence(f"replace {one.name} => {line.written}", line.file, line.replace.line),)
            fetch = f"Run `git submodule update --init {submodule}`."
            cure = fetch if submodule else "Correct the directory, or take the line out."
            yield Obstacle("replaced-by-nothing", message, (line.dir,), evidence, cure)
