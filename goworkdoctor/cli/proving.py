"""`fix --prove`: the command that fails is run before and after, to see that the cure is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from goworkdoctor.cli import terminal
from goworkdoctor.cli.outcome import Exit, Stop
from goworkdoctor.model.plan import Refused
from goworkdoctor.report.escape import visible

if TYPE_CHECKING:
    from goworkdoctor.doctor.trial import Command, Trial


def proved(text: str, folder: Path, apply: bool, fix: Callable[[], int]) -> int:
    """Fix between two runs of a command; the exit code, 0 only where it failed before and passes now.

    Without `apply` it is only told. Stops the run where the text is no command.
    """
    from goworkdoctor.doctor.trial import command

    try:
        asked = command(text, folder)
    except Refused as refused:
        raise Stop(Exit.USAGE, f"--prove: {refused}") from None
    if not apply:
        code = fix()
        terminal.note(f"--prove: `{asked.line}` would be run in {asked.folder} before and after it")
        return code
    if _tried(asked, "before").passed:
        terminal.complain(
            f"--prove: `{asked.line}` does not fail, so nothing can be proved: nothing was done"
        )
        return Exit.FINDINGS
    terminal.put("\n")
    code = fix()
    after = _tried(asked, "after")
    return code if after.passed else Exit.FINDINGS


def _tried(asked: Command, when: str) -> Trial:
    terminal.progress(f"running {asked.line}")
    try:
        trial = asked.tried()
    except Refused as refused:
        raise Stop(Exit.USAGE, f"--prove: {refused}") from None
    finally:
        terminal.progress("")
    ending = "passes" if trial.passed else f"fails: {trial.said}"
    terminal.put(f"{when}: `{visible(asked.line)}` {visible(ending)} ({trial.seconds:.1f} s)\n")
    return trial
