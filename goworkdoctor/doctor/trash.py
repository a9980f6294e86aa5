"""The trash of all caches: what is in it and by which treatment, bringing it back, emptying it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.entry import Entry
from goworkdoctor.doctor.undo import undo
from goworkdoctor.golang.cachedirs import TRASH, TRASH_DAYS
from goworkdoctor.model.clinic import Kept
from goworkdoctor.model.facts import Facts, Trashed
from goworkdoctor.model.plan import EmptyTrash, Move, Plan, Receipt, Refused
from goworkdoctor.scan import environment
from goworkdoctor.scan.caches import cache_folders, trashed
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.system.disk import space
from goworkdoctor.system.trash import ID, LEFT

DAY, HOUR = 86400.0, 3600.0


def contents(root: Path) -> tuple[Kept, ...]:
    """All that lies in the trash of a cache, the oldest first: of the caches that go uses, as seen from
    `root`, and of those that the journal knows."""
    receipts = {folder: entry.receipt for entry in journal.entries() for folder in folders(entry.plan)}
    settings = environment.gather(Look(root), Facts(root))
    caches = {folder for kind, folder in cache_folders(settings) if kind != "fuzz"}
    caches |= {folder.parent.parent for folder in receipts}
    found = [Kept(one, receipts.get(_origin(one))) for cache in sorted(caches) for one in trashed(cache)]
    return tuple(sorted(found, key=lambda kept: (kept.trashed.when, kept.trashed.path)))


def _origin(trashed: Trashed) -> Path:
    """The folder as the treatment left it: bringing back may have left something, in a folder `left-…`."""
    return Path(trashed.path).with_name(trashed.id.removeprefix(LEFT))


def folders(plan: Plan) -> frozenset[Path]:
    """The folders `<cache>/.goworkdoctor-trash/<id>` that a plan moves things to."""
    trashes = (step.trash for step in plan.steps if isinstance(step, Move))
    return frozenset(_folder(trash) for trash in trashes if TRASH in trash.parts[:-1])


def _folder(trash: Path) -> Path:
    return Path(*trash.parts[: trash.parts.index(TRASH) + 2])


def restore(id: str) -> Receipt:
    """Bring back what lies in the trash under that id, as `undo` does; raises Refused."""
    entry = _entry(id)
    if entry is None:
        raise Refused(
            f"the journal knows no treatment that moved {id} to the trash: see `goworkdoctor trash`"
        )
    return undo(entry.id, entry.plan.root)


def _entry(id: str) -> Entry | None:
    found = (entry for entry in journal.entries() if any(one.name == id for one in folders(entry.plan)))
    return next(found, None)


def emptying(kept: Iterable[Kept], root: Path) -> Plan:
    """The plan that deletes these for good; raises Refused where there is nothing to delete."""
    doomed = [one.trashed for one in kept]
    if not doomed:
        raise Refused("there is nothing to delete in the trash")
    step = EmptyTrash(tuple(Path(one.path) for one in doomed), sum(one.bytes for one in doomed))
    return Plan("empty-trash", f"delete {len(doomed)} from the trash of the caches", root, (step,))


def expired(
    kept: Iterable[Kept], min_free: int, days: float = TRASH_DAYS, fresh: float = 0.0
) -> Iterator[Kept]:
    """What may go by itself: older than that, and, where the disk has less room, the oldest until it has.

    What no treatment put there, by its name, stays, and what was put there in the last `fresh` seconds.
    """
    gained: dict[int, int] = {}
    for one in filter(_by_the_doctor, kept):
        path, age = Path(one.trashed.path), time.time() - one.trashed.when
        try:
            device, free = path.stat().st_dev, space(path)[0]
        except FileNotFoundError:
            continue  # somebody empties the trash just now
        lacks = free + gained.get(device, 0) < min_free
        if age >= fresh and (lacks or age > days * DAY):
            gained[device] = gained.get(device, 0) + one.trashed.bytes
            yield one


def _by_the_doctor(kept: Kept) -> bool:
    return ID.fullmatch(kept.id.removeprefix(LEFT)) is not None


def expire(root: Path, min_free: int) -> tuple[Kept, ...]:
    """Delete what may go by itself, and was not put there within the hour; the answer is what went.

    Raises Refused.
    """
    may_go = expired(contents(root), min_free, fresh=HOUR)
    doomed = tuple(one for one in may_go if os.path.lexists(one.trashed.path))
    receipt = apply(emptying(doomed, root)) if doomed else None
    if receipt and receipt.state != "applied":
        raise Refused(receipt.why)
    return doomed


def why_expired(kept: Kept) -> str:
    """Why it went by itself."""
    days = (time.time() - kept.trashed.when) / DAY
    return f"it lay there for {days:.0f} days" if days > TRASH_DAYS else "the disk is nearly full"
