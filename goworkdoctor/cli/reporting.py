"""One-shot reports: to standard output and to files, and the exit code they lead to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.cli import terminal
from goworkdoctor.cli.examination import examined
from goworkdoctor.cli.options import Options
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.model.finding import Severity
from goworkdoctor.model.report import Report
from goworkdoctor.report.page import Page

Output = tuple[str, Path]


def _text(report: Report, page: Page) -> str:
    from goworkdoctor.report import text

    return text.render(report, page)


def _json(report: Report, page: Page) -> str:
    from goworkdoctor.report import json

    return json.render(report)


FORMATS: dict[str, Callable[[Report, Page], str]] = {"text": _text, "json": _json}


def write_reports(options: Options, format: str, outputs: tuple[Output, ...]) -> int:
    """Examine once, write the report in every format asked for, and give the exit code."""
    settings = options.settings()
    for _, path in outputs:
        _check(path)
    report = examined(options.start, settings)
    if settings.deep:
        from goworkdoctor.doctor.clinic import clinic

        report = replace(report, clinic=clinic(report.facts))
    for file_format, path in outputs:
        _write(path, FORMATS[file_format](report, Page()))
    terminal.put(FORMATS[format](report, terminal.page()), "utf-8" if format == "json" else "")
    if settings.config and settings.fail_on != "error" and not options.fail_on:
        terminal.note(f"fail-on is {settings.fail_on!r} by {settings.config}")
    return exit_code(report, settings.fail_on)


def exit_code(report: Report, fail_on: str) -> int:
    """1 where a finding is at or above `fail_on`, else 0."""
    if fail_on == "never":
        return Exit.OK
    bad = any(finding.severity.rank <= Severity(fail_on).rank for finding in report.findings)
    return Exit.FINDINGS if bad else Exit.OK


def _check(path: Path) -> None:
    """Say before a long examination, not after it, that a file has no place to be."""
    if path.is_dir() or not path.parent.is_dir():
        what = "a directory" if path.is_dir() else "in no directory that is there"
        raise Stop(Exit.USAGE, f"--output {path}: it is {what}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Stop(Exit.USAGE, f"--output {path}: {error.strerror}") from None
