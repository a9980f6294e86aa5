"""Migration sessions: from nested modules to a workspace, one verified step at a time.

The verbs that the command line and the app use; each does one thing, and can be left at any time.

    report = examine(start, settings)           with NEEDS in `settings.wanted`
    state = look(report)                        what is done, next, blocked; writes nothing
    prepared = prepare(report, step_id)         proven in a scratch copy, and planned; writes nothing
    taken = carry_out(report, prepared)         applied, verified in place, journalled, or rolled back

After `carry_out`, `decide` and `abort` examine again: the facts are others then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.migration import ending, publish, taking
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration.commit import head
from goworkdoctor.doctor.migration.draft import work_file
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.planning import concerned, exclude_file, plan_of, planned_files
from goworkdoctor.doctor.migration.prove import Tell, prove
from goworkdoctor.doctor.migration.scratch import scratch, tried
from goworkdoctor.doctor.migration.session import Done, Session
from goworkdoctor.doctor.migration.state import AGAINST, stand
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.migration import (
    Migration,
    MigrationStep,
    Preflight,
    Prepared,
    Readiness,
    Stage,
    StepKind,
    StepState,
    Taken,
    Verdict,
)
from goworkdoctor.model.plan import Receipt, Refused
from goworkdoctor.model.report import Report
from goworkdoctor.system import atomic
from goworkdoctor.system.runner import RunError

__all__ = [
    "NEEDS",
    "RULES",
    "abort",
    "begin",
    "carry_out",
    "check_publish",
    "choose",
    "go_on_here",
    "look",
    "prefer",
    "prepare",
    "publish_checked",
    "resume",
    "skip",
    "split",
    "unskip",
]

NEEDS = frozenset(
    {"tree", "modules", "workspaces", "packages", "toolchain", "environment", "checkout", "targets"}
)
"""The facts that a migration stands on (`Settings.wanted`)."""
RULES = AGAINST
"""The rules whose findings it speaks of (`Settings.select`): no more need be asked."""
SPLITTING = "split:"


def look(report: Report, preflight: Preflight | None = None) -> Migration:
    """Where the migration stands; `preflight` is an earlier look's, so that no script is read again.

    Raises Refused where the session on disk is damaged. Writes nothing.
    """
    return stand(report, sessions.load(report.facts.root), preflight)


def begin(facts: Facts, *, local: bool | None = None, commit: bool | None = None) -> Session:
    """Start the session, or change what it does with git: None leaves that as it is. Raises Refused.

    `local` keeps go.work out of git by .git/info/exclude; `commit` makes a commit of every step.
    """
    session = sessions.load(facts.root)
    if local and not session.local and any(step.commit for step in session.done):
        raise Refused("steps of this migration were committed already: go.work is in git")
    if not session.started:
        session = _started(facts, session)
    local = session.local if local is None else local
    commit = session.commit if commit is None else commit
    if local and commit:
        raise Refused("what is kept out of git cannot be committed: --local or --commit, not both")
    if local:
        exclude_file(facts)
    session = replace(session, local=local, commit=commit)
    sessions.save(session)
    return session


def _started(facts: Facts, session: Session) -> Session:
    branch = facts.checkout.branch if facts.checkout else ""
    ground = Ground(facts, session)
    tests = sum(ground.tests.get(dir, 0) for dir in ground.used)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(session, when=when, branch=branch, head=head(facts.root), tests=tests)


def prepare(
    report: Report,
    step_id: str = "",
    *,
    build: bool = False,
    online: bool = False,
    tell: Tell | None = None,
    cancelled: Event | None = None,
) -> Prepared:
    """A step, the next one without an id, proven in a scratch copy and planned. Writes nothing.

    `tell` gets a line on what is being tried; `build` also builds the step's modules; `online` lets go fetch
    what the module cache lacks. Raises Refused where the step is blocked, or cannot be tried, and where
    `cancelled` is set. A proof that fails is no exception.
    """
    facts = report.facts
    session = sessions.load(facts.root)
    ground = Ground(facts, session)
    step = _step(look(report, Preflight()), ground, step_id)
    files, notes = planned_files(ground, step)
    dirs = concerned(ground, step)
    say = tell or (lambda words: None)
    say("copying sources")
    file = work_file(ground)
    try:
        how = {"everything": build, "online": online}
        with scratch(facts, dirs, go_command(facts), file, **how, cancelled=cancelled) as copy:
            proof = prove(ground, copy, step, files, say, build)
            sums = copy.content(f"{file}.sum")
    except RunError as error:
        raise tried(error) from error
    return Prepared(step, proof, plan_of(ground, step, proof, files, sums, notes))


def _step(migration: Migration, ground: Ground, step_id: str) -> MigrationStep:
    if step_id.startswith(SPLITTING):
        return _split_step(ground, step_id.removeprefix(SPLITTING))
    step = migration.step(step_id) if step_id else migration.next
    if step is None:
        blocked = next((one for one in migration.steps if one.state is StepState.BLOCKED), None)
        what = f"there is no step {step_id}" if step_id else "no step is left to do"
        raise Refused(f"{what}; {blocked.id} is blocked: {blocked.why}" if blocked and not step_id else what)
    if step.state is StepState.BLOCKED:
        raise Refused(f"{step.id} is blocked: {step.why}")
    if step.state is StepState.DONE:
        raise Refused(f"{step.id} is done already")
    if step.kind is StepKind.PUBLISH:
        raise Refused("the last stage changes nothing: it is a check of every module")
    return step


def _split_step(ground: Ground, dir: str) -> MigrationStep:
    if dir not in ground.used:
        raise Refused(f"{dir} is not in the workspace")
    title = f"Split {dir} out of the workspace"
    return MigrationStep(f"{SPLITTING}{dir}", Stage.MODULES, StepKind.SPLIT, (dir,), StepState.NEXT, title)


def split(report: Report, dir: str, **how: object) -> Prepared:
    """Take a module out again: its use dropped, and what it needs to stand on its own added. As `prepare`."""
    return prepare(report, f"{SPLITTING}{dir}", **how)  # type: ignore[arg-type]


def carry_out(report: Report, prepared: Prepared, on_step: Callable[[str], None] | None = None) -> Taken:
    """Do a prepared step, verify it in place, commit it where the session says so.

    Raises Refused, with nothing done, where its proof fails, the branch is another than the session's, or
    the world is not what the preparation saw. What fails the verification is rolled back: see `Taken.why`.
    """
    if prepared.proof.verdict is Verdict.FAILS:
        raise Refused(f"{prepared.step.id} is not done: {prepared.proof.failures[0]}")
    session = begin(report.facts)
    _same_branch(report.facts, session)
    return taking.take(report.facts, session, prepared, on_step or (lambda words: None))


def _same_branch(facts: Facts, session: Session) -> None:
    here = facts.checkout.branch if facts.checkout else ""
    if here != session.branch:
        raise Refused(
            f"the migration began on {session.branch or 'a detached HEAD'}, and this is "
            f"{here or 'a detached HEAD'}: go back to it, or --here goes on from what is here"
        )


def resume(facts: Facts) -> Taken | None:
    """Verify what was interrupted between being applied and verified; None where nothing was."""
    session = sessions.load(facts.root)
    return taking.resume(facts, session) if session.pending else None


def go_on_here(facts: Facts) -> None:
    """Let the session go on from the branch that is checked out, and from its files as they are.

    A file that git does not hold came along as the migration left it: it still goes back to its own start.
    """
    session = sessions.load(facts.root)
    if session.started:
        tracked = facts.tree.tracked if facts.tree else frozenset[str]()
        files = {path: start for path, start in session.files.items() if _came_along(session, path, tracked)}
        kept = _started(facts, Session(session.root))
        again = replace(session, when=kept.when, branch=kept.branch, head=kept.head, files=files)
        sessions.save(replace(again, tests=kept.tests, done=(), split=(), pending=""))


def _came_along(session: Session, path: str, tracked: frozenset[str]) -> bool:
    return path not in tracked and session.known(path, atomic.content(session.root / path))


def skip(report: Report, *what: str) -> None:
    """Skip steps (by id), modules (by directory) or stages (root, modules, publish). Raises Refused."""
    migration, session = look(report, Preflight()), begin(report.facts)
    more = tuple(one for name in what for one in _skipped(migration, name))
    sessions.save(replace(session, skipped=tuple(dict.fromkeys((*session.skipped, *more)))))


def _skipped(migration: Migration, name: str) -> Iterable[str]:
    """As the session keeps them: a step of modules is its modules, so that they stay skipped in any order."""
    known = {dir for step in migration.steps for dir in step.modules}
    if name in list(Stage):
        return [one for step in migration.steps if step.stage == name for one in _skipped(migration, step.id)]
    if (step := migration.step(name)) is not None:
        return step.modules if step.kind is StepKind.ADOPT else (step.id,)
    if name in known:
        return (name,)
    raise Refused(f"there is no step, module or stage {name!r}: --status lists them")


def unskip(report: Report, *what: str) -> None:
    """Take steps and modules in again that were skipped."""
    session = begin(report.facts)
    names = {one for name in what for one in (name, name.removeprefix("use:"))}
    sessions.save(replace(session, skipped=tuple(one for one in session.skipped if one not in names)))


def prefer(report: Report, *step_ids: str) -> None:
    """Put these steps first, in this order."""
    session = begin(report.facts)
    sessions.save(replace(session, first=tuple(dict.fromkeys((*step_ids, *session.first)))))


def choose(report: Report, choice: str) -> None:
    """Decide a conflict of replacements: `PATH=TARGET`, one of the choices on offer. Raises Refused."""
    migration = look(report, Preflight())
    offered = {one.id for obstacle in migration.preflight.obstacles for one in obstacle.choices}
    if choice not in offered:
        raise Refused(f"{choice} is not on offer: {' | '.join(sorted(offered)) or 'nothing is to be chosen'}")
    session = begin(report.facts)
    subject, _, target = choice.partition("=")
    sessions.save(replace(session, overrides={**session.overrides, subject: target}))


def publish_checked(report: Report) -> None:
    """Note that the last stage was looked at."""
    session = begin(report.facts)
    done = Done("publish", StepKind.PUBLISH, Stage.PUBLISH, "Each module was checked on its own", ())
    others = tuple(one for one in session.done if one.id != done.id)
    sessions.save(replace(session, done=(*others, done)))


def check_publish(
    report: Report, tell: Tell | None = None, cancelled: Event | None = None
) -> tuple[Readiness, ...]:
    """The last stage: whether each module stands on its own, asked of go in a copy. Raises Refused.

    A session that has begun keeps what go said, until something of it changes.
    """
    session = sessions.load(report.facts.root)
    said = publish.ask(Ground(report.facts, session), tell or (lambda words: None), cancelled)
    kept = replace(session, answers=said)
    if session.started:
        sessions.save(kept)
    return stand(report, kept, Preflight()).readiness


def abort(root: Path) -> tuple[Receipt | None, tuple[str, ...]]:
    """Back to the start, byte for byte, and the session ended; what could not be taken back is said.

    Raises Refused, with nothing done, where a file is neither as the session left it nor as it was before.
    """
    return ending.abort(sessions.load(root))
