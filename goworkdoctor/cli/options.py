"""What the user asked for before any command: where, what to look at, and what to make of it."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem
from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.config import ConfigError, Settings, find_config, read_config


class Options(Struct, frozen=True):
    """The options of the group; "" and () where the user did not say."""

    directory: str = "."
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    deep: bool = False
    again: bool = False
    execute: bool = True
    config: str = ""
    no_config: bool = False

    @property
    def start(self) -> Path:
        """The directory to start from; stops the run where it is none."""
        path = Path(self.directory)
        try:
            path.resolve()
            there = path.is_dir()
        except OSError as error:
            raise Stop(Exit.USAGE, f"{self.directory}: {error.strerror}") from None
        if not there:
            raise Stop(Exit.USAGE, f"{self.directory} is not a directory")
        if not os.access(path, os.R_OK | os.X_OK):
            raise Stop(Exit.USAGE, f"{self.directory} cannot be read by this user")
        return path

    def settings(self) -> Settings:
        """Flags over goworkdoctor.toml over defaults.

        `--select` overrides what the file selects and ignores; `--ignore` adds to what it ignores.
        """
        settings = self._from_file()
        if self.select:
            settings = replace(settings, select=self.select, ignore=(), config_select=(), config_ignore=())
        return replace(
            settings,
            ignore=(*settings.ignore, *self.ignore),
            fail_on=self.fail_on or settings.fail_on,
            deep=self.deep,
            again=self.again,
            execute=self.execute,
        )

    def _from_file(self) -> Settings:
        file = None if self.no_config else Path(self.config) if self.config else find_config(self.start)
        if file is None:
            return Settings()
        try:
            return read_config(file, known_codes=rule_codes())
        except ConfigError as error:
            raise Stop(Exit.USAGE, f"{error} (--no-config leaves the file out)") from None


def rule_codes() -> tuple[str, ...]:
    """All rule codes; the checks are imported only here, where somebody asks."""
    from goworkdoctor.checks.catalogue import RULES

    return tuple(rule.code for rule in RULES)


def codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """What a repeatable option says: rule codes or prefixes of them, with commas between."""
    parts = (part.strip().upper() for value in values for part in value.split(","))
    asked = tuple(part for part in parts if part)
    for code in asked:
        if not any(known.startswith(code) for known in rule_codes()):
            raise click.BadParameter(
                f"no rule's code is or begins with {code!r}; goworkdoctor rules lists them"
            )
    return asked


def complete_codes(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Codes for the last word after a comma."""
    before, comma, last = incomplete.rpartition(",")
    matching = (code for code in rule_codes() if code.startswith(last.upper()))
    return [CompletionItem(f"{before}{comma}{code}") for code in matching]
