"""What around the modules keeps a go.work from working: go itself, its settings, another go.work, git."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goworkdoctor.checks.place import outside, under
from goworkdoctor.doctor.generator import find_generator
from goworkdoctor.doctor.migration.commit import git_of
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.model.facts import Facts, IgnoredBecause, Workspace
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.system.git import GitError

FORBIDDEN = re.compile(r"-mod[=\s]mod\b|-modfile\b")


def surrounding(ground: Ground) -> Iterator[Obstacle]:
    """Obstacles that concern every step."""
    yield from _go(ground.facts)
    yield from _workspace(ground)
    yield from _ignored(ground)
    yield from _shut_out(ground)


def _go(facts: Facts) -> Iterator[Obstacle]:
    if facts.toolchain and not facts.toolchain.path:
        message = "no go was found on PATH, and it makes and proves every step"
        yield Obstacle("no-go", message, cure="Install Go.")
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
    elif active:
        yield from _active(ground, active)


def _active(ground: Ground, active: Workspace) -> Iterator[Obstacle]:
    if outside(active.file):
        message = (
            f"{active.file}, outside this repository, is the active workspace; a go.work here goes before it"
        )
        yield Obstacle("gowork", message, blocks=False)
    elif active.error:
        evidence = (Evidence(active.error.message, active.file, active.error.line or None),)
        yield Obstacle("parse", f"{active.file} does not parse: {active.error}", (), evidence, "Correct it.")
    elif active.work and active.work.generated and _something_to_do(ground, active):
        script = find_generator(ground.facts)
        way = f"change and run {script}, which seems to write it" if script else "change what writes it"
        message = f'{active.file} is generated ("{active.work.generated}"): {way}'
        yield Obstacle("generated", message, cure=way[0].upper() + way[1:] + ".")


def _something_to_do(ground: Ground, active: Workspace) -> bool:
    return bool(ground.candidates) or any(not use.exists for use in active.uses)


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


def _shut_out(ground: Ground) -> Iterator[Obstacle]:
    """A go.work counts in every folder below it, where no other lies nearer: also in test data."""
    if ground.workspace:
        return
    strays = ground.facts.workspaces.stray if ground.facts.workspaces else ()
    left = sorted({*_outsiders(ground), *(one.dir for one in ground.skipped)})
    dirs = tuple(dir for dir in left if not any(under(dir, stray.dir) for stray in strays))
    if dirs:
        message = f"go commands inside {listed(dirs)} fail once there is a go.work: not in it, but below it"
        yield Obstacle("shut-out", message, dirs, cure="Run them with GOWORK=off.", blocks=False)


def _outsiders(ground: Ground) -> Iterator[str]:
    """Modules that stay out, and in which go is run all the same: by tests, by hand."""
    for one in ground.stay_out:
        module = ground.by_dir.get(one.dir)
        if module and module.ignored_because not in (None, IgnoredBecause.VENDOR):
            yield one.dir


def listed(names: tuple[str, ...], most: int = 3) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
