"""Free space on a filesystem, through psutil."""

from __future__ import annotations

from pathlib import Path


def space(place: Path) -> tuple[int, int]:
    """(free for this user, total) in bytes at a place that exists; raises OSError."""
    import psutil

    usage = psutil.disk_usage(str(place))
    return usage.free, usage.total


def device(place: Path) -> int:
    """The number of the filesystem that a place lies on; raises OSError."""
    return place.stat().st_dev
