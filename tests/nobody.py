"""Work done as a user who is not root, in a child that ends whatever becomes of it."""

from __future__ import annotations

import os
import stat
import subprocess
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


def nobody_can_run(*command: str | Path) -> bool:
    """Whether it ends well for everybody: a program may lie behind closed folders, or need what does."""
    try:
        done = subprocess.run(
            command, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0


def open_to_nobody(path: Path) -> None:
    """Let everybody pass through the folders that lead to `path`, and list it."""
    for place in (path, *path.parents):
        mode = place.stat().st_mode
        if not mode & stat.S_IXOTH:
            place.chmod(mode | stat.S_IXOTH | stat.S_IROTH)
