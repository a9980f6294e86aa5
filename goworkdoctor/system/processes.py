"""Running programs of this user, through psutil."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    import psutil


class Running(Struct, frozen=True):
    """One process; `cwd` is "" and `environ` empty where they may not be known.

    Its representation is without the environment, which holds secrets.
    """

    pid: int
    name: str
    cwd: str
    environ: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Running({self.pid}, {self.name!r}, {self.cwd!r})"


def running(names: Collection[str]) -> tuple[Running, ...]:
    """This user's processes with one of these names, by pid; children of this very process are not in it.

    Processes of other users, and of other containers, cannot be seen.
    """
    return tuple(sorted(_running(names), key=lambda process: process.pid))


def _running(names: Collection[str]) -> Iterator[Running]:
    import psutil

    for process in psutil.process_iter():
        try:
            if process.name() in names and _is_another_of_ours(process):
                yield Running(process.pid, process.name(), _cwd(process), _environ(process))
        except psutil.Error:
            continue


def _is_another_of_ours(process: psutil.Process) -> bool:
    own = os.getpid()
    alive = process.status() != "zombie"
    return alive and process.uids().real == os.getuid() and own not in (process.pid, process.ppid())


def _cwd(process: psutil.Process) -> str:
    import psutil

    try:
        return process.cwd()
    except psutil.Error:
        return ""


def _environ(process: psutil.Process) -> dict[str, str]:
    """As it was when the process began; programs of the go command inherit that of go."""
    import psutil

    try:
        return process.environ()
    except (psutil.Error, OSError):
        return {}
