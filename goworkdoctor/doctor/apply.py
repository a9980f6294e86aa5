"""Apply a plan: all of it, or nothing, with a receipt in the journal."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from goworkdoctor.doctor import journal
from goworkdoctor.doctor.entry import Entry, Unreadable, read
from goworkdoctor.doctor.precondition import hold
from goworkdoctor.doctor.sides import Failed, Side, all_on, do
from goworkdoctor.doctor.stays import words
from goworkdoctor.model.plan import Plan, Receipt, Refused, Step

OnStep = Callable[[Step], None]


def apply(plan: Plan, *, insist: bool = False, on_step: OnStep | None = None) -> Receipt:
    """Do what the preview showed; `on_step` is called with each step before it acts.

    Raises Refused, with nothing done, where the world is not what the preview saw. A receipt whose state
    is `applied` says that all was done; `reversed`, that something failed and everything is as it was
    before; `failed`, that something could not be taken back (`why` says what). `insist` runs commands
    beside the processes that they may disturb.
    """
    with journal.locked():
        list(journal.recover_locked())
        hold(plan, insist)
        try:
            entry = journal.begin(plan)
        except OSError as error:
            raise Refused(f"the journal cannot be written, so nothing was done: {error}") from error
        return _carry_out(entry, on_step).receipt


def _carry_out(entry: Entry, on_step: OnStep | None) -> Entry:
    try:
        for index, step in enumerate(entry.plan.steps):
            if on_step:
                on_step(step)
            entry = do(entry, index)
        if all_on(entry, Side.AFTER):
            return entry.settle("applied", entry.why)
        return _give_up(entry, "a file was changed by somebody else just now")
    except Failed as error:
        return _give_up(entry, str(error))
    except OSError as error:
        return _give_up(entry, words(error))
    except BaseException:
        _give_up(entry, "stopped")
        raise


def _give_up(entry: Entry, why: str) -> Entry:
    try:
        # The journal knows more than the caller: how far a command came before it failed.
        return journal.take_back(read(entry.folder), why)
    except (OSError, Unreadable) as error:
        return replace(entry, why=f"{why}; not all could be put back ({error}): the next start tries again")
