"""`fix verify-packages`: what go finds wrong is taken out, and go begins again, until it finds no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from goworkdoctor.cli import terminal
from goworkdoctor.model.plan import Plan, Receipt

if TYPE_CHECKING:
    from goworkdoctor.doctor.verification import Times

CarryOut = Callable[[Plan], Receipt]
MOST = 10
"""Index entries that are taken out one by one: after each, go compiles everything again."""
SHOWN = 5


class Verifying(Struct):
    """A run of `fix` that may have go verify; `taken` are the index entries that it took out."""

    carry_out: CarryOut
    show: Callable[[Plan], None]
    taken: list[str] = field(default_factory=list)

    def run(self, plan: Plan) -> Receipt:
        """The receipt of the plan; if it has go verify, of the last time. Raises Refused."""
        from goworkdoctor.doctor.verification import times, verifies

        cache = verifies(plan)
        if cache is None:
            return self.carry_out(plan)
        before = times(cache)
        receipt = self.carry_out(plan)
        while self.correct(plan, receipt):
            receipt = self.carry_out(plan)
        if receipt.state == "applied":
            self.tell(cache, before, times(cache))
        return receipt

    def correct(self, plan: Plan, receipt: Receipt) -> bool:
        """Take out the index entry that go stopped for; False where there is none, or it could not be."""
        from goworkdoctor.doctor.verification import correction

        correcting = correction(plan, receipt)
        if correcting is None:
            return False
        if len(self.taken) == MOST:
            terminal.note(f"{MOST} were taken out, and there are more: `go build -a` makes them all anew")
            return False
        terminal.note(f"go reported: {receipt.why.partition(' changed:')[0]}")
        self.show(correcting)
        done = self.carry_out(correcting)
        if done.state != "applied":
            terminal.complain(f"{correcting.title}: {done.state}: {done.why}")
            return False
        self.taken.append(correcting.title)
        terminal.put(f"done; goworkdoctor undo {done.id} takes it back\n\n")
        return True

    def tell(self, cache: Path, before: Times, after: Times) -> None:
        from goworkdoctor.doctor.verification import written

        found = written(before, after)
        number, names = len(found.outputs), ", ".join(found.outputs[:SHOWN])
        outputs = f"{number:,} wrong {'output' if number == 1 else 'outputs'} put right by go ({names})"
        terminal.put(
            f"verified: {found.compared:,} index entries of {cache} were made again, {len(self.taken):,} led "
            f"to the wrong output; {outputs if number else 'no output was wrong'}\n"
        )
