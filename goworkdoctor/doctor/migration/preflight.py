"""The pre-flight: what would break a workspace of these modules, known before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from goworkdoctor.doctor.migration.conflicts import conflict_obstacle, conflicts
from goworkdoctor.doctor.migration.entrants import entrants
from goworkdoctor.doctor.migration.existing import existing
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.sums import contradicting_sums
from goworkdoctor.doctor.migration.surroundings import surrounding
from goworkdoctor.doctor.migration.vendored import vendor_obstacles
from goworkdoctor.golang.replacements import Member
from goworkdoctor.model.facts import Module
from goworkdoctor.model.migration import Obstacle


def obstacles(ground: Ground) -> tuple[Obstacle, ...]:
    """Every obstacle: those that concern all steps first, then those of single modules."""
    found = [*surrounding(ground), *existing(ground), *vendor_obstacles(ground)]
    found += entrants(ground)
    found += contradicting_sums(ground)
    members = [*ground.members, *(Member(one.dir, one.mod) for one in joining(ground, found) if one.mod)]
    known = {conflict.name for conflict in conflicts(ground, ground.members)}
    fresh = (one for one in conflicts(ground, members) if one.name not in known)
    return (*found, *(conflict_obstacle(ground, conflict, members) for conflict in fresh))


def joining(ground: Ground, found: Iterable[Obstacle]) -> tuple[Module, ...]:
    """The candidates that no obstacle holds back and that the user does not skip."""
    held = {dir for one in found if one.blocks for dir in one.modules} | set(ground.session.skipped)
    return tuple(module for module in ground.candidates if module.dir not in held and module.mod)
