"""`migrate`: from nested modules to a workspace, step by step; the status, a plan, or the step itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.cli import terminal
from goworkdoctor.cli.examination import examined
from goworkdoctor.cli.journal import finish_interrupted
from goworkdoctor.cli.opening import open_app
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit
from goworkdoctor.cli.plans import show
from goworkdoctor.model.plan import Refused
from goworkdoctor.model.report import Report
from goworkdoctor.report.escape import visible

if TYPE_CHECKING:
    from goworkdoctor.model.migration import Migration, Prepared, Taken


class Wish(Struct, frozen=True):
    """What the user asks of the migration, as the options say it."""

    status: bool = False
    next: bool = False
    all: bool = False
    apply: bool = False
    abort: bool = False
    here: bool = False
    build: bool = False
    online: bool = False
    local: bool | None = None
    commit: bool | None = None
    step: str = ""
    split: str = ""
    skip: tuple[str, ...] = ()
    unskip: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether a step is to be planned or done, and not only the status to be told."""
        return self.next or self.all or self.apply or bool(self.step or self.split)

    @property
    def decides(self) -> bool:
        """Whether the session is to be changed."""
        return bool(self.skip or self.unskip or self.choose) or (self.local, self.commit) != (None, None)


@click.command()
@click.option("--status", is_flag=True, help="Where we are, what is next, and what is in the way.")
@click.option("--next", is_flag=True, help="The plan of the next step, proven in a scratch copy.")
@click.option("--all", is_flag=True, help="Every step, one after the other; needs --apply.")
@click.option("--apply", is_flag=True, help="Do the step (or with --all: steps until one needs you).")
@click.option("--step", metavar="STEP", default="", help="That step instead of the next.")
@click.option("--build", is_flag=True, help="Also build the step's modules in the scratch copy.")
@click.option("--online", is_flag=True, help="Let go fetch modules for the proof, if they are not cached.")
@click.option("--skip", metavar="WHAT", multiple=True, help="Skip a step, module or stage; may be repeated.")
@click.option("--unskip", metavar="WHAT", multiple=True, help="Take in again what was skipped.")
@click.option(
    "--choose", metavar="PATH=TARGET", multiple=True, help="Decide a conflict of replacements, as offered."
)
@click.option("--split", metavar="DIR", default="", help="Take a module out of the workspace again.")
@click.option("--local/--tracked", default=None, help="Keep go.work out of git (.git/info/exclude), or not.")
@click.option("--commit/--no-commit", default=None, help="Commit each step by itself; hooks do not run.")
@click.option("--here", is_flag=True, help="Go on with the migration on the branch that is checked out.")
@click.option("--abort", is_flag=True, help="Back to the start, byte for byte.")
@click.pass_obj
def migrate(options: Options, /, **wishes: object) -> int:
    """Move nested modules into a workspace, one verified step at a time.

    Without options it opens the app at the migration, or, without a terminal, tells where it stands.
    Each step is proven in a scratch copy first. Nothing is written without --apply, but what you decide
    (--skip, --choose, --local, --commit) is remembered, and --abort takes everything back.

    Exit code: 0 all is well, 1 a step was refused, fails its proof, or needs your decision.
    """
    wish = Wish(**wishes)  # type: ignore[arg-type]
    if wish.all and not wish.apply:
        raise click.UsageError("--all needs --apply: a plan shows one step at a time, see --next")
    finish_interrupted()
    if wish == Wish() and terminal.interactive():
        return open_app(options, "migration")
    try:
        return Migrating(options, wish).run()
    except Refused as refused:
        terminal.complain(str(refused))
        return Exit.FINDINGS


class Migrating(Struct):
    """One run of `migrate`; after everything that was done the checkout is examined anew."""

    options: Options
    wish: Wish

    def run(self) -> int:
        from goworkdoctor.doctor import migrate as verbs

        if self.wish.abort:
            return self.abort()
        report = self.examine()
        if self.wish.here:
            verbs.go_on_here(report.facts)
        self.decide(report)
        if (unfinished := verbs.resume(report.facts)) is not None:
            self.tell(unfinished)
            report = self.examine()
        return self.act(report) if self.wish.acts else self.status(report)

    def examine(self) -> Report:
        from goworkdoctor.doctor.migrate import NEEDS, RULES

        settings = self.options.settings()
        settings = replace(settings, select=RULES, config_select=(), wanted=settings.wanted | NEEDS)
        return examined(self.options.start, settings)

    def decide(self, report: Report) -> None:
        from goworkdoctor.doctor import migrate as verbs

        wish = self.wish
        if wish.decides:
            verbs.begin(report.facts, local=wish.local, commit=wish.commit)
        for choice in wish.choose:
            verbs.choose(report, choice)
        if wish.skip:
            verbs.skip(report, *wish.skip)
        if wish.unskip:
            verbs.unskip(report, *wish.unskip)

    def status(self, report: Report) -> int:
        from goworkdoctor.doctor.migrate import look
        from goworkdoctor.report import migration as written

        migration = look(report)
        terminal.put(written.status(migration, terminal.page()))
        return Exit.FINDINGS if migration.next is None and not migration.nothing_to_do else Exit.OK

    def act(self, report: Report) -> int:
        """The next step, or one after the other until one needs the user."""
        from goworkdoctor.doctor.migrate import look
        from goworkdoctor.model.migration import Preflight

        while True:
            migration = look(report, Preflight())
            if (
                not (self.wish.step or self.wish.split)
                and (code := self.ended(report, migration)) is not None
            ):
                return code
            if not self.take(report):
                return Exit.FINDINGS
            if not self.wish.all:
                return Exit.OK
            report = self.examine()

    def ended(self, report: Report, migration: Migration) -> int | None:
        """How the run ends where no step can be taken by itself; None where one can."""
        step = migration.next
        if step is None or step.kind == "publish":
            blocked = [one for one in migration.steps if one.state == "blocked"]
            for one in blocked:
                terminal.complain(f"{one.id} is blocked: {one.why}")
            code = self.publish(report) if step else Exit.OK
            return Exit.FINDINGS if blocked else code
        if self.wish.all and step.decision:
            ways = f"--step {step.id} does it, --skip {step.id} leaves it"
            terminal.complain(f"{step.id} needs your decision: {step.title}; {ways}")
            return Exit.FINDINGS
        return None

    def publish(self, report: Report) -> int:
        from goworkdoctor.doctor import migrate as verbs
        from goworkdoctor.report import migration as written

        if self.wish.apply:
            verbs.begin(report.facts)
        try:
            modules = verbs.check_publish(report, terminal.progress)
        finally:
            terminal.progress("")
        terminal.put(written.readiness(modules, terminal.page()))
        if self.wish.apply:
            verbs.publish_checked(report)
        return Exit.FINDINGS if any(one.ready is False for one in modules) else Exit.OK

    def take(self, report: Report) -> bool:
        """Prove and show one step, and do it where that is asked; whether all went well."""
        from goworkdoctor.doctor import migrate as verbs

        step = f"split:{self.wish.split}" if self.wish.split else self.wish.step
        try:
            prepared = verbs.prepare(
                report, step, build=self.wish.build, online=self.wish.online, tell=terminal.progress
            )
            terminal.progress("")
            self.show(prepared)
            if prepared.proof.verdict == "fails":
                terminal.complain(f"{prepared.step.id} fails its proof: nothing is done")
                return False
            if not self.wish.apply:
                terminal.note("nothing was changed: --apply does it")
                return True
            taken = verbs.carry_out(report, prepared, terminal.progress)
        finally:
            terminal.progress("")
        return self.tell(taken)

    def show(self, prepared: Prepared) -> None:
        from goworkdoctor.report import migration as written

        show(prepared.plan)
        terminal.put(written.proof(prepared.proof, terminal.page()))

    def tell(self, taken: Taken) -> bool:
        """What became of a step; whether it was done."""
        title = visible(taken.step.title)
        if not taken.done:
            terminal.complain(f"{title}: {taken.why or taken.receipt.why}")
            return False
        commit = f"; commit {taken.commit[:10]}" if taken.commit else ""
        back = f"; goworkdoctor undo {taken.receipt.id} takes it back" if taken.receipt.undoable else ""
        terminal.put(f"done: {title}{commit}{back}\n\n")
        if taken.uncommitted:
            terminal.complain(f"not committed: {taken.uncommitted}")
        return True

    def abort(self) -> int:
        from goworkdoctor.doctor.examine import checkout_root
        from goworkdoctor.doctor.migrate import abort

        receipt, kept = abort(checkout_root(self.options.start))
        terminal.put("the migration is aborted: all is as it was at its start\n")
        for path in receipt.paths if receipt else ():
            terminal.put(f"  {visible(path)}\n")
        for words in kept:
            terminal.complain(words)
        return Exit.FINDINGS if kept else Exit.OK
