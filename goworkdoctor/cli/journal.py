"""`history` and `undo`: what was done to this checkout, and taking it back."""

from __future__ import annotations

from datetime import datetime

import click
from click.shell_completion import CompletionItem

from goworkdoctor.cli import terminal
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit
from goworkdoctor.model.plan import Receipt, Refused
from goworkdoctor.report.escape import visible


def finish_interrupted() -> None:
    """Finish or reverse what a crash left half done, and say so on standard error."""
    from goworkdoctor.doctor.journal import recover

    for receipt in recover():
        why = f" ({receipt.why})" if receipt.why else ""
        terminal.note(f"interrupted before: {receipt.title}: now {receipt.state}{why}")


@click.command()
@click.option("--all", "everywhere", is_flag=True, help="Of every checkout, not only this one.")
@click.pass_obj
def history(options: Options, everywhere: bool) -> None:
    """List what was done to this checkout, the newest first."""
    from goworkdoctor.doctor import journal
    from goworkdoctor.doctor.examine import checkout_root

    receipts = journal.history(None if everywhere else checkout_root(options.start))
    for receipt in receipts:
        terminal.put("".join(f"{line}\n" for line in _lines(receipt, everywhere)))
    if not receipts:
        terminal.note("nothing was done yet")


def _lines(receipt: Receipt, everywhere: bool) -> list[str]:
    """`12  2025-11-22 10:09  applied    Use tools/gen  (goworkdoctor undo 12)`"""
    way_back = f"  (goworkdoctor undo {receipt.id})" if receipt.undoable else ""
    lines = [
        f"{receipt.id:>4}  {_local(receipt.when):16}  {receipt.state:9} {visible(receipt.title)}{way_back}"
    ]
    if everywhere:
        lines.append(f"{'':34}in {visible(str(receipt.root))}")
    lines += [f"{'':34}{visible(path)}" for path in receipt.paths]
    return [*lines, f"{'':34}{visible(receipt.why)}"] if receipt.why else lines


def _local(when: str) -> str:
    return datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d %H:%M") if when else ""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from goworkdoctor.doctor import journal

    found = (one for one in journal.history() if one.undoable and one.id.startswith(incomplete))
    return [CompletionItem(one.id, help=one.title) for one in found]


@click.command()
@click.argument("id", required=False, shell_complete=_complete)
@click.pass_obj
def undo(options: Options, id: str | None) -> int:
    """Take back the last treatment, or that with this ID."""
    from goworkdoctor.doctor.examine import checkout_root
    from goworkdoctor.doctor.migration.undoing import undo as take_back

    finish_interrupted()
    try:
        receipt = take_back(id, checkout_root(options.start))
    except Refused as refused:
        terminal.complain(str(refused))
        return Exit.FINDINGS
    done = receipt.state == "undone"
    terminal.put(f"{'undone' if done else receipt.state}: {visible(receipt.title)}\n")
    for path in receipt.paths:
        terminal.put(f"  {visible(path)}\n")
    if receipt.why:
        terminal.note(receipt.why)
    return Exit.OK if done else Exit.FINDINGS
