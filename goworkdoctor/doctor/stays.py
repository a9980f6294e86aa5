"""What a treatment means to move out of a cache and this user may not: it stays, and is named."""

from __future__ import annotations

import os
import pwd
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

SHOWN = 5


class Stays(Struct):
    """Names of a cache's folders and entries by the reason why they stay."""

    cache: Path
    reasons: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, why: str) -> None:
        """That name stays, once."""
        names = self.reasons.setdefault(why, [])
        if name not in names[-1:]:
            names.append(name)

    def holds(self, parent: str) -> bool:
        """Whether nothing can be moved out of that folder of the cache, which is then named."""
        if parent not in self.known:
            self.known[parent] = hindrance(self.cache / parent)
        if self.known[parent]:
            self.add(parent or ".", self.known[parent])
        return bool(self.known[parent])

    @property
    def sentences(self) -> tuple[str, ...]:
        """`ab and cd stay as they are: their folder belongs to root`, one for each reason."""
        return tuple(_sentence(sorted(set(names)), why) for why, names in self.reasons.items())


def _sentence(names: list[str], why: str) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    stay = "stays as it is" if len(names) == 1 else "stay as they are"
    return f"{', '.join(names[:SHOWN])}{more} {stay}: {why}"


def hindrance(folder: Path) -> str:
    """Why nothing can be moved out of a folder, "" where it can."""
    if os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return ""
    with suppress(OSError):
        owner = folder.stat(follow_symlinks=False).st_uid
        if owner != os.getuid():
            return f"the folder belongs to {_name(owner)}"
    return "this user may not write the folder"


def _name(owner: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(owner).pw_name
    return f"the user {owner}"


def words(error: OSError) -> str:
    """An error in a line for people: the file, and what the system says of it."""
    said = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {said}" if error.filename else said
