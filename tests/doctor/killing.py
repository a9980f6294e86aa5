"""A process that is killed on its way to the N-th change of the disk, for every N.

Python tells its audit hooks of every file that is opened to be written, renamed, removed, … before it
happens, and `os.fsync` is watched besides: a kill lands between any two, without a line in the product.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable

CHANGES = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "subprocess.Popen"}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILLED = -signal.SIGKILL


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that dies on its way to that change; False where it ended before."""
    child = os.fork()
    if child == 0:
        _work_until(number, work)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), "the child failed: see its traceback"
    return code == KILLED


def _work_until(number: int, work: Callable[[], object]) -> None:
    left = [number]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            count()

    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        count()
        real_fsync(descriptor)

    try:
        os.fsync = fsync
        sys.addaudithook(hear)
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
