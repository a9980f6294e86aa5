"""The go command: where it is, its version, and the platform it builds for."""

from __future__ import annotations

import json
import platform
import re
import sys
from pathlib import Path

from goworkdoctor.golang.constraints import Platform
from goworkdoctor.model.facts import Environment, Facts, Toolchain
from goworkdoctor.scan.environment import env_file
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.system.go import find_go, run_go, settings_environment
from goworkdoctor.system.runner import RunError

ASKED = ("GOVERSION", "GOROOT", "GOOS", "GOARCH", "CGO_ENABLED")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386", "i386": "386"}


def gather(look: Look, facts: Facts) -> Toolchain:
    """The go on PATH, never one in the current directory; a Toolchain without path where there is none."""
    environment = facts.environment or Environment()
    go = find_go(look.environ)
    if go is None:
        return Toolchain(platform=this_machine(environment))
    answers = _ask(go, look) if look.execute else {}
    version = answers.get("GOVERSION") or _version_file(go)
    return Toolchain(str(go), version, answers.get("GOROOT", ""), _platform(answers, version, environment))


def _ask(go: Path, look: Look) -> dict[str, str]:
    """`go env` by name, from outside the checkout: without names it would probe the C compiler and write."""
    goenv = env_file(look.environ, look.root)
    env = settings_environment(look.environ, goenv) | {"GOWORK": "off"}
    try:
        done = run_go(go, ["env", "-json", *ASKED], Path("/"), env, 20, look.cancelled)
        answers = json.loads(done.stdout) if done.code == 0 else {}
    except (RunError, ValueError):
        return {}
    return {name: str(value) for name, value in answers.items()}


def _version_file(go: Path) -> str:
    """The version that a toolchain's own folder names, without running it; "" where it does not."""
    try:
        text = (go.resolve().parent.parent / "VERSION").read_text()
    except (OSError, UnicodeDecodeError):
        return ""
    first = text.split("\n", 1)[0].strip()
    return first if first.startswith("go") else ""


def _platform(answers: dict[str, str], version: str, environment: Environment) -> Platform:
    here = this_machine(environment)
    return Platform(
        goos=answers.get("GOOS") or here.goos,
        goarch=answers.get("GOARCH") or here.goarch,
        cgo=answers.get("CGO_ENABLED", "1" if here.cgo else "0") == "1",
        minor=_minor(version),
    )


def _minor(version: str) -> int:
    found = re.match(r"go1\.(\d+)", version)
    return int(found[1]) if found else 0


def this_machine(environment: Environment) -> Platform:
    """What go would build for where it cannot be asked: the settings, else this machine."""
    goos = environment.value("GOOS") or {"darwin": "darwin", "win32": "windows"}.get(sys.platform, "linux")
    machine = platform.machine().lower()
    goarch = environment.value("GOARCH") or ARCHITECTURES.get(machine, machine)
    return Platform(goos, goarch, cgo=environment.value("CGO_ENABLED") != "0")


TOOLCHAIN = Gatherer("toolchain", gather, needs=frozenset({"environment"}))
