"""`trash`: what treatments moved out of the caches, bringing it back, and deleting it for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from goworkdoctor.cli import terminal
from goworkdoctor.cli.journal import finish_interrupted
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.cli.plans import show
from goworkdoctor.model.plan import Plan, Receipt, Refused
from goworkdoctor.report.escape import visible

if TYPE_CHECKING:
    from goworkdoctor.model.clinic import Kept


@click.group(invoke_without_command=True)
@click.pass_context
def trash(context: click.Context) -> None:
    """List what treatments moved out of Go's caches and that can still come back.

    Its room is free only when it is deleted: by trash empty, or by the next fix --apply what lay there for
    7 days, and, where the disk is nearly full, the oldest that lay there for an hour.
    """
    if context.invoked_subcommand:
        return
    kept = _contents(context.obj)
    for one in kept:
        terminal.put(_line(one) + "\n")
    if not kept:
        terminal.note("the trash is empty")


def _line(kept: Kept) -> str:
    """`20261122-104512-ab12  2026-11-22 10:45     1.2 GB   1,204 files  Clean …  (in …)`."""
    from goworkdoctor.doctor.preview import human

    seen = kept.trashed
    when = datetime.fromtimestamp(seen.when).astimezone().strftime("%Y-%m-%d %H:%M")
    by = kept.receipt.title if kept.receipt else "by an unknown treatment"
    where = Path(seen.path).parent.parent
    lost = "" if kept.restorable else "; cannot be brought back"
    if kept.receipt and kept.receipt.state == "undone":
        lost = "; what go had made anew when the rest was brought back"
    place = "" if str(where) in by else f", in {where}"
    return visible(f"{kept.id}  {when}  {human(seen.bytes):>9}  {seen.files:>9,} files  {by}{place}{lost}")


def _contents(options: Options) -> tuple[Kept, ...]:
    from goworkdoctor.doctor.examine import checkout_root
    from goworkdoctor.doctor.trash import contents

    return contents(checkout_root(options.start))


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    kept = (one for one in _contents(Options()) if one.id.startswith(incomplete))
    return [CompletionItem(one.id, help=one.receipt.title if one.receipt else "") for one in kept]


@trash.command()
@click.argument("id", shell_complete=_complete)
def restore(id: str) -> int:
    """Move what lies in the trash under ID back to where it was."""
    from goworkdoctor.doctor.trash import restore as bring_back

    finish_interrupted()
    try:
        receipt = bring_back(id)
    except Refused as refused:
        terminal.complain(str(refused))
        return Exit.FINDINGS
    terminal.put(f"{receipt.state}: {visible(receipt.title)}\n")
    if receipt.why:
        terminal.note(receipt.why)
    return Exit.OK if receipt.state == "undone" else Exit.FINDINGS


@trash.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=_complete)
@click.option("--older-than", type=click.FloatRange(min=0), metavar="DAYS", help="Only what is older.")
@click.option("--if-full", is_flag=True, help="Only the oldest, until the disk has what min-free asks for.")
@click.option("--apply", is_flag=True, help="Do what the plan says.")
@click.pass_obj
def empty(
    options: Options, ids: tuple[str, ...], older_than: float | None, if_full: bool, apply: bool
) -> int:
    """Delete for good what lies in the trash: all of it, or only that with these IDs."""
    from goworkdoctor.doctor.examine import checkout_root
    from goworkdoctor.doctor.trash import emptying

    finish_interrupted()
    kept = _chosen(_contents(options), ids)
    if older_than is not None or if_full:
        kept = _expired(kept, options.settings().min_free if if_full else 0, older_than)
    if not kept:
        terminal.note("nothing to delete")
        return Exit.OK
    plan = emptying(kept, checkout_root(options.start))
    show(plan)
    if not apply:
        terminal.note("nothing was changed: --apply does it")
        return Exit.OK
    return _do(plan)


def _chosen(kept: tuple[Kept, ...], ids: tuple[str, ...]) -> tuple[Kept, ...]:
    known = {one.id for one in kept}
    if unknown := [id for id in ids if id not in known]:
        raise Stop(Exit.USAGE, f"the trash has no {unknown[0]}: see `goworkdoctor trash`")
    return tuple(one for one in kept if not ids or one.id in ids)


def _expired(kept: Iterable[Kept], min_free: int, days: float | None) -> tuple[Kept, ...]:
    from goworkdoctor.doctor.trash import expired

    return tuple(expired(kept, min_free, float("inf") if days is None else days))


def _do(plan: Plan) -> int:
    from goworkdoctor.doctor.apply import apply

    try:
        receipt: Receipt = apply(plan)
    except Refused as refused:
        terminal.complain(str(refused))
        return Exit.FINDINGS
    if receipt.state != "applied":
        terminal.complain(f"{plan.title}: {receipt.state}: {receipt.why}")
        return Exit.FINDINGS
    terminal.put(f"done: {visible(plan.title)}\n")
    return Exit.OK
