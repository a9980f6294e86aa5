"""Settings: what the command line and goworkdoctor.toml ask for, frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`select` empty means every rule; codes match by prefix (`GW` is all of GW1xx).

    `execute` false runs no program but git; `min_free` is the disk space, in bytes, under which GC604
    speaks; `staging_roots` are folders of staging modules beside `staging/src`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    deep: bool = False
    execute: bool = True
    staging_roots: tuple[str, ...] = ("staging/src",)
    min_free: int = 5 * 1024**3
    fail_on: str = "error"

    def selects(self, code: str) -> bool:
        """Whether the rule of that code is asked for."""
        wanted = not self.select or code.startswith(self.select)
        return wanted and not (self.ignore and code.startswith(self.ignore))
