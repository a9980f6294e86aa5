"""The go command, run so that it decides nothing by itself: no download, no user settings, no switch."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

from goworkdoctor.system.runner import Completed, find_program, run, safe_path

NO_TELEMETRY = {"XDG_CONFIG_HOME": os.devnull}
"""Since 1.23 go counts its runs in the user's configuration folder; on Linux it finds none so."""


def find_go(environ: Mapping[str, str]) -> Path | None:
    """The go on PATH, never one in the current directory."""
    return find_program("go", environ)


def safe_environment(environ: Mapping[str, str], *, gowork: str = "off") -> dict[str, str]:
    """The environment for a go that must do the same everywhere; `gowork` is "off" or a go.work's path.

    GOENV=off because an empty GOFLAGS does not override the user's GOENV file; GOTOOLCHAIN=local
    because a go line must not download another go.
    """
    return dict(environ) | {
        "PATH": safe_path(environ),
        "GO111MODULE": "",
        "GOENV": "off",
        "GOFLAGS": "",
        "GOPROXY": "off",
        "GOSUMDB": "off",
        "GOTOOLCHAIN": "local",
        "GOVCS": "*:off",
        "GOWORK": gowork,
        **NO_TELEMETRY,
    }


def settings_environment(environ: Mapping[str, str], goenv: Path | None) -> dict[str, str]:
    """The environment for `go env`: the user's own settings, but no other toolchain.

    `goenv` is the file with those that `go env -w` wrote, None for none of them. Run it outside the
    checkout: in one, go reads go.mod and go.work first, and may fail on them.
    """
    own = {"PATH": safe_path(environ), "GOTOOLCHAIN": "local", "GOENV": str(goenv) if goenv else "off"}
    return dict(environ) | own | NO_TELEMETRY


def run_go(
    go: Path,
    arguments: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    timeout: float = 60.0,
    cancelled: Event | None = None,
    stdin: bytes | None = None,
) -> Completed:
    """Run go in the real path of `cwd`, with a PWD that says the same; raises as `runner.run` does.

    `env` is `safe_environment` or `settings_environment`. Without a matching PWD go prints, and
    compares, paths through whatever symbolic links the user came by.
    """
    where = cwd.resolve()
    return run([go, *arguments], where, dict(env) | {"PWD": str(where)}, timeout, cancelled, stdin)
