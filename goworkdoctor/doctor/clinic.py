"""The clinic of an examination: the tiers of cleaning as its facts have them, and the trash of all caches."""

from __future__ import annotations

from goworkdoctor.actions.tiers import tiers
from goworkdoctor.doctor.trash import contents
from goworkdoctor.model.clinic import Clinic
from goworkdoctor.model.facts import Facts


def clinic(facts: Facts) -> Clinic:
    """What cleaning would take and what is in the trash; it reads no more than the trash and the journal."""
    return Clinic(tiers(facts), contents(facts.root))
