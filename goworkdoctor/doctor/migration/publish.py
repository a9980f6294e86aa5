"""Publish readiness: whether each module still stands on its own, asked of go without the workspace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import Event

from goworkdoctor.doctor.fileedit import go_command
from goworkdoctor.doctor.migration.answers import answered
from goworkdoctor.doctor.migration.graphs import absent, load
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.doctor.migration.prove import Tell
from goworkdoctor.doctor.migration.scratch import Scratch, scratch, tried
from goworkdoctor.doctor.migration.session import Answer
from goworkdoctor.system.runner import RunError

TOO_OLD = re.compile(r"requires go >= \S+ \(running go|unknown directive")


def ask(ground: Ground, tell: Tell, cancelled: Event | None = None) -> Mapping[str, Answer]:
    """What go says of each module with GOWORK=off, in a scratch copy; raises Refused."""
    dirs = [module.dir for module in ground.facts.counted_modules]
    try:
        with scratch(ground.facts, dirs, go_command(ground.facts), cancelled=cancelled) as copy:
            return answered(ground, {dir: _asked(ground, copy, dir, tell) for dir in dirs})
    except RunError as error:
        raise tried(error) from error


def _asked(ground: Ground, copy: Scratch, dir: str, tell: Tell) -> Answer:
    tell(f"{dir} without go.work")
    loaded = load(copy, ground.facts, [dir], workspace=False, only=dir)
    wrong = loaded.problem or next(iter(loaded.errors.values()), "")
    if wrong and not absent({"": wrong}):
        # A go that is too old for a go.mod which parses says nothing of the module.
        old = TOO_OLD.search(wrong) and ground.by_dir[dir].mod
        return Answer("", "", None if old else False, wrong)
    if missing := absent({"": wrong, **loaded.missing}):
        return Answer("", "", None, missing)
    return Answer("", "", True, _replaced(ground, dir))


def _replaced(ground: Ground, dir: str) -> str:
    """What only this checkout gives the module: siblings that it replaces by their directories."""
    mod = ground.by_dir[dir].mod if dir in ground.by_dir else None
    local = [line.old_path for line in (mod.replaces if mod else ()) if line.local]
    lines = f"{len(local)} local replace line{'' if len(local) == 1 else 's'}"
    return f"with {lines}, which count{'s' if len(local) == 1 else ''} only in it" if local else ""
