"""Having go verify the build cache: what it only names is taken out, and go begins again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from goworkdoctor.doctor.pick import entries, pruned
from goworkdoctor.doctor.stays import Stays
from goworkdoctor.golang.blame import blame
from goworkdoctor.golang.buildcache import VERIFYING, entry_name, mispointed, parse_index_entry
from goworkdoctor.model.plan import Plan, Prune, Receipt, Refused, RunCommand
from goworkdoctor.system.trash import new_id

MOST = 10
"""Index entries that are taken out one by one: after each, go compiles everything again."""
SHOWN = 5
Times = dict[str, int]
"""Entries of a cache, each with when it was written, in ns."""


class Written(Struct, frozen=True):
    """What go wrote: how many index entries it compared, and the outputs that it put right."""

    compared: int
    outputs: tuple[str, ...]


class Verification(Struct):
    """A plan that has go verify, carried out by `act` until go names no more; any other plan, once.

    `correcting` is told go's words and the plan that takes out what they name, before it is done, and
    `corrected` the receipt afterwards. `taken` are the titles of those that were done; `summary` is what
    there is to say in the end, "" for a plan that verifies nothing.
    """

    act: Callable[[Plan], Receipt]
    correcting: Callable[[str, Plan], None] = lambda said, plan: None
    corrected: Callable[[Receipt], None] = lambda receipt: None
    taken: list[str] = field(default_factory=list)
    summary: str = ""

    def run(self, plan: Plan) -> Receipt:
        """The receipt of the plan, of the last time. Raises Refused."""
        cache = verifies(plan)
        before = times(cache) if cache else {}
        receipt = self.act(plan)
        while self.correct(plan, receipt):
            receipt = self.act(plan)
        if cache and receipt.state == "applied":
            self.summary = self.summed(cache, written(before, times(cache)))
        return receipt

    def correct(self, plan: Plan, receipt: Receipt) -> bool:
        """Take out the index entry that go stopped for; False where there is none, or it could not be."""
        correcting = correction(plan, receipt)
        if correcting is None:
            return False
        if len(self.taken) == MOST:
            self.summary = f"{MOST} were taken out, and there are more: `go build -a` makes them all anew"
            return False
        self.correcting(receipt.why.partition(" changed:")[0], correcting)
        done = self.act(correcting)
        self.corrected(done)
        if done.state == "applied":
            self.taken.append(correcting.title)
        return done.state == "applied"

    def summed(self, cache: Path, found: Written) -> str:
        """`verified: 1,204 index entries of …, 1 led to the wrong output; no output was wrong`."""
        number, names = len(found.outputs), ", ".join(found.outputs[:SHOWN])
        outputs = f"{number:,} wrong {'output' if number == 1 else 'outputs'} put right by go ({names})"
        return (
            f"verified: {found.compared:,} index entries of {cache} were made again, {len(self.taken):,} led "
            f"to the wrong output; {outputs if number else 'no output was wrong'}"
        )


def verifies(plan: Plan) -> Path | None:
    """The build cache that the plan has go verify; None for any other plan."""
    for step in plan.steps:
        if isinstance(step, RunCommand) and VERIFYING in dict(step.env).get("GODEBUG", ""):
            return next((folder for _, folder in step.caches), None)
    return None


def times(cache: Path) -> Times:
    """Every entry as it is now."""
    return {entry.name: entry.changed for entry in entries(cache, Stays(cache))}


def written(before: Times, after: Times) -> Written:
    """What a verifying go did: it writes every index entry that it compares, and an output if it is wrong."""
    changed = [name for name, when in after.items() if before.get(name) != when]
    outputs = tuple(sorted(name for name in changed if name.endswith("-d") and name in before))
    return Written(sum(name.endswith("-a") for name in changed), outputs)


def correction(plan: Plan, receipt: Receipt) -> Plan | None:
    """What takes out the index entry for which a verifying go stopped; None where it did not for one.

    Raises Refused where the folder is no build cache any more.
    """
    cache, name = verifies(plan), mispointed(receipt.why)
    if cache is None or receipt.state == "applied" or not name:
        return None
    stays = Stays(cache)
    step = pruned(Prune("build", cache, names=frozenset({name})), plan.root, new_id(), stays)
    if stays.sentences:
        raise Refused("; ".join(stays.sentences))
    if step is None:
        return None
    title = f"take the index entry {name} out of the build cache {cache}"
    notes = (f"it leads to {led_to(cache, name)}, and go found that something else belongs there",)
    return Plan(plan.treatment, title, plan.root, (step,), notes)


def led_to(cache: Path, name: str) -> str:
    """What an index entry leads to, for people."""
    with suppress(OSError):
        index = parse_index_entry(Path(name).name[:-2], (cache / name).read_bytes())
        if index:
            output = entry_name(index.output, "d")
            package = blame((cache / output).read_bytes())
            return f"the output of {package}" if package else output
    return "an output that cannot be read"
