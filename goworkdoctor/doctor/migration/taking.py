"""A step taken: applied by the engine, verified in the user's tree, and rolled back where that fails."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.checks.place import own_workspace
from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.entry import relative
from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration.commit import commit, committed, head
from goworkdoctor.doctor.migration.draft import WORK
from goworkdoctor.doctor.migration.scratch import environment
from goworkdoctor.doctor.migration.session import Done, Session
from goworkdoctor.doctor.show import describe
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.migration import MigrationStep, Prepared, Stage, StepKind, StepState, Taken
from goworkdoctor.model.plan import EditFile, Receipt, Refused
from goworkdoctor.system import atomic
from goworkdoctor.system.go import run_go
from goworkdoctor.system.runner import RunError

TREATMENT = "migrate"


def take(facts: Facts, session: Session, prepared: Prepared, tell: Callable[[str], None]) -> Taken:
    """Apply, verify, keep in the session, commit; raises Refused with nothing done."""
    step, plan = prepared.step, prepared.plan
    session = _announced(session, prepared)
    sessions.save(session)
    try:
        receipt = apply(plan, on_step=lambda one: tell(describe(one, plan.root)))
    except Refused:
        sessions.save(_without(session, step))
        raise
    if receipt.state != "applied":
        sessions.save(_without(session, step))
        return Taken(step, receipt, receipt.why)
    tell("verifying in place")
    return _verified(facts, session, step, receipt)


def _announced(session: Session, prepared: Prepared) -> Session:
    """The session before it acts: it knows what was there, what will be, and that the step is pending.

    The step counts as done from here on: whether it is, go.work shows.
    """
    step, plan = prepared.step, prepared.plan
    for edit in plan.steps:
        assert isinstance(edit, EditFile)
        path = relative(edit.path, plan.root)
        files = session.files if path in session.files else {**session.files, path: edit.before}
        session = replace(session, files=files, foreign=_foreign(session, path, edit.before))
        session = replace(session, left=session.leaves(path, edit.after))
    modules = step.modules
    refused = prepared.proof.refused
    done = Done(step.id, step.kind, step.stage, step.title, modules, step.tests, refused=refused)
    split = (*session.split, *modules) if step.kind in (StepKind.SPLIT, StepKind.EVICT) else session.split
    others = tuple(one for one in session.done if one.id != step.id)
    return replace(session, done=(*others, done), split=tuple(dict.fromkeys(split)), pending=step.id)


def _foreign(session: Session, path: str, before: bytes | None) -> Mapping[str, str]:
    """`Session.foreign`, with what the step finds in a file that is neither the session's own nor go's."""
    own = path not in session.files or session.known(path, before) or sums_alone(path, before)
    return session.foreign if own else {**session.foreign, path: sessions.digest(before)}


def sums_alone(path: str, data: bytes | None) -> bool:
    """Whether a file is a go.work.sum as go writes it, whatever is run: that comes back by itself."""
    lines = (data or b"").split(b"\n")
    return path.endswith("go.work.sum") and all(not line or len(line.split()) == 3 for line in lines)


def _without(session: Session, step: MigrationStep) -> Session:
    """The session as if the step had not been begun; what it was about to leave stays known."""
    done = tuple(one for one in session.done if one.id != step.id)
    split = tuple(one for one in session.split if one not in step.modules)
    return replace(session, done=done, split=split, pending="")


def resume(facts: Facts, session: Session) -> Taken | None:
    """Verify the step that a crash left unverified; None where it had not been applied at all."""
    one = next((done for done in session.done if done.id == session.pending), None)
    receipt = next((each for each in journal.history(session.root) if each.treatment == TREATMENT), None)
    if one is None or receipt is None or receipt.state != "applied" or receipt.title != one.title:
        kept = tuple(done for done in session.done if done.id != session.pending)
        sessions.save(replace(session, pending="", done=kept))
        return None
    step = MigrationStep(
        one.id, Stage(one.stage), StepKind(one.kind), one.modules, StepState.DONE, one.title, tests=one.tests
    )
    return _verified(facts, session, step, receipt)


def _verified(facts: Facts, session: Session, step: MigrationStep, receipt: Receipt) -> Taken:
    refused = any(one.refused for one in session.done if one.id == step.id)
    if why := verify(facts, step, refused):
        receipt = undo(receipt.id, facts.root)
        sessions.save(_without(session, step))
        return Taken(step, receipt, f"rolled back: {why}")
    sha, uncommitted = _commit(session, step, receipt) if session.commit else ("", "")
    sessions.save(replace(_noted(session, step, receipt, sha), pending=""))
    return Taken(step, receipt, commit=sha, uncommitted=uncommitted)


def _noted(session: Session, step: MigrationStep, receipt: Receipt, sha: str) -> Session:
    """The session with what the step left in the journal, and the commit made of it."""
    done = (
        replace(one, receipt=receipt.id, commit=sha) if one.id == step.id else one for one in session.done
    )
    return replace(session, done=tuple(done))


def verify(facts: Facts, step: MigrationStep, refused: bool = False) -> str:
    """Why the workspace, as it is in the user's tree now, is not what the step meant; "" where it is.

    Where go `refused` it before, and in the scratch copy after the step too, nothing more is to be seen.
    `go list -m` reads go.work and every member and nothing else; a go.work.sum that it wrote all the same
    is put back.
    """
    own = own_workspace(facts)
    file = facts.root / (own.file if own else WORK)
    if not file.exists():
        return f"{file.name} is not there"
    sums = file.with_name(f"{file.name}.sum")
    before = atomic.content(sums)
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-", ignore_cleanup_errors=True) as name:
        env = environment(facts, Path(name, "cache")) | {"GOWORK": str(file)}
        try:
            done = run_go(go_command(facts), ["list", "-m", "-f", "{{.Dir}}"], facts.root, env, timeout=120)
        except RunError as error:
            return str(error)
        finally:
            if atomic.content(sums) != before:
                _put_back(sums, before)
    if done.code and refused:
        return ""
    if done.code:
        return " ".join(done.stderr.decode("utf-8", "replace").split()).removeprefix("go: ")
    return _members(facts, step, set(done.stdout.decode("utf-8", "surrogateescape").splitlines()))


def _put_back(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(data)


def _members(facts: Facts, step: MigrationStep, dirs: set[str]) -> str:
    wanted = {os.path.normpath(facts.root / dir) for dir in step.modules}
    if step.kind in (StepKind.FOUND, StepKind.ADOPT):
        missing = wanted - dirs
        return f"go does not list {sorted(missing)[0]} as a module of the workspace" if missing else ""
    left = wanted & dirs if step.kind is not StepKind.DROP else set()
    return f"go still lists {sorted(left)[0]} as a module of the workspace" if left else ""


def _commit(session: Session, step: MigrationStep, receipt: Receipt) -> tuple[str, str]:
    """(commit, why there is none); after a crash it may be there already."""
    before = next((one.commit for one in session.done if one.id == step.id), "")
    if before and before == head(session.root):
        return before, ""
    files = {path: atomic.content(session.root / path) for path in receipt.paths}
    if theirs := [path for path in files if not _committed_or_own(session, path)]:
        return "", f"{', '.join(theirs)} has changes of yours that are not committed"

    def announce(sha: str) -> None:
        sessions.save(_noted(session, step, receipt, sha))

    try:
        return commit(session.root, files, f"{step.title}\n", announce), ""
    except Refused as refused:
        return "", str(refused)


def _committed_or_own(session: Session, path: str) -> bool:
    """Whether what others had made of a file before the step is in the last commit, where they had."""
    foreign = session.foreign.get(path)
    return foreign is None or foreign == sessions.digest(committed(session.root, path))
