"""Settings: what the command line and goworkdoctor.toml ask for, frozen.

The file belongs to the repository that is examined, hence to strangers: it can leave rules out (the
report says which) and move thresholds, and nothing in it is run or points outside the checkout; but `roots`
may name other checkouts, whose go.sum files are read, so that less of the module cache counts as orphaned.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

FILE = "goworkdoctor.toml"
LARGEST = 1_000_000
FAIL_ON = ("error", "warning", "info", "never")
UNITS = {"": 1} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("KMGT", start=1)
    for suffix, base in (("B", 1000), ("iB", 1024))
}


class Settings(Struct, frozen=True):
    """`select` empty means every rule; codes match by prefix (`GW` is all of GW1xx).

    `again` also reads what a deep examination found healthy before.

    `execute` false runs no program but git; `min_free` is the disk space, in bytes, under which GC604
    speaks, `build_cache_budget` that over which GC602 does; `staging_roots` are folders of staging modules
    beside `staging/src`, `roots` other checkouts that share the module cache. `wanted` are facts to gather
    beside those that the rules need. `config` is the file that was read, "" for none; `config_select` and
    `config_ignore` are what that file asks for, where the user did not overrule it.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    deep: bool = False
    again: bool = False
    execute: bool = True
    staging_roots: tuple[str, ...] = ("staging/src",)
    min_free: int = 5 * 1024**3
    build_cache_budget: int | None = None
    roots: tuple[str, ...] = ()
    fail_on: str = "error"
    wanted: frozenset[str] = frozenset()
    config: str = ""
    config_select: tuple[str, ...] = ()
    config_ignore: tuple[str, ...] = ()

    def selects(self, code: str) -> bool:
        """Whether the rule of that code is asked for."""
        wanted = not self.select or code.startswith(self.select)
        return wanted and not (self.ignore and code.startswith(self.ignore))

    def left_out_by_file(self, code: str) -> bool:
        """Whether it is the repository's own file that silences the rule."""
        outside = bool(self.config_select) and not code.startswith(self.config_select)
        return outside or (bool(self.config_ignore) and code.startswith(self.config_ignore))


class ConfigError(ValueError):
    """The configuration file cannot be followed; the text is one line with file, line and the way out."""

    def __init__(self, file: Path | str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


def find_config(start: Path) -> Path | None:
    """goworkdoctor.toml at the root of the checkout that `start` is in; without git, beside `start`."""
    start = start.resolve()
    root = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    file = root / FILE
    return file if file.is_file() else None


def read_config(file: Path, known_codes: tuple[str, ...] = ()) -> Settings:
    """The settings that the file asks for; raises ConfigError where it cannot be followed.

    With `known_codes` each code or prefix in it must be that of some rule.
    """
    text = _read(file)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _broken(file, text, str(error)) from None
    changes: dict[str, object] = {"config": file.name}
    for key, value in table.items():
        line = _line_of(text, key)
        if key not in READERS:
            raise ConfigError(file, line, f"unknown key {key!r}; known: {', '.join(READERS)}")
        try:
            changes[key.replace("-", "_")] = READERS[key](value)
            if key in ("select", "ignore") and known_codes:
                _known(codes(value), known_codes)
        except ValueError as error:
            raise ConfigError(file, line, f"{key}: {error}") from None
    changes["config_select"] = changes.get("select", ())
    changes["config_ignore"] = changes.get("ignore", ())
    return replace(Settings(), **changes)


def _known(asked: tuple[str, ...], known_codes: tuple[str, ...]) -> None:
    for code in asked:
        if not any(known.startswith(code) for known in known_codes):
            raise ValueError(f"no rule's code is or begins with {code!r}")


def _read(file: Path) -> str:
    try:
        if not file.is_file():
            raise ConfigError(file, 0, "no such file")
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ConfigError(file, 0, "larger than 1 MB, which no configuration is")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(file, 0, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(file, line, "not UTF-8, which TOML must be") from None


def _broken(file: Path, text: str, message: str) -> ConfigError:
    """tomllib's words, its "(at line 3, column 5)" or "(at end of document)" turned into `file:3`."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(found[1] or len(text.splitlines())) if found else 0
    return ConfigError(file, line, f"not TOML: {message[: found.start()] if found else message}")


def _line_of(text: str, key: str) -> int:
    """The line that sets a top-level key, or opens the table of that name; 0 where it cannot be told."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if pattern.match(line)), 0)


def codes(value: object) -> tuple[str, ...]:
    """Rule codes or their prefixes, from a list of strings; whether they exist is the caller's to say."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of rule codes, like ["GW101", "GC"]')
    return tuple(item.strip().upper() for item in value)


def size(value: object) -> int:
    """Bytes, from a number or from "5GB" (powers of 1000), "5GiB" (of 1024)."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]i?B)?", value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError('must be a size, like "5GB" or "512MiB"')
    return int(float(found[1]) * UNITS[found[2] or ""])


def fail_on(value: object) -> str:
    """The least severity that makes the exit code 1."""
    if value not in FAIL_ON:
        raise ValueError(f"must be one of {', '.join(FAIL_ON)}")
    return str(value)


def staging_roots(value: object) -> tuple[str, ...]:
    """Folders inside the checkout, with `/`."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of folders, like ["staging/src"]')
    roots = tuple(PurePosixPath(item) for item in value)
    if any(root.is_absolute() or ".." in root.parts or not root.parts for root in roots):
        raise ValueError("must be folders inside the checkout, relative to its root")
    return tuple(str(root) for root in roots)


def roots(value: object) -> tuple[str, ...]:
    """Other checkouts: absolute, in the home (`~/x`), or relative to this one's root."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError('must be a list of folders, like ["../other", "~/src/third"]')
    if any("\0" in item for item in value):
        raise ValueError("no folder has a NUL in its name")
    return tuple(value)


READERS: dict[str, Callable[[object], object]] = {
    "select": codes,
    "ignore": codes,
    "fail-on": fail_on,
    "staging-roots": staging_roots,
    "min-free": size,
    "build-cache-budget": size,
    "roots": roots,
}
