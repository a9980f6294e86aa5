"""The README is true: its table, its commands, and the one that CI runs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click

from goworkdoctor.cli.group import COMMANDS, group
from goworkdoctor.config import READERS, read_config
from tests.readme import README, current

TEXT = README.read_text(encoding="utf-8")


def test_the_table_of_rules_is_current() -> None:
    assert current(TEXT) == TEXT, "python -m tests.readme"


def test_every_command_is_named() -> None:
    named = set(re.findall(r"^goworkdoctor (\w+)", TEXT, re.MULTILINE))
    assert named == set(COMMANDS)


def test_every_option_it_shows_is_there() -> None:
    block = TEXT.split("## The command line")[1].split("##")[0]
    commands = [group.get_command(click.Context(group), name) for name in COMMANDS]
    known = {name for one in (group, *commands) for param in one.params for name in param.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", block)) - {"--help"} <= known


def test_the_configuration_it_shows_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "goworkdoctor.toml"
    file.write_text(re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)[1])
    read_config(file)
    assert all(f"\n{key} = " in TEXT for key in READERS)


def test_every_picture_it_shows_is_there() -> None:
    pictures = re.findall(r"\]\((screenshots/.*?)\)", TEXT)
    assert "![The home screen](screenshots/home.svg)" in TEXT
    assert all((README.parent / picture).is_file() for picture in pictures)


def test_ci_runs_the_command_that_it_tells() -> None:
    done = subprocess.run(
        ["bash", ".ci/run", "--print"], cwd=README.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() in TEXT.splitlines()
    assert "pytest" in done.stdout
