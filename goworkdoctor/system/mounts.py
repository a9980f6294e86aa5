"""What kind of filesystem a folder is on, through psutil."""

from __future__ import annotations

import os
from pathlib import Path


def filesystem(place: Path) -> str:
    """The name of the filesystem's type ("ext4", "nfs4", "tmpfs"), "" where it cannot be told.

    `place` exists. Of mounts at one point the last counts, as it hides the others.
    """
    import psutil

    real = Path(os.path.realpath(place))
    try:
        mounts = psutil.disk_partitions(all=True)
    except OSError:
        return ""
    over = [mount for mount in mounts if real.is_relative_to(mount.mountpoint)]
    deepest = max((len(Path(mount.mountpoint).parts) for mount in over), default=0)
    return next((m.fstype for m in reversed(over) if len(Path(m.mountpoint).parts) == deepest), "")
