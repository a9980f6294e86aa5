"""What a step writes: go.work edited by go on a copy, and the file that keeps it out of git where asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from goworkdoctor.actions.goworkfile import go_notes, raise_go
from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.goedit import edited
from goworkdoctor.doctor.migration.conflicts import conflicts
from goworkdoctor.doctor.migration.entrants import PLACEHOLDERS
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.session import Session
from goworkdoctor.golang.modfile import ModFileError, WorkFile, parse_work
from goworkdoctor.golang.replacements import Member
from goworkdoctor.golang.versions import IMPLICIT_GO_WORK, compare_go, go_key, toolchain_version
from goworkdoctor.model.migration import MigrationStep, StepKind
from goworkdoctor.model.plan import GoEdit, Refused
from goworkdoctor.system import atomic

WORK = "go.work"
IGNORED = (b"/go.work\n", b"/go.work.sum\n")


def work_file(ground: Ground) -> str:
    """The go.work of the repository, relative to the root: the one there is, or that which will be."""
    return ground.workspace.file if ground.workspace else WORK


def new_work(ground: Ground, step: MigrationStep) -> tuple[bytes | None, bytes, tuple[str, ...]]:
    """(go.work before, go.work after, what to say of it); raises Refused."""
    file = work_file(ground)
    before = _content(ground.facts.root / file)
    work = _same(ground, before)
    arguments, notes = _arguments(ground, step, work, new=before is None)
    remove = _lines(ground, step)
    edit = GoEdit("work", file, arguments, remove)
    return before, edited(go_command(ground.facts), edit, before or b""), notes


def _content(file: Path) -> bytes | None:
    try:
        return atomic.content(file)
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error}") from error


def _same(ground: Ground, data: bytes | None) -> WorkFile:
    """The go.work as it was examined; raises Refused where it is another by now."""
    examined = ground.workspace.work if ground.workspace else None
    try:
        now = None if data is None else parse_work(data, WORK)
    except ModFileError as error:
        raise Refused(str(error)) from error
    if now != examined:
        raise Refused("go.work was changed since it was examined: examine again")
    return now or WorkFile()


def _arguments(
    ground: Ground, step: MigrationStep, work: WorkFile, new: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if step.kind in (StepKind.FOUND, StepKind.ADOPT):
        return _adopting(ground, step, work, new)
    if step.kind is StepKind.DROP:
        return tuple(f"-dropuse={name}" for name in step.modules if _nameable(ground, name)), ()
    uses = ground.workspace.uses if ground.workspace else ()
    return tuple(f"-dropuse={use.written}" for use in uses if use.dir in step.modules), ()


def _lines(ground: Ground, step: MigrationStep) -> tuple[int, ...]:
    """Uses that no flag of go can name, by their lines."""
    if step.kind is not StepKind.DROP:
        return ()
    dead = (use for use in ground.dead if use.written in step.modules)
    return tuple(use.line for use in dead if not _nameable(ground, use.written))


def _nameable(ground: Ground, written: str) -> bool:
    """Whether go understands the name, and means by it no use that is to stay: `./a` is `./a/` to it."""
    stays = ground.workspace is not None and any(
        use.dir in ground.used for use in ground.dead if use.written == written
    )
    return not stays and (written in (".", "..") or written.startswith(("./", "../", "/")))


def _adopting(
    ground: Ground, step: MigrationStep, work: WorkFile, new: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    modules = [ground.by_dir[dir] for dir in step.modules]
    uses = tuple(f"-use={ground.spelled(dir)}" for dir in step.modules)
    versions = [*(module.go for module in modules), *(member.mod.go for member in ground.members)]
    if new:
        highest = max((IMPLICIT_GO_WORK, *filter(None, versions)), key=go_key)
        toolchain, notes = _toolchain(ground, step, highest)
        raised: tuple[str, ...] = (f"-go={highest}", *toolchain)
    else:
        raised = raise_go(work, versions)
        notes = go_notes(ground.facts, work, raised)
    members = _members(ground, step)
    placeholders = tuple(_placeholders(ground, members))
    replaces = (*_overrides(ground, members), *(argument for argument, _ in placeholders))
    return (*raised, *uses, *replaces), (*notes, *(note for _, note in placeholders))


def _members(ground: Ground, step: MigrationStep) -> list[Member]:
    mods = [(dir, ground.by_dir[dir].mod) for dir in step.modules]
    return [*ground.members, *(Member(dir, mod) for dir, mod in mods if mod)]


def _toolchain(ground: Ground, step: MigrationStep, go: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The members' toolchain line, which counts no more: in a workspace only that of go.work does."""
    mods = [ground.by_dir[dir].mod for dir in step.modules]
    named = [mod.toolchain for mod in mods if mod and toolchain_version(mod.toolchain)]
    highest = max(named, key=lambda name: go_key(toolchain_version(name)), default="")
    if not highest or compare_go(toolchain_version(highest), go) <= 0:
        return (), ()
    note = f"go.work takes over the toolchain line {highest}: in a workspace that of a go.mod does not count"
    return (f"-toolchain={highest}",), (note,)


def _overrides(ground: Ground, members: list[Member]) -> tuple[str, ...]:
    """The overrides that the user chose for conflicts between these members."""
    plain = Ground(ground.facts, Session(ground.session.root))
    names = {conflict.name for conflict in conflicts(plain, members)}
    chosen = ground.session.overrides
    return tuple(f"-replace={name}={chosen[name]}" for name in sorted(names) if name in chosen)


def _placeholders(ground: Ground, members: list[Member]) -> Iterator[tuple[str, str]]:
    """(argument, note) for each sibling that is required at v0.0.0 and that nothing replaces.

    That version does not exist, and `go list -m all` looks for it even where the workspace uses the module.
    """
    replaced = {line.old_path for member in members for line in member.mod.replaces}
    replaced |= {line.replace.old_path for line in ground.work_replaces}
    homes = {module.path: module.dir for module in reversed(ground.facts.counted_modules) if module.path}
    wanted = {(line.path, line.version) for member in members for line in member.mod.requires}
    for path, version in sorted(wanted):
        if version in PLACEHOLDERS and path in homes and path not in replaced:
            where = ground.spelled(homes[path])
            note = f"go.work replaces {path} {version}, which does not exist, by {where}"
            yield f"-replace={path}@{version}={where}", note


def ignoring(exclude: bytes | None) -> bytes:
    """`.git/info/exclude` with go.work and go.work.sum in it."""
    data = exclude or b""
    if data and not data.endswith(b"\n"):
        data += b"\n"
    return data + b"".join(line for line in IGNORED if line not in data.splitlines(keepends=True))
