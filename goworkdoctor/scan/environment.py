"""Go's settings as the user has them: the environment, then the `go env -w` file, then Go's defaults.

Read as text, without running go: https://pkg.go.dev/cmd/go#hdr-Environment_variables and
https://pkg.go.dev/cmd/go#hdr-Print_Go_environment_information.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from goworkdoctor.model.facts import Environment, Facts, Setting
from goworkdoctor.scan.gatherer import Gatherer, Look

NAMES = (
    "CGO_ENABLED",
    "GO111MODULE",
    "GOARCH",
    "GOCACHE",
    "GOCACHEPROG",
    "GODEBUG",
    "GOENV",
    "GOEXPERIMENT",
    "GOFLAGS",
    "GOLANGCI_LINT_CACHE",
    "GOMODCACHE",
    "GOOS",
    "GOPATH",
    "GOPRIVATE",
    "GOPROXY",
    "GOSUMDB",
    "GOTOOLCHAIN",
    "GOWORK",
)
ONLY_FROM_PROCESS = frozenset({"GOENV", "GOWORK", "GOLANGCI_LINT_CACHE"})
"""What `go env -w` cannot set, so that its file is not asked for it."""


def gather(look: Look, facts: Facts) -> Environment:
    """Every setting that the doctor speaks of, with its source."""
    file = env_file(look.environ, look.root)
    written = read_env_file(file) if file else {}
    return Environment(tuple(_setting(name, look.environ, written, file) for name in NAMES))


def _setting(name: str, environ: Mapping[str, str], written: Mapping[str, str], file: Path | None) -> Setting:
    if value := environ.get(name, ""):
        return Setting(name, value, "environment")
    if (value := written.get(name, "")) and name not in ONLY_FROM_PROCESS:
        return Setting(name, value, str(file))
    return Setting(name, _default(name, environ), "default")


def env_file(environ: Mapping[str, str], root: Path) -> Path | None:
    """Where `go env -w` writes; None where GOENV=off or there is no home."""
    named = environ.get("GOENV", "")
    if named:
        return None if named == "off" else root / named
    folder = user_folder(environ, "XDG_CONFIG_HOME", ".config", "Library/Application Support")
    return folder / "go" / "env" if folder else None


def read_env_file(file: Path) -> dict[str, str]:
    """KEY=VALUE lines as go reads them: `#` starts a comment line; an unreadable file sets nothing."""
    try:
        lines = file.read_text(errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.strip().partition("=") for line in lines if not line.lstrip().startswith("#"))
    return {key: value for key, equals, value in pairs if equals and key}


def user_folder(environ: Mapping[str, str], xdg: str, linux: str, macos: str) -> Path | None:
    """Go's os.UserCacheDir and os.UserConfigDir: an absolute XDG folder, else one in the home."""
    if sys.platform == "darwin":
        return Path(environ["HOME"], macos) if environ.get("HOME") else None
    if named := environ.get(xdg):
        return Path(named) if Path(named).is_absolute() else None
    return Path(environ["HOME"], linux) if environ.get("HOME") else None


def _default(name: str, environ: Mapping[str, str]) -> str:
    if name in ("GOCACHE", "GOLANGCI_LINT_CACHE"):
        folder = user_folder(environ, "XDG_CACHE_HOME", ".cache", "Library/Caches")
        leaf = "go-build" if name == "GOCACHE" else "golangci-lint"
        return str(folder / leaf) if folder else ""
    if name == "GOPATH":
        return str(Path(environ["HOME"], "go")) if environ.get("HOME") else ""
    return ""


def module_cache(environment: Environment) -> str:
    """GOMODCACHE, by default `pkg/mod` in the first folder of GOPATH; "" where there is none."""
    if named := environment.value("GOMODCACHE"):
        return named
    first = environment.value("GOPATH").split(":")[0]
    return str(Path(first, "pkg", "mod")) if first else ""


ENVIRONMENT = Gatherer("environment", gather)
