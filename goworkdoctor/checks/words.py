"""How findings put things into words: counts, lists, sizes and shell arguments."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence


def count(number: int, noun: str) -> str:
    """`1 module`, `1,768 test functions`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b, c and 4 more`."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def size(bytes: int) -> str:
    """Bytes in powers of 1000, as disks are sold: `80.0 GB`."""
    amount = float(bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def shell(dirs: Iterable[str]) -> str:
    """Directories as arguments for a shell, none of which a command takes for an option."""
    return " ".join(quoted(f"./{dir}" if dir.startswith("-") else dir) for dir in dirs)


def quoted(word: str) -> str:
    """A word as bash, zsh and ksh read it; what cannot be printed is spelled in the `$'…'` form."""
    if word.isprintable():
        return shlex.quote(word)
    spelled = (
        chr(byte) if 32 <= byte < 127 and chr(byte) not in "'\\" else f"\\x{byte:02x}"
        for byte in os.fsencode(word)
    )
    return f"$'{''.join(spelled)}'"
