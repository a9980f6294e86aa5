"""The proof of a step, in a scratch copy: nothing that works before may fail after.

Compared are the build list (`go list -m all`) and the packages with all they import, tests included
(`go list -e -deps -test`), of the step's modules and of all that are in the workspace: before, each where it
is built now, after, in the workspace as the step leaves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic

from msgspec import Struct, field

from goworkdoctor.checks.words import count
from goworkdoctor.doctor.migration.graphs import Loaded, Resolved, absent, load, resolve
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.scratch import Scratch, complaint
from goworkdoctor.model.migration import MigrationStep, Proof, StepKind, Verdict, VersionChange

Tell = Callable[[str], None]
MOST = 20


class _Findings(Struct):
    """What the comparison brings to light, as it goes."""

    failures: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    versions: tuple[VersionChange, ...] = ()
    packages: int = 0
    built: bool | None = None
    refused: bool = False


def prove(
    ground: Ground,
    scratch: Scratch,
    step: MigrationStep,
    after: Mapping[str, bytes | None],
    tell: Tell,
    build: bool = False,
) -> Proof:
    """Compare the copy before and after it gets the files of `after`; raises RunError.

    Afterwards the copy is as the step leaves it, with the go.work.sum that go wrote.
    """
    began = monotonic()
    leaving = step.modules if step.kind in (StepKind.EVICT, StepKind.SPLIT) else ()
    adopting = step.modules if step.kind in (StepKind.FOUND, StepKind.ADOPT) else ()
    members = tuple(member.dir for member in ground.members if member.dir not in leaving)
    found = _Findings()
    broken = not adopting and bool(_refused(ground, scratch))
    before = _before(ground, scratch, members, adopting, leaving, tell)
    scratch.write(after)
    tell("the workspace after the step")
    inside = (*members, *adopting)
    if problem := _refused(ground, scratch):
        found.refused = broken
        said = f"go refuses the workspace, before as after, so that no more can be tried: {problem}"
        (found.unproven if broken else found.failures).append(said if broken else problem)
    elif inside:
        _compare(ground, scratch, inside, before, found, tell)
        if leaving:
            _alone(ground, scratch, leaving, before, found, tell)
        if build and adopting and not found.failures:
            _build(ground, scratch, adopting, found, tell)
    return _proof(ground, step, adopting, inside, found, monotonic() - began)


class _Before(Struct, frozen=True):
    """Build lists and packages as they are now, by the module for which they count ("" for the workspace)."""

    resolved: Mapping[str, Resolved]
    loaded: Mapping[str, Loaded]


def _before(
    ground: Ground,
    scratch: Scratch,
    members: tuple[str, ...],
    adopting: tuple[str, ...],
    leaving: tuple[str, ...],
    tell: Tell,
) -> _Before:
    resolved: dict[str, Resolved] = {}
    loaded: dict[str, Loaded] = {}
    if members and ground.workspace and all(use.exists for use in ground.workspace.uses):
        tell("the workspace before the step")
        resolved[""] = resolve(scratch, ground.facts, workspace=True)
        loaded[""] = load(scratch, ground.facts, (*members, *leaving), workspace=True)
    for dir in adopting:
        tell(f"{dir} before the step")
        resolved[dir] = resolve(scratch, ground.facts, dir, workspace=False)
        loaded[dir] = load(scratch, ground.facts, [dir], workspace=False, only=dir)
    return _Before(resolved, loaded)


def _refused(ground: Ground, scratch: Scratch) -> str:
    """What go says of the workspace where it does not even read its members; "" where it does."""
    if scratch.content(scratch.file) is None:
        return ""
    done = scratch.run("list", "-m", workspace=True)
    return complaint(done, scratch, ground.facts) if done.code else ""


def _compare(
    ground: Ground, scratch: Scratch, inside: tuple[str, ...], before: _Before, found: _Findings, tell: Tell
) -> None:
    after = resolve(scratch, ground.facts, workspace=True)
    was_broken = {one.problem for one in before.resolved.values() if one.problem and not one.missing}
    if after.missing:
        found.unproven.append(f"the module graph cannot be loaded here: {after.problem}")
    elif after.problem and was_broken:
        found.already.append(f"the module graph did not load before either: {sorted(was_broken)[0]}")
    elif after.problem:
        found.failures.append(f"the module graph does not load any more: {after.problem}")
    else:
        found.versions = tuple(changes(ground, inside, before.resolved, after))
    tell("the packages after the step")
    loaded = load(scratch, ground.facts, inside, workspace=True)
    found.packages = loaded.count
    _compare_packages(before.loaded.values(), loaded, found)


def _compare_packages(before: Iterable[Loaded], after: Loaded, found: _Findings) -> None:
    """What could not be loaded before is no fault of the step; what was missing offline cannot be told."""
    before = list(before)
    if after.problem:
        (found.already if any(one.problem for one in before) else found.failures).append(after.problem)
        return
    known = {path for one in before for path in (*one.errors, *one.missing)}
    unknown_before = any(one.problem for one in before)
    fresh = {path: said for path, said in after.errors.items() if path not in known}
    if fresh and unknown_before:
        found.already.append(f"packages could not be listed before: {next(iter(fresh.values()))}")
    else:
        found.failures += (f"{path}: {said}" for path, said in list(fresh.items())[:MOST])
    if old := [said for path, said in after.errors.items() if path in known]:
        found.already.append(
            f"{count(len(old), 'package')} cannot be loaded, before as after; the first: {old[0]}"
        )
    if after.missing:
        missing = f"{count(len(after.missing), 'package')} cannot be had here"
        found.unproven.append(f"{missing}: {absent(after.missing)}")


def _alone(
    ground: Ground, scratch: Scratch, dirs: tuple[str, ...], before: _Before, found: _Findings, tell: Tell
) -> None:
    """Modules that leave the workspace must load on their own."""
    for dir in dirs:
        tell(f"{dir} without the workspace")
        loaded = load(scratch, ground.facts, [dir], workspace=False, only=dir)
        _compare_packages(before.loaded.values(), loaded, found)


def _build(ground: Ground, scratch: Scratch, dirs: tuple[str, ...], found: _Findings, tell: Tell) -> None:
    tell(f"building {', '.join(dirs)}")
    patterns = ["./..." if dir == "." else f"./{dir}/..." for dir in dirs]
    done = scratch.run("build", "-mod=readonly", "-o", "/dev/null", *patterns, workspace=True)
    found.built = done.code == 0
    if done.code and not found.unproven:
        found.failures.append(f"go build fails: {complaint(done, scratch, ground.facts)}")


def changes(
    ground: Ground, inside: tuple[str, ...], before: Mapping[str, Resolved], after: Resolved
) -> Iterator[VersionChange]:
    """Every module path that resolves to something else than before, and for whom."""
    members = tuple(dir for dir in inside if dir not in before)
    who: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for source, resolved in before.items():
        for path, version in resolved.versions.items():
            if path in after.versions and after.versions[path] != version:
                who[path, version] += [source] if source else members
    for (path, version), dirs in sorted(who.items()):
        concerned = tuple(sorted(set(dirs)))
        yield VersionChange(path, version, after.versions[path], concerned)


def _proof(
    ground: Ground,
    step: MigrationStep,
    adopting: tuple[str, ...],
    inside: tuple[str, ...],
    found: _Findings,
    seconds: float,
) -> Proof:
    verdict = Verdict.FAILS if found.failures else Verdict.PARTLY if found.unproven else Verdict.HOLDS
    shut_out = (one.dir for one in ground.candidates if one.dir not in inside and one.mod)
    return Proof(
        step.id,
        verdict,
        tuple(found.failures),
        tuple(found.already),
        tuple(found.unproven),
        found.versions,
        sum(ground.tests.get(dir, 0) for dir in adopting),
        tuple(shut_out),
        found.packages,
        found.built,
        seconds,
        found.refused,
    )
