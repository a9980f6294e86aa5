"""What go says and does while it verifies the build cache, and taking out what it only names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from goworkdoctor.doctor.pick import entries, pruned
from goworkdoctor.doctor.stays import Stays
from goworkdoctor.golang.blame import blame
from goworkdoctor.golang.buildcache import VERIFYING, entry_name, mispointed, parse_index_entry
from goworkdoctor.model.plan import Plan, Prune, Receipt, Refused, RunCommand
from goworkdoctor.system.trash import new_id

Times = dict[str, int]
"""Entries of a cache, each with when it was written, in ns."""


class Written(Struct, frozen=True):
    """What go wrote: how many index entries it compared, and the outputs that it put right."""

    compared: int
    outputs: tuple[str, ...]


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
