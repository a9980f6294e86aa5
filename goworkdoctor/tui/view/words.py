"""Numbers, sizes and ages as people read them."""

from __future__ import annotations

STATES = {"applied": "✓", "undone": "↶", "reversed": "↶", "failed": "✗", "begun": "…"}


def number(value: int) -> str:
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 error`, `4 errors`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(part: int, whole: int) -> str:
    """Rounded towards the middle: only nothing is 0 % and only all is 100 %."""
    if not whole:
        return "–"
    share = 100 * part / whole
    return f"{min(max(round(share), 1 if part else 0), 100 if part >= whole else 99)} %"


def size(count: int) -> str:
    """Bytes in decimal units: `812 B`, `12.4 GB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 999.5:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 99.95 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def age(seconds: float) -> str:
    """How long ago: `3 h`, `12 days`, `2 years`."""
    for unit, length in (("year", 31_557_600), ("month", 2_629_800), ("day", 86_400)):
        if seconds >= 2 * length or (unit == "day" and seconds >= length):
            return plural(int(seconds // length), unit)
    return f"{int(seconds // 3600)} h" if seconds >= 3600 else f"{int(max(seconds, 0) // 60)} min"
