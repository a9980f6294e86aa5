"""What is told of the caches beside the facts: what each tier of cleaning takes, and what the trash keeps."""

from __future__ import annotations

from msgspec import Struct

from goworkdoctor.model.machine import Trashed
from goworkdoctor.model.plan import Receipt, Treatment


class Tier(Struct, frozen=True):
    """A treatment that cleans; `bytes` and `count` are None where they were not measured.

    `words` say what goes, in fewer words than the treatment's title; `cost` is what comes after it: a
    rebuild, the network. `loses`: what goes was found by hours of work, and no build brings it back.
    """

    treatment: Treatment
    words: str
    bytes: int | None
    count: int | None
    cost: str
    loses: bool = False

    @property
    def id(self) -> str:
        return self.treatment.id


class Kept(Struct, frozen=True):
    """A folder of a trash; `receipt` is that of the treatment it comes from, None where none is known."""

    trashed: Trashed
    receipt: Receipt | None = None

    @property
    def id(self) -> str:
        return self.trashed.id

    @property
    def restorable(self) -> bool:
        return self.receipt is not None and self.receipt.undoable


class Clinic(Struct, frozen=True):
    """Every tier, the cheapest first, and all that lies in the trash of a cache, the oldest first."""

    tiers: tuple[Tier, ...] = ()
    trash: tuple[Kept, ...] = ()
