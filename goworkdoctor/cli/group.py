"""The `goworkdoctor` command: its options, its commands, and the app or a report where none is named."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goworkdoctor import __version__
from goworkdoctor.cli import terminal
from goworkdoctor.cli.opening import open_app
from goworkdoctor.cli.options import Options, codes, complete_codes
from goworkdoctor.cli.reporting import FORMATS, Output, write_reports
from goworkdoctor.config import FAIL_ON, FILE

COMMANDS = {
    "fix": "fix",
    "migrate": "migrate",
    "history": "journal",
    "undo": "journal",
    "trash": "trash",
    "rules": "rules",
    "explain": "rules",
    "demo": "demo",
}
"""Each command's file: adding one is one file and one line here."""


class Commands(click.Group):
    """Commands that are imported when they are asked for: a report needs none of them."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"goworkdoctor.cli.{COMMANDS[name]}"), name)
        assert isinstance(command, click.Command)
        return command


def formats_and_paths(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Output, ...]:
    """`json=report.json`: a format, and the file that gets the report in it."""
    pairs = [(value.partition("=")[0], value.partition("=")[2]) for value in values]
    for value, (format, path) in zip(values, pairs, strict=True):
        if format not in FORMATS or not path:
            raise click.BadParameter(f"{value!r} is not {'|'.join(FORMATS)}=PATH")
        if path == "-":
            raise click.BadParameter(f"standard output is written by --format {format}")
    return tuple((format, Path(path)) for format, path in pairs)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 usage or configuration, "
    "3 nothing to examine, 4 internal error, 130 interrupted.",
)
@click.option("-C", "directory", default=".", metavar="DIR", help="Examine the checkout that DIR is in.")
@click.option("--report", is_flag=True, help="Write a report to standard output instead of opening the app.")
@click.option("--format", type=click.Choice(list(FORMATS)), help="The report's format (default text).")
@click.option(
    "--output", "outputs", callback=formats_and_paths, multiple=True, metavar="F=PATH",
    help="Also write the report in format F to a file; may be repeated.",
)  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The least severity that makes the exit code 1 (default error).",
)
@click.option(
    "--select", callback=codes, shell_complete=complete_codes, multiple=True, metavar="CODES",
    help="Only these rules, by code or prefix: GW101,GT. Overrides the configuration's select and ignore.",
)  # fmt: skip
@click.option(
    "--ignore", callback=codes, shell_complete=complete_codes, multiple=True, metavar="CODES",
    help="Leave these rules out as well.",
)  # fmt: skip
@click.option("--deep", is_flag=True, help="Also read the caches through, and wait for the size of each.")
@click.option("--again", is_flag=True, help="Read also what --deep found healthy before and is as it was.")
@click.option("--no-exec", is_flag=True, help="Run no program but git.")
@click.option("--config", default="", metavar="FILE", help=f"The configuration (default {FILE} at the root).")
@click.option("--no-config", is_flag=True, help="Read no configuration.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def group(
    context: click.Context,
    /,
    report: bool,
    format: str | None,
    outputs: tuple[Output, ...],
    fail_on: str | None,
    no_exec: bool,
    **others: Any,
) -> int:
    """A doctor for Go monorepos.

    Without a command it opens the app on the checkout, or, where there is no terminal, writes the
    report. Examining changes nothing, runs nothing of the repository and needs no network.
    """
    options = Options(fail_on=fail_on or "", execute=not no_exec, **others)
    context.obj = options
    if context.invoked_subcommand:
        if report or format or outputs:
            raise click.UsageError(
                f"a report and the command {context.invoked_subcommand!r} exclude each other"
            )
        return 0
    if report or format or outputs or fail_on or not terminal.interactive():
        return write_reports(options, format or "text", outputs)
    return open_app(options)
