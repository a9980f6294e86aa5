"""Work done as a user who is not root, in a child that ends whatever becomes of it."""

from __future__ import annotations

import os
import stat
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

NOBODY = 65534
only_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


def as_nobody(work: Callable[[], object]) -> None:
    """Do it in a child that is not root; its failures are this test's.

    What `work` imports must be imported before: nobody may not be able to read where it lies.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def is_open_to_nobody(path: Path) -> bool:
    """Whether everybody may pass through the folders that lead to it, by links too."""
    return all(place.stat().st_mode & stat.S_IXOTH for way in (path, path.resolve()) for place in way.parents)


def open_to_nobody(path: Path) -> None:
    """Let everybody pass through the folders that lead to `path`, and list it."""
    for place in (path, *path.parents):
        mode = place.stat().st_mode
        if not mode & stat.S_IXOTH:
            place.chmod(mode | stat.S_IXOTH | stat.S_IROTH)
