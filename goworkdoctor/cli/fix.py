"""`fix`: plans shown, and done with --apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem
from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.cli import terminal
from goworkdoctor.cli.examination import examined
from goworkdoctor.cli.journal import finish_interrupted
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.cli.plans import show
from goworkdoctor.cli.proving import proved
from goworkdoctor.cli.verifying import carried_out
from goworkdoctor.config import Settings
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import NothingToDo, Plan, Receipt, Refused, Step, Undecided
from goworkdoctor.model.report import ProbeStatus, Report
from goworkdoctor.report.escape import visible
from goworkdoctor.report.page import plural

if TYPE_CHECKING:
    from goworkdoctor.cli.jobs import Asked, Job, Key


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from goworkdoctor.actions.catalogue import TREATMENTS
    from goworkdoctor.checks.catalogue import RULES

    words = {rule.code: rule.title for rule in RULES} | {one.id: one.title for one in TREATMENTS}
    known = ((word, title) for word, title in words.items() if word.upper().startswith(incomplete.upper()))
    return [CompletionItem(word, help=title) for word, title in known]


@click.command()
@click.argument("what", metavar="[CODE|TREATMENT]...", nargs=-1, shell_complete=_complete)
@click.option("--apply", is_flag=True, help="Do what the plans say.")
@click.option(
    "--choose", metavar="TARGET", default="", help="Decide what only you can: one of the targets shown."
)
@click.option("--only", metavar="DIR", multiple=True, help="Only in this module; may be repeated.")
@click.option("--script", is_flag=True, help="Write a shell script of go's own edit commands instead.")
@click.option("--insist", is_flag=True, help="Also beside running go processes, which may fail by it.")
@click.option("--outright", is_flag=True, help="Delete what would be moved to a cache's trash, for good.")
@click.option(
    "--prove", metavar="COMMAND", default="", help="Run what fails before and after: it must pass then."
)
@click.pass_obj
def fix(
    options: Options,
    what: tuple[str, ...],
    apply: bool,
    choose: str,
    only: tuple[str, ...],
    script: bool,
    insist: bool,
    outright: bool,
    prove: str,
) -> int:
    """Show what would cure the findings; with --apply, do it.

    Name rules (GW102, or GW for all of GW1xx) or treatments (goworkdoctor explain CODE names them).

    Without a name all findings with a safe treatment are planned; what needs
    your review, your choice, or cannot be undone is planned only by name. Nothing is written without
    --apply; what was applied is in goworkdoctor history, and goworkdoctor undo takes it back.

    Exit code: 0 all was planned or done, 1 something was refused, failed or has no treatment, or what
    --prove names did not fail before, or does not pass now.
    """
    from goworkdoctor.cli.jobs import ask

    try:
        asked = ask(what, only)
    except ValueError as error:
        raise Stop(Exit.USAGE, str(error)) from None
    if script and apply:
        raise Stop(Exit.USAGE, "--script writes the commands and --apply runs them: choose one")
    if script and prove:
        raise Stop(Exit.USAGE, "--script changes nothing that --prove could prove: choose one")
    finish_interrupted()
    fixing = Fixing(options, asked, choose or None, apply, insist, outright, script)
    return proved(prove, options.start, apply, fixing.run) if prove else fixing.run()


class Fixing(Struct):
    """One run of `fix`; after each plan that was applied the checkout is examined anew."""

    options: Options
    asked: Asked
    choice: str | None
    apply: bool
    insist: bool
    outright: bool = False
    script: bool = False
    failed: bool = False
    shown: int = 0
    scripted: bool = False
    expired: bool = False

    def run(self) -> int:
        from goworkdoctor.cli.jobs import jobs, left_to_the_user, strangers, untreatable

        report = self.examine()
        if strange := strangers(report, self.asked):
            raise Stop(Exit.USAGE, f"--only: there is no module in {strange[0]}")
        if self.choice and not any(job.takes_a_choice for job in jobs(report, self.asked)):
            raise Stop(Exit.USAGE, "--choose: nothing here is left to your choice")
        self.tell_untreatable(untreatable(report, self.asked))
        self.tell_unseen(report)
        tried, now = self.work_off(report)
        if not tried and not self.failed:
            terminal.note("nothing to treat")
        self.tell_health(now)
        if self.asked.everything:
            self.tell_left(left_to_the_user(report))
        if self.shown and not self.apply:
            terminal.note("nothing was changed: --apply does it")
        return Exit.FINDINGS if self.failed else Exit.OK

    def work_off(self, report: Report) -> tuple[int, Report]:
        """Plan, and with `apply` do, job after job; returns how many there were, and what is found now."""
        from goworkdoctor.cli.jobs import jobs

        tried: set[Key] = set()
        while job := next((job for job in jobs(report, self.asked) if job.key not in tried), None):
            tried.add(job.key)
            if self.treat(report, job):
                report = self.examine()
        return len(tried), report

    def examine(self) -> Report:
        settings = self.options.settings()
        if self.asked.everything:
            return examined(self.options.start, settings)
        return examined(self.options.start, self.narrowed(settings), wait=True)

    def narrowed(self, settings: Settings) -> Settings:
        """Only the rules asked for, and the facts that they and their treatments need."""
        # A select that no code begins with asks no rule at all: cleaning a cache needs none.
        rules = self.asked.rules or ("-",)
        return replace(
            settings, select=rules, ignore=(), config_select=(), config_ignore=(), wanted=self.asked.needs
        )

    def treat(self, report: Report, job: Job) -> bool:
        """Show one plan and perhaps do it; whether the world may have changed."""
        from goworkdoctor.doctor.preview import preview

        choice = self.choice if job.takes_a_choice else None
        try:
            if self.script:
                return self.write_script(report, job, choice)
            plan = preview(report.facts, job.treatment, job.findings, choice)
            show(plan)
            self.shown += 1
            self.tell_outright(plan)
            return self.apply and self.do(plan)
        except NothingToDo as nothing:
            self.failed |= bool(job.findings)
            terminal.note(f"{job.treatment.title}: {nothing}")
            return False
        except Refused as refused:
            self.failed = True
            terminal.complain(f"{job.treatment.title}: {refused}")
            if isinstance(refused, Undecided):
                tell_choices(report, job)
            return False

    def write_script(self, report: Report, job: Job, choice: str | None) -> bool:
        from goworkdoctor.doctor.script import HEAD, script

        body = script(report.facts, job.treatment, job.findings, choice)
        terminal.put(body if self.scripted else HEAD + body)
        self.scripted = True
        return False

    def do(self, plan: Plan) -> bool:
        receipt = carried_out(plan, self.carry_out)
        if receipt.state != "applied":
            self.failed = True
            terminal.complain(f"{plan.title}: {receipt.state}: {receipt.why}")
            return True
        for sentence in filter(None, (*plan.left, *receipt.why.split("; "))):
            self.failed = True
            terminal.complain(sentence)
        self.let_trash_expire()
        if self.outright:
            self.delete_what_it_moved(plan)
            return True
        way_back = f"; goworkdoctor undo {receipt.id} takes it back" if receipt.undoable else ""
        terminal.put(f"done: {visible(plan.title)}{way_back}\n\n")
        return True

    def let_trash_expire(self) -> None:
        """Once something was done: delete from the trash what lay there long, or what a full disk needs."""
        from goworkdoctor.doctor.examine import checkout_root
        from goworkdoctor.doctor.preview import human
        from goworkdoctor.doctor.trash import expire, why_expired

        if self.expired:
            return
        self.expired = True
        try:
            gone = expire(checkout_root(self.options.start), self.options.settings().min_free)
        except Refused as refused:
            terminal.note(f"the trash was left as it is: {refused}")
            return
        for one in gone:
            by = one.receipt.title if one.receipt else "an unknown treatment"
            terminal.note(
                f"deleted from the trash: {one.id}, {human(one.trashed.bytes)}, by {by}: {why_expired(one)}"
            )

    def carry_out(self, plan: Plan) -> Receipt:
        from goworkdoctor.doctor.apply import apply
        from goworkdoctor.doctor.preview import describe

        def tell(step: Step) -> None:
            terminal.progress(describe(step, plan.root))

        try:
            return apply(plan, insist=self.insist, on_step=tell)
        finally:
            terminal.progress("")

    def tell_outright(self, plan: Plan) -> None:
        from goworkdoctor.doctor.trash import folders

        if self.outright and folders(plan):
            terminal.put("  --outright: then it is deleted from the trash, which cannot be undone.\n\n")

    def delete_what_it_moved(self, plan: Plan) -> None:
        from goworkdoctor.doctor.apply import apply
        from goworkdoctor.doctor.trash import contents, emptying, folders

        moved = {str(folder) for folder in folders(plan)}
        kept = [one for one in contents(plan.root) if one.trashed.path in moved]
        receipt = apply(emptying(kept, plan.root)) if kept else None
        if receipt and receipt.state != "applied":
            self.failed = True
            terminal.complain(f"{receipt.title}: {receipt.state}: {receipt.why}")
            return
        terminal.put(f"done: {visible(plan.title)}; and deleted for good\n\n")

    def tell_untreatable(self, findings: list[Finding]) -> None:
        for finding in findings:
            self.failed = True
            terminal.complain(f"{finding.code}: {finding.message}: no treatment; by hand: {finding.cure}")

    def tell_health(self, report: Report) -> None:
        """How the build cache is now, where it was looked through."""
        health = report.facts.build_health
        if health and not health.entries:
            terminal.note(f"there is no entry of go's in {health.dir}")
        elif health:
            corrupt = f"{len(health.bad):,} corrupt" if health.bad else "none is corrupt"
            entries = plural(health.entries, "entry", "entries")
            terminal.note(f"the build cache {health.dir} has {entries} now, {corrupt}")

    def tell_unseen(self, report: Report) -> None:
        """A rule that could not be asked is not a rule that found nothing."""
        for code in self.asked.rules:
            probe = report.probe(code)
            if probe and probe.status is not ProbeStatus.OK and self.absent(report, code):
                _, _, why = probe.why.rpartition(": ")
                terminal.note(f"{code}: {why}")
            elif probe and probe.status is not ProbeStatus.OK:
                self.failed = True
                terminal.complain(f"{code} could not be examined: {probe.why}")

    def absent(self, report: Report, code: str) -> bool:
        """Whether what the rule is about was looked for, and is not there at all."""
        caches = {"GC601": report.facts.build_cache, "GC606": report.facts.module_cache}
        cache = caches.get(code)
        return cache is not None and not cache.exists

    def tell_left(self, findings: list[Finding]) -> None:
        for command in dict.fromkeys(finding.fixes[0].command for finding in findings):
            terminal.note(f"planned only by name: {command}")


def tell_choices(report: Report, job: Job) -> None:
    """What there is to choose from, with the words that the ids are too short for."""
    asked = [job.treatment.choices(report.facts, one) for one in job.findings if job.treatment.choices]
    for choices in [job.treatment.offers(report.facts)] if job.treatment.offers else asked:
        width = max((len(choice.id) for choice in choices), default=0)
        for choice in choices:
            terminal.note(f"  --choose {choice.id:{width}}  {choice.label}")
