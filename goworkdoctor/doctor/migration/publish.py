"""Publish readiness: whether each module still stands on its own, asked of go without the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

from msgspec.structs import replace

from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.migration.graphs import load
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.prove import Tell
from goworkdoctor.doctor.migration.scratch import Scratch, scratch, tried
from goworkdoctor.model.migration import Readiness
from goworkdoctor.system.runner import RunError


def readiness(
    ground: Ground, known: tuple[Readiness, ...], tell: Tell, cancelled: Event | None = None
) -> tuple[Readiness, ...]:
    """`known`, what the rules say of each module, with what go says with GOWORK=off; raises Refused."""
    dirs = [one.module for one in known]
    try:
        with scratch(ground.facts, dirs, go_command(ground.facts), cancelled=cancelled) as copy:
            return tuple(_asked(ground, copy, one, tell) for one in known)
    except RunError as error:
        raise tried(error) from error


def _asked(ground: Ground, copy: Scratch, one: Readiness, tell: Tell) -> Readiness:
    tell(f"{one.module} without go.work")
    loaded = load(copy, ground.facts, [one.module], workspace=False, only=one.module)
    wrong = loaded.problem or next(iter(loaded.errors.values()), "")
    if wrong and "GOPROXY=off" not in wrong:
        return replace(one, ready=False, why=_first(wrong, one.why))
    if one.ready is False:
        return one
    missing = wrong or next(iter(loaded.missing.values()), "")
    if missing:
        return replace(one, why=f"not known: {missing}")
    return replace(one, ready=True, why="; ".join(filter(None, (one.why, _replaced(ground, one.module)))))


def _first(*said: str) -> str:
    return next(iter(filter(None, said)), "")


def _replaced(ground: Ground, dir: str) -> str:
    """What only this checkout gives the module: siblings that it replaces by their directories."""
    return ", ".join(_replaces(ground, dir))


def _replaces(ground: Ground, dir: str) -> Iterator[str]:
    mod = ground.by_dir[dir].mod if dir in ground.by_dir else None
    local = [line.old_path for line in (mod.replaces if mod else ()) if line.local]
    if local:
        yield f"with {len(local)} local replace line{'' if len(local) == 1 else 's'}, which count only in it"
