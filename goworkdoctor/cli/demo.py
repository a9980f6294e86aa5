"""`demo`: a sample monorepo with every fault, opened as any other checkout is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from msgspec.structs import replace

from goworkdoctor.cli import terminal
from goworkdoctor.cli.opening import open_app
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.cli.reporting import write_reports


@click.command()
@click.argument("directory", metavar="[DIR]", required=False)
@click.pass_obj
def demo(options: Options, directory: str | None) -> int:
    """Write a small monorepo with one of every fault, and open it.

    DIR must be new or empty; without it a temporary directory is made. Without a terminal the report
    is written instead, and the exit code is 0.
    """
    root = _write(Path(directory or tempfile.mkdtemp(prefix="goworkdoctor-demo-")))
    terminal.note(f"the demo is in {root}")
    options = replace(options, directory=str(root))
    if not terminal.interactive():
        write_reports(options, "text", ())
        return Exit.OK
    return open_app(options)


def _write(directory: Path) -> Path:
    from goworkdoctor.demo import NoDemo, write_demo

    try:
        return write_demo(directory)
    except NoDemo as error:
        raise Stop(Exit.USAGE, str(error)) from None
