"""`fix verify-packages`: go's findings as they come, and what was verified in the end."""

from __future__ import annotations

from collections.abc import Callable

from goworkdoctor.cli import terminal
from goworkdoctor.cli.plans import show
from goworkdoctor.model.plan import Plan, Receipt


def carried_out(plan: Plan, act: Callable[[Plan], Receipt]) -> Receipt:
    """The receipt of a plan; if it has go verify, of the last time. Raises Refused."""
    from goworkdoctor.doctor.verification import Verification

    verification = Verification(act, _tell, _told)
    receipt = verification.run(plan)
    if verification.summary and receipt.state == "applied":
        terminal.put(f"{verification.summary}\n")
    elif verification.summary:
        terminal.note(verification.summary)
    return receipt


def _tell(said: str, correcting: Plan) -> None:
    terminal.note(f"go reported: {said}")
    show(correcting)


def _told(receipt: Receipt) -> None:
    if receipt.state == "applied":
        terminal.put(f"done; goworkdoctor undo {receipt.id} takes it back\n\n")
    else:
        terminal.complain(f"{receipt.title}: {receipt.state}: {receipt.why}")
