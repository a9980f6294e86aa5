"""The pre-flight: what would break a workspace of these modules, known before anything is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from goworkdoctor.checks.place import outside
from goworkdoctor.checks.replacing import lines
from goworkdoctor.doctor.generator import find_generator
from goworkdoctor.doctor.migration.commit import git_of
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.vendored import vendor_obstacles
from goworkdoctor.golang.replacements import Conflict, Member, refused
from goworkdoctor.golang.versions import compare_go, toolchain_version
from goworkdoctor.model.facts import Module
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.model.plan import Choice
from goworkdoctor.system.git import GitError

FORBIDDEN = re.compile(r"-mod[=\s]mod\b|-modfile\b")
PLACEHOLDERS = frozenset({"v0.0.0", "v0.0.0-00010101000000-000000000000"})
"""Versions that stand for none: people write the first, `go mod tidy` the second."""


def obstacles(ground: Ground) -> tuple[Obstacle, ...]:
    """Every obstacle: those that concern all steps first, then those of single modules."""
    found = [*_environment(ground), *_workspace(ground), *vendor_obstacles(ground), *_ignored(ground)]
    found += _unparsed(ground.candidates)
    found += _twice(ground)
    found += _too_new(ground)
    found += _placeholders(ground)
    healthy = joining(ground, found)
    members = [*ground.members, *(Member(module.dir, module.mod) for module in healthy if module.mod)]
    root = str(ground.facts.root)
    found += (conflict_obstacle(conflict, members, root) for conflict in conflicts(ground, members))
    return tuple(found)


def joining(ground: Ground, found: Iterable[Obstacle]) -> tuple[Module, ...]:
    """The candidates that no obstacle holds back and that the user does not skip."""
    held = {dir for one in found if one.blocks for dir in one.modules} | set(ground.session.skipped)
    return tuple(module for module in ground.candidates if module.dir not in held and module.mod)


def _environment(ground: Ground) -> Iterator[Obstacle]:
    facts = ground.facts
    if facts.toolchain and not facts.toolchain.path:
        yield Obstacle(
            "no-go", "no go was found on PATH, and it makes and proves every step", cure="Install Go."
        )
    environment = facts.environment
    if environment is None:
        return
    flags = environment.setting("GOFLAGS")
    if FORBIDDEN.search(flags.value):
        message = (
            f"GOFLAGS is {flags.value!r} ({flags.source}): go refuses -mod=mod and -modfile in a workspace"
        )
        yield Obstacle("mod-flag", message, cure="Run `go env -u GOFLAGS` or `unset GOFLAGS`.")
    if environment.value("GO111MODULE") == "off":
        message = "GO111MODULE is off: go reads neither go.mod nor go.work"
        yield Obstacle("modules-off", message, cure="Run `go env -u GO111MODULE` or `unset GO111MODULE`.")


def _workspace(ground: Ground) -> Iterator[Obstacle]:
    workspaces = ground.facts.workspaces
    if workspaces is None:
        return
    active = workspaces.active
    if workspaces.problem or (
        workspaces.gowork not in ("", "auto") and (active is None or outside(active.file))
    ):
        named = workspaces.problem or f"GOWORK is {workspaces.gowork}"
        yield Obstacle(
            "gowork", f"{named}: a go.work here would not be the active one", cure="Run `unset GOWORK`."
        )
        return
    if active is None:
        return
    if outside(active.file):
        message = (
            f"{active.file}, outside this repository, is the active workspace; a go.work here goes before it"
        )
        yield Obstacle("gowork", message, blocks=False)
    elif active.error:
        evidence = (Evidence(active.error.message, active.file, active.error.line or None),)
        yield Obstacle("parse", f"{active.file} does not parse: {active.error}", (), evidence, "Correct it.")
    elif (
        active.work
        and active.work.generated
        and (ground.candidates or any(not u.exists for u in active.uses))
    ):
        script = find_generator(ground.facts)
        way = f"change and run {script}, which seems to write it" if script else "change what writes it"
        message = f'{active.file} is generated ("{active.work.generated}"): {way}'
        yield Obstacle("generated", message, cure=way[0].upper() + way[1:] + ".")


def _ignored(ground: Ground) -> Iterator[Obstacle]:
    """A go.work that git will ignore is nobody else's, which may be what is wanted."""
    if ground.workspace or ground.session.local:
        return
    try:
        asked = git_of(ground.facts.root).complete("check-ignore", "--verbose", "--no-index", "go.work")
    except GitError:
        return
    place, _, _ = asked.stdout.decode("utf-8", "replace").partition("\t")
    file, _, rest = place.partition(":")
    line, _, pattern = rest.partition(":")
    if file and line.isdecimal():
        evidence = (Evidence(pattern, file, int(line)),) if not file.startswith((".git/", "/")) else ()
        message = "git ignores go.work here: it will be yours alone, and CI will not see it"
        yield Obstacle("ignored", message, (), evidence, f"Take {pattern} out of {file} to share it.", False)


def _unparsed(modules: Iterable[Module]) -> Iterator[Obstacle]:
    for module in modules:
        if module.mod and module.mod.module:
            continue
        why = str(module.error) if module.error else f"{module.file}: missing module declaration"
        text = module.error.message if module.error else "no module line"
        evidence = (Evidence(text, module.file, (module.error.line if module.error else 0) or None),)
        message = f"{module.dir} does not parse, and one such member stops every go command: {why}"
        yield Obstacle("parse", message, (module.dir,), evidence, f"Correct {module.file}.")


def _twice(ground: Ground) -> Iterator[Obstacle]:
    """A path that two modules declare: go says that it appears multiple times, and does nothing any more."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for member in ground.members:
        homes[member.mod.module].append(member.dir)
    for module in ground.candidates:
        if module.path and module.dir not in ground.session.skipped:
            homes[module.path].append(module.dir)
    for path, dirs in homes.items():
        if len(dirs) > 1:
            modules = tuple(dir for dir in dirs if dir not in ground.used)
            files = [f"{dir}/go.mod" if dir != "." else "go.mod" for dir in dirs]
            evidence = tuple(Evidence(f"module {path}", file, 1) for file in files)
            message = f"{path} is declared by {' and '.join(dirs)}: a workspace takes only one of them"
            yield Obstacle(
                "path-twice", message, modules, evidence, f"Skip all but one of {', '.join(dirs)}."
            )


def _too_new(ground: Ground) -> Iterator[Obstacle]:
    here = toolchain_version(ground.facts.toolchain.version) if ground.facts.toolchain else ""
    for module in ground.candidates:
        if here and module.go and compare_go(module.go, "1.21") >= 0 and compare_go(module.go, here) > 0:
            message = (
                f"{module.dir} needs go {module.go}, and go.work would have to follow: the go here is {here}"
            )
            evidence = (Evidence(f"go {module.go}", module.file, module.mod.go_line if module.mod else None),)
            yield Obstacle("go-line", message, (module.dir,), evidence, f"Install go {module.go} or newer.")


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
                evidence = (Evidence(f"{line.path} {line.version}", module.file, line.line),)
                cure = "Replace it by its directory, or require a version that exists."
                yield Obstacle("placeholder", message, (module.dir,), evidence, cure)


def conflicts(ground: Ground, members: Sequence[Member]) -> tuple[Conflict, ...]:
    """Replacements that go would refuse in a workspace of these members, with go.work's and the overrides."""
    return tuple(refused(members, ground.work_replaces, str(ground.facts.root)))


def conflict_obstacle(conflict: Conflict, members: Sequence[Member], root: str) -> Obstacle:
    """A conflict among these members, with both sides, and the override that solves it where one can."""
    used = {member.mod.module for member in members}
    dirs = tuple(dict.fromkeys(line.dir for line in conflict.placed))
    sides = "; ".join(f"{line.file}:{line.replace.line} => {line.written}" for line in conflict.placed)
    message = f"{conflict.name} is replaced differently, which go refuses: {sides}"
    # A replace of a used module for all versions would be refused in its turn.
    overridable = bool(conflict.version or conflict.path not in used) and len(dirs) > 1
    cure = f"Decide: --choose {conflict.name}=TARGET." if overridable else "Make the replace lines agree."
    choices = override_choices(conflict, root) if overridable else ()
    return Obstacle("replacements", message, dirs, lines(conflict), cure, True, choices)


def override_choices(conflict: Conflict, root: str) -> tuple[Choice, ...]:
    """The targets to choose from, as go.work at the root spells them."""
    wanted: dict[str, list[str]] = {}
    for line in conflict.placed:
        target = line.target(root)
        if line.replace.local and not target.startswith(("/", "../")) and target not in (".", ".."):
            target = f"./{target}"
        wanted.setdefault(target, []).append(line.file)
    return tuple(
        Choice(f"{conflict.name}={target}", f"{target}, as {', '.join(files)} has it")
        for target, files in wanted.items()
    )
