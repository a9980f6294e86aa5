"""What the commands of a script leave behind for those that follow: exported settings, and the folder."""

from __future__ import annotations

import re

from msgspec import Struct, field

from goworkdoctor.golang.shellwords import Command, Scope

ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[:?+]?=(.*)", re.DOTALL)


class Shell(Struct):
    """What the commands so far have left: the exported settings, and whether it stands in another folder.

    What a subshell does ends with it. A function runs when it is called, which is not known: what it exports
    and where it goes may hold from then on, what it unsets is taken to end with it.
    """

    env: dict[str, str] = field(default_factory=dict)
    moved: bool = False
    scopes: list[tuple[Scope, dict[str, str], bool]] = field(default_factory=list)

    def enter(self, command: Command) -> None:
        """Leave the scopes that the command does not stand in, and enter those that it does."""
        while self.scopes and self.scopes[-1][0] not in command.scopes:
            scope, env, moved = self.scopes.pop()
            self.env = self.env | env if scope.function else env
            self.moved = self.moved or moved if scope.function else moved
        for scope in command.scopes[len(self.scopes) :]:
            self.scopes.append((scope, self.env, self.moved))

    def run(self, command: Command) -> None:
        """What the command changes for those after it."""
        if command.words[0] in ("cd", "pushd"):
            self.moved = True
        if command.words[0] == "unset":
            self.env = {name: value for name, value in self.env.items() if name not in command.words}
        if exports(command):
            self.env = self.env | settings(command)


def exports(command: Command) -> bool:
    """Whether its settings hold for what it and all after it run."""
    first, *rest = command.words
    return first in ("export", "ENV") or (first in ("declare", "typeset") and "-x" in rest)


def settings(command: Command) -> dict[str, str]:
    """Those that a command begins with, or that it exports."""
    found: dict[str, str] = {}
    for word in command.words[exports(command) :]:
        if word == "-x":
            continue
        if not (setting := ASSIGNMENT.fullmatch(word)):
            break
        found[setting[1]] = setting[2]
    return found
