"""Words for findings: what is put into a command line arrives as it is."""

from __future__ import annotations

import os
import subprocess

import pytest

from goworkdoctor.checks.words import shell


@pytest.mark.parametrize(
    "name", ["a b", "q'uote", "`x`$(y)", "new\nline", "esc\x1b[31m", os.fsdecode(b"caf\xe9\\'"), "café", "*"]
)
def test_a_shell_reads_the_name_as_it_is(name: str) -> None:
    command = f"printf %s {shell([name])}"
    assert command.isprintable()
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert done.stdout == os.fsencode(name)


def test_a_name_with_a_dash_is_no_option() -> None:
    assert shell(["-x", "a"]) == "./-x a"
